import type { Annotation, AnnotationKind } from '../analysis.js'

/** What a person said of a reading. */
export type Verdict = 'open' | 'accepted' | 'rejected'

/** An annotation on its way from read to checked. */
export interface Mark extends Annotation {
  verdict: Verdict
  /** Drawn by a person, or read. */
  isDrawn: boolean
  /** What was read, where a person changed it since. */
  asRead?: Pick<Annotation, 'kind' | 'quad' | 'text'>
}

/** The one thing to see about a mark at a glance. */
export type Standing = 'sure' | 'unsure' | 'accepted' | 'rejected'

/**
 * Each kind as a person reads it.
 *
 * @example
 * ```ts
 * import { KIND_NAMES } from 'draftlens/viewer'
 *
 * KIND_NAMES.gdt // → 'Tolerance frame'
 * ```
 */
export const KIND_NAMES: Record<AnnotationKind, string> = {
  dimension: 'Dimension',
  thread: 'Thread',
  gdt: 'Tolerance frame',
  surface: 'Surface',
  datum: 'Datum',
  note: 'Note',
  balloon: 'Item number',
  label: 'View label',
  title: 'Title block',
  table: 'Table',
}

/**
 * Those that a part is inspected by; the others are words about it.
 *
 * @example
 * ```ts
 * import { MEASURED_KINDS } from 'draftlens/viewer'
 *
 * const measured = review.marks.filter(({ kind }) => MEASURED_KINDS.has(kind))
 * ```
 */
export const MEASURED_KINDS: ReadonlySet<AnnotationKind> = new Set(['dimension', 'thread', 'gdt', 'surface'])

/**
 * What a person said of a mark, and how sure it is where nobody said anything.
 *
 * @example
 * ```ts
 * import { standingOf } from 'draftlens/viewer'
 *
 * const open = review.marks.filter((mark) => standingOf(mark) === 'unsure')
 * ```
 */
export function standingOf({ verdict, unsure }: Mark): Standing {
  if (verdict !== 'open') return verdict
  return unsure ? 'unsure' : 'sure'
}

export function markOf(annotation: Annotation): Mark {
  return { ...annotation, verdict: 'open', isDrawn: false }
}

/** A person said or changed something: a reading that comes later does not undo it. */
export function isTouched({ verdict, isDrawn, asRead }: Mark): boolean {
  return verdict !== 'open' || isDrawn || asRead !== undefined
}
