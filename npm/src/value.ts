/** What a dimension is of. */
export type ValueType =
  | 'linear'
  | 'diameter'
  | 'radius'
  | 'spherical_diameter'
  | 'spherical_radius'
  | 'controlled_radius'
  | 'square'
  | 'arc'
  | 'thickness'
  | 'angle'
  | 'chamfer'
  | 'thread'
  | 'counterbore'
  | 'spotface'
  | 'countersink'
  | 'rectangle'
  | 'spaced'
  | 'depth'
  | 'frame'
  | 'surface'
  | 'datum'
  | 'balloon'
  | 'unknown'

/** The unit of figures; `deg` with minutes and seconds as fractions. */
export type Unit = 'mm' | 'cm' | 'µm' | 'µin' | 'in' | 'deg'

/** Where deviations come from; `fit` is computed by ISO 286, `general` by the sheet's general tolerance. */
export type ToleranceSource =
  | 'symmetric'
  | 'deviations'
  | 'single'
  | 'limits'
  | 'fit'
  | 'fit_as_written'
  | 'max'
  | 'min'
  | 'general'

/** A size with its deviations, in its unit. */
export interface Amount {
  /** Limits have none. */
  nominal?: number
  /** Figures behind the point, as written. */
  decimals?: number
  unit?: Unit
  /** `H7`, `H7/g6` */
  fit?: string
  upper?: number
  lower?: number
  /** Of the second of a pair of fits. */
  mate_upper?: number
  mate_lower?: number
  /** Where limits are written. */
  max?: number
  min?: number
  tolerance?: ToleranceSource
}

/** A thread, by its standard. */
export interface ThreadValue {
  /** `M`, `UNC`, `G` … */
  standard: string
  /** As written: `8`, `1/4`, `#10`. */
  size: string
  pitch_mm?: number
  lead_mm?: number
  turns_per_inch?: number
  class?: string
  left_hand?: boolean
}

/** A row of a feature control frame. */
export interface FrameValue {
  /** `position`, `total_runout` … */
  symbol: string
  zone: number
  unit: Unit
  form?: 'cylinder' | 'sphere'
  per?: string
  modifiers?: string[]
  datums?: { letters: string; modifiers?: string[] }[]
}

/** One figure of a surface, an upper bound where not said. */
export interface Roughness {
  /** `Ra`, `Rz` … */
  parameter?: string
  value: number
  unit: Unit
  lower?: number
  is_lower_bound?: boolean
  grade?: string
}

/** How a surface is to be. */
export interface SurfaceValue {
  roughness?: Roughness[]
  triangles?: number
  lay?: string
  process?: string
}

/** What a text is worth; what is absent does not stand there. */
export interface Value extends Amount {
  type: ValueType
  /** How many times. */
  count?: number
  /** Of a chamfer or a countersink. */
  angle?: Amount
  /** Of an angle under the sheet's general tolerance, which goes by the length of its shorter side: ±, for sides up to so long. */
  within_by_side?: { up_to_mm?: number; within_deg: number }[]
  /** Of a hole or a thread. */
  depth?: Amount
  /** The second side of a rectangle; the length of a thread; the sum of equal distances. */
  length?: Amount
  reference?: boolean
  basic?: boolean
  typical?: boolean
  approximate?: boolean
  through?: boolean
  remarks?: string[]
  thread?: ThreadValue
  rows?: FrameValue[]
  surface?: SurfaceValue
  /** Of a datum its letters, of a balloon its number. */
  label?: string
  targets?: string[]
  /** What belongs to the first feature: its counterbore, its countersink, a second thread. */
  features?: Value[]
  /** What was not understood, as read. */
  rest?: string
}

/** One reason to look at a value again: a stable word of the analysis. */
export type Doubt =
  | 'low_confidence'
  | 'sources_disagree'
  | 'not_understood'
  | 'partly_understood'
  | 'tolerance_larger_than_size'
  | 'upper_below_lower'
  | 'one_deviation'
  | 'limits_far_apart'
  | 'fit_unknown'
  | 'fit_contradicted'
  | 'first_figure_missing'
  | 'size_of_nothing'
  | 'larger_than_part'
  | 'deeper_than_part'
  | 'count_absurd'
  | 'angle_beyond_turn'
  | 'sum_contradicted'
  | 'sink_narrower_than_hole'
  | 'pitch_absurd'
  | 'datum_of_form'
  | 'datum_missing'
