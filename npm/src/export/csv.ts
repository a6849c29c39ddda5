import type { Analysis } from '../analysis.js'
import { type InspectionOptions, type InspectionRow, inspectionRows } from './inspection.js'

/** In this order, which is only ever added to at the end. */
const COLUMNS = [
  'number',
  'zone',
  'kind',
  'type',
  'requirement',
  'count',
  'nominal',
  'lower_limit',
  'upper_limit',
  'unit',
  'tolerance',
  'reference',
  'unsure',
  'id',
] as const satisfies readonly (keyof InspectionRow)[]

/** A spreadsheet takes these for the beginning of a formula. */
const FORMULA = /^[=@\t\r]|^[+-](?![\d.,])/

/**
 * Analysis → CSV by RFC 4180 with a head, in UTF-8 with the mark that spreadsheets want.
 *
 * @example
 * ```ts
 * import { toCsv } from 'draftlens/export'
 *
 * const csv = new Blob([toCsv(analysis, { numbers: review.numbers })], { type: 'text/csv' })
 * ```
 */
export function toCsv(analysis: Analysis, options: InspectionOptions = {}): string {
  const rows = inspectionRows(analysis, options).map((row) => COLUMNS.map((column) => row[column]))
  return `\ufeff${[COLUMNS, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`
}

function cell(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
