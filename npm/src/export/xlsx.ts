import type { Row, SheetData } from 'write-excel-file/universal'
import type { Analysis } from '../analysis.js'
import { type InspectionOptions, type InspectionRow, inspectionRows } from './inspection.js'

/** What the head of the form says. */
export interface XlsxOptions extends InspectionOptions {
  /** Where not said, what the title block says. */
  partNumber?: string
  /** Where not said, what the title block says. */
  partName?: string
  serialNumber?: string
  /** Of the first article inspection report. */
  reportIdentifier?: string
}

/** AS9102's boxes by their numbers on Form 3; what the inspector fills in stays empty. */
const FORM_3 = [
  { title: '5. Char. No.', width: 11, of: ({ number }: InspectionRow) => number },
  { title: '6. Reference Location', width: 13, of: ({ zone }: InspectionRow) => zone },
  {
    title: '7. Characteristic Designator',
    width: 16,
    of: ({ reference }: InspectionRow) => (reference ? 'Reference' : null),
  },
  { title: '8. Requirement', width: 32, of: ({ requirement }: InspectionRow) => requirement },
  { title: '9. Results', width: 14, of: () => null },
  { title: '10. Designed / Qualified Tooling', width: 16, of: () => null },
  { title: '11. Nonconformance Number', width: 16, of: () => null },
] as const

/** Beside the form, for programs that compare a measured size. */
const BESIDE = [
  { title: 'Type', width: 14, of: ({ type, kind }: InspectionRow) => type ?? kind },
  { title: 'Count', width: 8, of: ({ count }: InspectionRow) => count },
  { title: 'Nominal', width: 10, of: ({ nominal }: InspectionRow) => nominal },
  { title: 'Lower limit', width: 11, of: ({ lower_limit }: InspectionRow) => lower_limit },
  { title: 'Upper limit', width: 11, of: ({ upper_limit }: InspectionRow) => upper_limit },
  { title: 'Unit', width: 7, of: ({ unit }: InspectionRow) => unit },
  { title: 'Tolerance from', width: 15, of: ({ tolerance }: InspectionRow) => tolerance },
  { title: 'Look again', width: 11, of: ({ unsure }: InspectionRow) => (unsure ? 'unsure' : null) },
] as const

const COLUMNS = [...FORM_3, ...BESIDE]
const HEAD = { fontWeight: 'bold', wrap: true, alignVertical: 'top', backgroundColor: '#e8edf3' } as const
const UNSURE = { backgroundColor: '#fff3cd' } as const

/**
 * Analysis → a workbook with the columns of AS9102 Form 3 and, beside them, sizes as numbers.
 *
 * @example
 * ```ts
 * import { toXlsx } from 'draftlens/export'
 *
 * const workbook = await toXlsx(analysis, { numbers: review.numbers })
 * workbook.size > 1000 // → true
 * ```
 */
export async function toXlsx(analysis: Analysis, options: XlsxOptions = {}): Promise<Blob> {
  // Only who wants a workbook fetches its writer.
  const { default: writeXlsxFile } = await import('write-excel-file/universal')
  const { fields } = analysis
  const stated: [string, string][] = [
    ['1. Part Number', options.partNumber ?? fields['number']?.text ?? ''],
    ['2. Part Name', options.partName ?? fields['title']?.text ?? ''],
    ['3. Serial Number', options.serialNumber ?? ''],
    ['4. FAIR Identifier', options.reportIdentifier ?? ''],
  ]
  const rows = inspectionRows(analysis, options)
  const data: SheetData = [
    ...stated.map(([name, value]): Row => [{ value: name, ...HEAD }, null, null, { value, type: String }]),
    [],
    COLUMNS.map(({ title }) => ({ value: title, ...HEAD })),
    ...rows.map((row) =>
      COLUMNS.map(({ of }) => {
        const value = of(row)
        if (value === undefined || value === null) return null
        return {
          value,
          type: typeof value === 'number' ? Number : String,
          wrap: true,
          ...(row.unsure && UNSURE),
        }
      }),
    ),
  ]
  const columns = COLUMNS.map(({ width }) => ({ width }))
  return writeXlsxFile(data, {
    sheet: 'Form 3',
    columns,
    stickyRowsCount: stated.length + 2,
    orientation: 'landscape',
  }).toBlob()
}
