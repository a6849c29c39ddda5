import type { AnnotationKind } from './analysis.js'

/**
 * All kinds, in the order of their numbers in formats that number them. Only ever added to at the end.
 *
 * @example
 * ```ts
 * import { KINDS } from 'draftlens/viewer'
 *
 * KINDS.indexOf('thread') // → 1
 * ```
 */
export const KINDS = [
  'dimension',
  'thread',
  'gdt',
  'surface',
  'datum',
  'note',
  'balloon',
  'label',
  'title',
  'table',
] as const satisfies readonly AnnotationKind[]
