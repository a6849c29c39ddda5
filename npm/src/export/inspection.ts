import type { Analysis, Annotation, AnnotationKind } from '../analysis.js'
import { centreOf } from '../quad.js'
import { zoneOf } from './zone.js'

/** What an inspector measures, or looks at, of one annotation. */
export interface InspectionRow {
  /** The characteristic's number: that of its balloon. */
  number: number
  /** The annotation's. */
  id: string
  /** Where on the sheet, by its grid. */
  zone?: string
  kind: AnnotationKind
  /** `diameter`, `thread`, `frame` … */
  type?: string
  /** As the sheet says it. */
  requirement: string
  count?: number
  nominal?: number
  /** The largest size that passes. */
  upper_limit?: number
  /** The smallest size that passes. */
  lower_limit?: number
  unit?: string
  /** Where the limits come from: `fit`, `general` … */
  tolerance?: string
  /** Not to be inspected: in brackets, or REF. */
  reference: boolean
  unsure: boolean
}

/** Which numbers the rows have. */
export interface InspectionOptions {
  /** Balloons by annotation; in the order of the analysis where not said. */
  numbers?: ReadonlyMap<string, number> | undefined
  /** The zone of an annotation, where the sheet's grid is not that of ISO 5457. */
  zone?: ((annotation: Annotation) => string | undefined) | undefined
}

const CHARACTERISTICS: readonly AnnotationKind[] = ['dimension', 'thread', 'gdt', 'surface']
/** What binary fractions add to a sum of decimals. */
const DECIMALS = 6

/**
 * Analysis → what is to be inspected, by number: dimensions, threads, frames and surfaces.
 *
 * @example
 * ```ts
 * import { inspectionRows } from 'draftlens/export'
 *
 * for (const row of inspectionRows(analysis)) console.log(row.number, row.requirement)
 * ```
 */
export function inspectionRows(analysis: Analysis, options: InspectionOptions = {}): InspectionRow[] {
  const zone = options.zone ?? (({ quad }: Annotation) => zoneOf(centreOf(quad), analysis.page))
  const numbers = options.numbers ?? numberedInOrder(analysis)
  return analysis.annotations
    .flatMap((annotation) => {
      const number = numbers.get(annotation.id)
      return number === undefined ? [] : [rowOf(annotation, number, zone(annotation))]
    })
    .sort((a, b) => a.number - b.number)
}

function numberedInOrder({ annotations }: Analysis): Map<string, number> {
  const characteristics = annotations.filter(({ kind }) => CHARACTERISTICS.includes(kind))
  return new Map(characteristics.map(({ id }, index) => [id, index + 1]))
}

function rowOf({ id, kind, text, unsure, value }: Annotation, number: number, zone?: string): InspectionRow {
  const { nominal } = value ?? {}
  const limit = (stated: number | undefined, deviation: number | undefined) =>
    stated ?? (nominal !== undefined && deviation !== undefined ? decimal(nominal + deviation) : undefined)
  return given({
    number,
    id,
    zone,
    kind,
    type: value?.type,
    requirement: text,
    count: value?.count,
    nominal,
    upper_limit: limit(value?.max, value?.upper),
    lower_limit: limit(value?.min, value?.lower),
    unit: value?.unit,
    tolerance: value?.tolerance,
    reference: value?.reference === true,
    unsure,
  })
}

function decimal(sum: number): number {
  return Number(sum.toFixed(DECIMALS))
}

type Sparse<T> = { [K in keyof T]: T[K] | undefined }

/** Without the parts that are not known. */
function given(row: Sparse<InspectionRow>): InspectionRow {
  return Object.fromEntries(
    Object.entries(row).filter(([, part]) => part !== undefined),
  ) as unknown as InspectionRow
}
