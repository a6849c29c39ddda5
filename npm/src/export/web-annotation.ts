import { KINDS } from '../kinds.js'
import type { Quad } from '../quad.js'
import { badFormat, kindNamed, type Label, type LabelledPage, parsedJson } from './labelled-page.js'
import { quadFromNumbers } from './quad.js'

const FORMAT = 'W3C Web Annotation file'

/** What an annotation says: its text, or its kind as a tag. */
export interface WebAnnotationBody {
  type: string
  purpose?: string
  value?: string
}

/** One text as the W3C's model has it: what it says, what it is, and a polygon on the picture. */
export interface WebAnnotation {
  '@context': 'http://www.w3.org/ns/anno.jsonld'
  id: string
  type: 'Annotation'
  body: WebAnnotationBody[]
  target: { source: string; selector: { type: string; value: string; conformsTo?: string } }
}

/**
 * Page → W3C Web Annotations, `id`s being `<source>#<number>`; what OpenSeadragon's and Annotorious' users have.
 *
 * @example
 * ```ts
 * import { toWebAnnotations } from 'draftlens/export'
 *
 * const annotations = toWebAnnotations(analysis, 'https://example.com/sheet.png')
 * annotations[0]?.id // → 'https://example.com/sheet.png#1'
 * ```
 */
export function toWebAnnotations(
  { annotations }: Pick<LabelledPage, 'annotations'>,
  source: string,
): WebAnnotation[] {
  return annotations.map(({ kind, quad, text }, index) => ({
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: `${source}#${index + 1}`,
    type: 'Annotation',
    body: [
      { type: 'TextualBody', purpose: 'commenting', value: text },
      { type: 'TextualBody', purpose: 'tagging', value: kind },
    ],
    target: {
      source,
      selector: {
        type: 'SvgSelector',
        conformsTo: 'http://www.w3.org/TR/SVG/',
        value: `<svg><polygon points="${quad.map((point) => point.join(',')).join(' ')}"></polygon></svg>`,
      },
    },
  }))
}

/**
 * W3C Web Annotations (JSON, a list or one) on polygons of four corners or rectangles → labels; fails with
 * `bad-format`.
 *
 * @example
 * ```ts
 * import { fromWebAnnotations, toWebAnnotations } from 'draftlens/export'
 *
 * const labels = fromWebAnnotations(JSON.stringify(toWebAnnotations(analysis, 'sheet.png')))
 * labels.length === analysis.annotations.length // → true
 * ```
 */
export function fromWebAnnotations(text: string): Label[] {
  const annotations = [parsedJson(text, FORMAT)].flat() as Partial<WebAnnotation>[]
  return annotations.map((annotation, index) => {
    const quad = quadOfSelector(annotation.target?.selector)
    if (!quad) {
      throw badFormat(
        FORMAT,
        `annotation ${index + 1} does not select a polygon of four corners or a rectangle`,
      )
    }
    const bodies = [annotation.body ?? []].flat()
    const tag = bodies.find(({ value }) => KINDS.some((kind) => kind === value))
    const words = bodies.find((body) => body !== tag && body.type === 'TextualBody')
    return { kind: kindNamed(tag?.value, FORMAT), quad, text: words?.value ?? '' }
  })
}

function quadOfSelector(selector: { type: string; value: string } | undefined): Quad | undefined {
  if (selector?.type === 'SvgSelector') {
    const points = /<polygon[^>]*\bpoints\s*=\s*["']([^"']*)["']/.exec(selector.value)?.[1]
    return points === undefined
      ? undefined
      : quadFromNumbers(
          points
            .trim()
            .split(/[\s,]+/)
            .map(Number),
        )
  }
  const rectangle = /^xywh=(?:pixel:)?([\d.+-]+),([\d.+-]+),([\d.+-]+),([\d.+-]+)$/.exec(
    selector?.value ?? '',
  )
  if (selector?.type !== 'FragmentSelector' || !rectangle) return undefined
  const [x = 0, y = 0, width = 0, height = 0] = rectangle.slice(1).map(Number)
  return quadFromNumbers([x, y, x + width, y, x + width, y + height, x, y + height])
}
