import type { Analysis, Annotation, AnnotationKind } from '../analysis.js'
import { DraftlensError } from '../errors.js'
import { KINDS } from '../kinds.js'

/** What a labelling tool knows of a text. */
export interface Label {
  kind: AnnotationKind
  /** Page pixels, clockwise from the text's own upper left. */
  quad: Annotation['quad']
  /** Empty where the tool's format has no texts. */
  text: string
}

/** A page with its labels: as JSON, what `draftlens eval` and the training read. */
export interface LabelledPage {
  /** The picture's file name. */
  image: string
  width: number
  height: number
  annotations: Label[]
}

/**
 * Analysis → its labels.
 *
 * @example
 * ```ts
 * import { labelledPage } from 'draftlens/export'
 *
 * labelledPage(analysis, 'sheet.png').image // → 'sheet.png'
 * ```
 */
export function labelledPage(analysis: Analysis, image: string): LabelledPage {
  const { width_px: width, height_px: height } = analysis.page
  const annotations = analysis.annotations.map(({ kind, quad, text }) => ({ kind, quad, text }))
  return { image, width, height, annotations }
}

/** A tool's word for a kind → the kind; fails with `bad-format`. */
export function kindNamed(name: unknown, format: string): AnnotationKind {
  const kind = KINDS.find((known) => known === name)
  if (!kind) {
    throw badFormat(format, `“${String(name)}” is no kind of annotation`, `Kinds are ${KINDS.join(', ')}.`)
  }
  return kind
}

/** A file that is not what its name says. */
export function badFormat(
  format: string,
  what: string,
  hint = 'Export it again from the tool that made it.',
) {
  return new DraftlensError({ code: 'bad-format', message: `This ${format} cannot be read: ${what}.`, hint })
}

/** JSON text → value; fails with `bad-format`. */
export function parsedJson(text: string, format: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badFormat(format, `it is not JSON (${error instanceof Error ? error.message : error})`)
  }
}
