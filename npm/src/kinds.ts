import type { AnnotationKind } from './analysis.js'

/** All kinds, in the order of their numbers in formats that number them. Only ever added to at the end. */
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
