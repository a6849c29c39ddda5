import type { Annotation, Meaning, Quad } from 'draftlens'
import type { StoredDrawing } from 'draftlens/offline'

/** What a person found at one dimension of a drawing: the body of a note. */
export interface Finding {
  drawing: { id: string; title: string; sha256: string }
  /** Counted from 0. */
  page: number
  mark: { id: string; number?: number; text: string; quad: Quad }
  verdict: 'open' | 'ok' | 'not-ok'
  /** As it was typed, in the unit of the dimension. */
  measured?: number
  /** What stands there really, and what it is worth, where it was misread. */
  correction?: { text: string; meaning?: Meaning }
}

/** Of another revision of the drawing the findings are others. */
export function aboutPage({ id, sha256 }: StoredDrawing, page: number): string {
  return `${id}/${sha256.slice(0, 12)}/${page}/`
}

/** What was read, with what a person said stands there. */
export function corrected(annotation: Annotation, finding: Finding | undefined): Annotation {
  const { correction } = finding ?? {}
  if (!correction) return annotation
  const { value: _, doubts: __, ...rest } = annotation
  const { text, meaning } = correction
  return {
    ...rest,
    text,
    text_score: 1,
    unsure: (meaning?.doubts.length ?? 0) > 0,
    ...(meaning && { kind: meaning.kind, doubts: meaning.doubts }),
    ...(meaning?.value && { value: meaning.value }),
  }
}
