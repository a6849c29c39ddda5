import type { Analysis } from '../analysis.js'
import type { LabelledPage } from './labelled-page.js'

/**
 * Analysis, or a page with its labels, → JSON; the latter is what `draftlens eval` and the training read.
 *
 * @example
 * ```ts
 * import { labelledPage, toJson } from 'draftlens/export'
 *
 * const labels = toJson(labelledPage(analysis, 'sheet.png')) // for `draftlens eval` and the training
 * JSON.parse(labels).image // → 'sheet.png'
 * ```
 */
export function toJson(value: Analysis | LabelledPage): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
