import type { Amount, Value } from '../value.js'
import { KIND_NAMES, type Mark } from './mark.js'
import { doubtInWords, nameOf, valueInWords } from './words.js'

/**
 * A mark as a screen reader says it: `diameter 12 H7, upper 0.018, lower 0, confident`.
 *
 * @example
 * ```ts
 * import { spoken } from 'draftlens/viewer'
 *
 * for (const mark of review.marks) console.log(spoken(mark, review.numbers.get(mark.id)))
 * ```
 */
export function spoken(mark: Mark, number?: number): string {
  const parts = [number === undefined ? undefined : `number ${number}`, meaning(mark), standing(mark)]
  return parts.filter(Boolean).join(', ')
}

function meaning({ kind, text, value }: Mark): string {
  if (!value || value.type === 'unknown') return `${KIND_NAMES[kind].toLowerCase()} ${asLine(text)}`
  const features = [value, ...(value.features ?? [])].map(feature)
  return [...features, value.rest && `and ${value.rest}`].filter(Boolean).join(', ')
}

function feature(value: Value): string {
  const count = value.count && value.count > 1 ? `${value.count} times ` : ''
  if (value.nominal === undefined || value.type === 'thread') {
    const name = value.type === 'frame' ? '' : `${nameOf(value.type)} `
    return `${count}${name}${valueInWords({ ...value, count: 1, features: [] })}`
  }
  const unit = value.unit === 'deg' ? ' degrees' : value.unit === 'in' ? ' inches' : ''
  return [
    `${count}${nameOf(value.type)} ${figure(value.nominal, value.decimals)}${unit}${value.fit ? ` ${value.fit}` : ''}`,
    ...deviations(value),
    value.angle?.nominal !== undefined && `at ${value.angle.nominal} degrees`,
    value.depth?.nominal !== undefined && `${value.depth.nominal} deep`,
    value.through && 'through',
    value.reference && 'for reference',
    value.basic && 'theoretically exact',
    value.typical && 'typical',
  ]
    .filter(Boolean)
    .join(', ')
}

function deviations({ upper, lower, tolerance }: Amount): string[] {
  if (tolerance === 'max') return ['at most']
  if (tolerance === 'min') return ['at least']
  if (upper !== undefined && upper === -(lower ?? Number.NaN)) return [`plus or minus ${upper}`]
  const told = []
  if (upper !== undefined) told.push(`upper ${signed(upper)}`)
  if (lower !== undefined) told.push(`lower ${signed(lower)}`)
  return told
}

function signed(deviation: number): string {
  return deviation < 0 ? `minus ${-deviation}` : String(deviation)
}

function figure(number: number, decimals = 0): string {
  return number.toFixed(Math.max(decimals, 0)).includes(String(number))
    ? number.toFixed(decimals)
    : String(number)
}

function standing({ verdict, unsure, doubts = [], isDrawn, asRead }: Mark): string {
  if (verdict !== 'open') return verdict
  if (isDrawn) return 'drawn by hand'
  if (asRead) return 'corrected'
  return unsure ? ['doubtful', ...doubts.map(doubtInWords)].join(': ') : 'confident'
}

/**
 * A callout of several lines in one.
 *
 * @example
 * ```ts
 * import { asLine } from 'draftlens/viewer'
 *
 * asLine('4× Ø6\n↧ 12') // → '4× Ø6 ⏎ ↧ 12'
 * ```
 */
export function asLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ⏎ ')
}
