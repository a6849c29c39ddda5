import type { Analysis, Quad } from 'draftlens'

/** One label of a page, in the format of the labelled drawings. */
export interface TruthAnnotation {
  kind: string
  quad: Quad
  text: string
  lines?: { text: string; quad: Quad }[]
}

/** A labelled page. */
export interface Truth {
  image: string
  width: number
  height: number
  /** The page that this one was made from by spoiling it. */
  derived_from?: string
  annotations: TruthAnnotation[]
}

/** A file's text → a labelled page; undefined where it is JSON of something else, fails where it is no JSON. */
export function truthOf(json: string): Truth | undefined {
  const parsed: unknown = JSON.parse(json)
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const { image, width, height, annotations } = parsed as Partial<Truth>
  const isOne =
    typeof image === 'string' &&
    typeof width === 'number' &&
    typeof height === 'number' &&
    Array.isArray(annotations) &&
    annotations.every(isAnnotation)
  return isOne ? (parsed as Truth) : undefined
}

function isAnnotation(annotation: Partial<TruthAnnotation>): boolean {
  const { kind, quad, text } = annotation
  const isQuad =
    Array.isArray(quad) &&
    quad.length === 4 &&
    quad.every((point) => point.length === 2 && point.every(Number.isFinite))
  return typeof kind === 'string' && typeof text === 'string' && isQuad
}

/** Labels of a picture → of the page as it was read, at whatever resolution that was. */
export function scaledTo(truth: Truth, { width_px, height_px }: Analysis['page']): Truth {
  const [x, y] = [width_px / truth.width, height_px / truth.height]
  if (x === 1 && y === 1) return truth
  const scaled = (quad: Quad) => quad.map(([left, top]) => [left * x, top * y]) as Quad
  return {
    ...truth,
    ...{ width: width_px, height: height_px },
    annotations: truth.annotations.map((one) => ({ ...one, quad: scaled(one.quad) })),
  }
}
