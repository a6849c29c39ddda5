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
  /** What the page shows, or the file's own words where the page confirms them; absent where a person wrote it. */
  source?: 'pixels' | 'text-layer'
  /** Why. */
  doubts?: Doubt[]
  /** What else it may say, the likeliest first; only where it is unsure. */
  alternatives?: { text: string; text_score: number }[]
  /** What it is worth: type, count, nominal, unit, fit, deviations; absent for words. */
  value?: Value
  /** Where it was read again and this is what came of it. */
  second_reading?: {
    reader: ModelId
    first: FirstReading
    /** All texts that were seen, the one with most behind it first. */
    votes: Vote[]
  }
}

/** What the browser itself had read. */
export type FirstReading = Omit<Annotation, 'id' | 'quad' | 'score' | 'second_reading'>

/** A text that some looks saw. */
export interface Vote {
  text: string
  /** How many of all looks did. */
  looks: number
  /** 0 to 1: their chances, over all looks. */
  share: number
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

/** A field of the title block, in whichever language its label is. */
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

/** The file's own words, held against the pixels. */
export interface TextLayerReport {
  /** Only what is `believed` is read from. */
  verdict: 'believed' | 'read_off_picture' | 'contradicted' | 'too_little'
  words: number
  /** Letters that could be held against the pixels, and the share of them that these confirm. */
  compared: number
  agreement: number
}

/** A parts list, a table of revisions or holes, or another table. */
export interface SheetTable {
  kind: 'parts_list' | 'revisions' | 'holes' | 'other'
  quad: Quad
  /** Their names; none where no row of names was found. */
  columns: string[]
  /** From the top down, with as many cells as there are columns. */
  rows: string[][]
}

/** What a search for drawings like this one can be narrowed by; what is not known for sure is absent. */
export type SheetFacets = {
  number?: string
  title?: string
  /** As the title block says it. */
  material?: string
  /** The largest length or diameter. */
  overall_long_mm?: number
  /** The largest one across that, as texts stand; the next smaller one where all texts stand level. */
  overall_short_mm?: number
  /** The largest size of any kind, radii among them. */
  largest_mm?: number
  /** Between the limits of the size that leaves the least. */
  tightest_mm?: number
  /** Standard and size, `M8`, each once. */
  threads?: string[]
  /** Of sizes that write none. */
  units?: 'mm' | 'in'
  /** Size of the paper: `A3`. */
  sheet?: string
}

/** A net by name and hash. */
export type ModelId = Pick<ModelFacts, 'id' | 'sha256'>

/** All that was read on a page; the same JSON as on the command line. */
export interface Analysis {
  schema: 1
  page: { index: number; width_px: number; height_px: number; dpi: number }
  models: { detector: ModelId; reader: ModelId }
  backend: Backend
  annotations: Annotation[]
  fields: SheetFields
  /** Absent where there are none. */
  tables?: SheetTable[]
  /** As first read, as `draftlens index --facets` keeps them. */
  facets: SheetFacets
  /** What the file's own words are worth; absent for files without any. */
  text_layer?: TextLayerReport
  timing_ms: { decode: number; detect: number; read: number; total: number }
}
