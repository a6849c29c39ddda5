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

/** Those that a part is inspected by; the others are words about it. */
export const MEASURED_KINDS: ReadonlySet<AnnotationKind> = new Set(['dimension', 'thread', 'gdt', 'surface'])

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
