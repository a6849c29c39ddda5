import type { Backend } from './engine/facts.js'
import type { ModelFacts } from './models.js'
import type { Quad } from './quad.js'
import type { Doubt, Value } from './value.js'

/** What an annotation is. */
export type AnnotationKind =
  | 'dimension'
  | 'thread'
  | 'gdt'
  | 'surface'
  | 'datum'
  | 'note'
  | 'balloon'
  | 'label'
  | 'title'
  | 'table'

/** One text of the sheet, read. */
export interface Annotation {
  id: string
  kind: AnnotationKind
  /** Page pixels, clockwise from the text's own upper left. */
  quad: Quad
  /** 0 to 1: that it is there. */
  score: number
  text: string
  /** 0 to 1: that the text is right. */
  text_score: number
  /** Somebody should look at it. */
  unsure: boolean
  /** Why. */
  doubts?: Doubt[]
  /** What it is worth: type, count, nominal, unit, fit, deviations; absent for words. */
  value?: Value
}

/** A field of the title block. */
export interface SheetField {
  /** Without its label. */
  text: string
  quad: Quad
}

/** What a text says by itself, on a sheet with such a title block. */
export interface Meaning {
  kind: AnnotationKind
  value?: Value
  doubts: Doubt[]
}

/** What the title block says, by number, title, material, scale and the like. */
export type SheetFields = Partial<Record<SheetFieldName, SheetField>>

export type SheetFieldName =
  | 'number'
  | 'title'
  | 'material'
  | 'scale'
  | 'sheet'
  | 'revision'
  | 'general_tolerance'
  | 'mass'
  | 'unit'
  | 'projection'

type ModelId = Pick<ModelFacts, 'id' | 'sha256'>

/** All that was read on a page; the same JSON as on the command line. */
export interface Analysis {
  schema: 1
  page: { index: number; width_px: number; height_px: number; dpi: number }
  models: { detector: ModelId; reader: ModelId }
  backend: Backend
  annotations: Annotation[]
  fields: SheetFields
  timing_ms: { decode: number; detect: number; read: number; total: number }
}
