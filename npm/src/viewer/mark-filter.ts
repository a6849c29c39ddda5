import type { AnnotationKind } from '../analysis.js'
import { type Mark, type Standing, standingOf } from './mark.js'

/** Which marks are shown; what is absent lets all pass. */
export interface MarkFilter {
  kinds?: ReadonlySet<AnnotationKind>
  standings?: ReadonlySet<Standing>
  /** Part of the text, in whatever case and with whatever spaces. */
  text?: string
}

export function passes(mark: Mark, { kinds, standings, text }: MarkFilter): boolean {
  if (kinds && !kinds.has(mark.kind)) return false
  if (standings && !standings.has(standingOf(mark))) return false
  return !text || folded(mark.text).includes(folded(text))
}

/** What keyboards lack is found by what they have: `o12` finds `Ø12`, `0,5` finds `0.5`. */
function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s+/g, '')
    .replaceAll(/[ø⌀]/g, 'o')
    .replaceAll(/[×✕]/g, 'x')
    .replaceAll(',', '.')
}
