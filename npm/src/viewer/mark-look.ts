import type { AnnotationKind } from '../analysis.js'
import type { Standing } from './mark.js'

/** How a kind is drawn: never told by its colour alone. */
export interface KindLook {
  /** Dark enough on white paper, and apart for those who see red and green alike. */
  colour: string
  form: 'box' | 'double' | 'brackets' | 'corners' | 'underline'
}

/**
 * How each kind is drawn, for legends and filters in the same colours.
 *
 * @example
 * ```ts
 * import { KIND_LOOKS } from 'draftlens/viewer'
 *
 * KIND_LOOKS.dimension.form // → 'box'
 * ```
 */
export const KIND_LOOKS: Record<AnnotationKind, KindLook> = {
  dimension: { colour: '#0067b8', form: 'box' },
  thread: { colour: '#00735c', form: 'double' },
  gdt: { colour: '#9b3a86', form: 'brackets' },
  surface: { colour: '#a8500a', form: 'corners' },
  datum: { colour: '#9b3a86', form: 'corners' },
  balloon: { colour: '#3f6b78', form: 'corners' },
  note: { colour: '#5f6670', form: 'underline' },
  label: { colour: '#5f6670', form: 'underline' },
  title: { colour: '#7a6a4f', form: 'underline' },
  table: { colour: '#7a6a4f', form: 'underline' },
}

/** How sure it is, drawn by the line, the wash behind it and a sign at its end. */
export interface StandingLook {
  /** In screen pixels; none is a full line. */
  dash: readonly number[]
  wash: string | undefined
  sign: '?' | '✓' | '✕' | undefined
}

export const STANDING_LOOKS: Record<Standing, StandingLook> = {
  sure: { dash: [], wash: undefined, sign: undefined },
  unsure: { dash: [5, 3], wash: 'rgb(255 176 0 / 30%)', sign: '?' },
  accepted: { dash: [], wash: 'rgb(0 115 92 / 10%)', sign: '✓' },
  rejected: { dash: [2, 3], wash: 'rgb(70 75 82 / 12%)', sign: '✕' },
}

export const STANDING_COLOURS: Record<Standing, string> = {
  sure: '#0067b8',
  unsure: '#9a5b00',
  accepted: '#00735c',
  rejected: '#5f6670',
}

/** A thin wash of the kind's own colour where the standing has none. */
export const KIND_WASH = '14'
