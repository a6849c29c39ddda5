import type { Amount, Doubt, FrameValue, Unit, Value } from '../value.js'

/**
 * What a value comes to, for a person who inspects the part: `12.000 … 12.018 mm`; empty where there is none.
 *
 * @example
 * ```ts
 * import { valueInWords } from 'draftlens/viewer'
 *
 * const { value } = await analyzer.understand('Ø12 H7', 'dimension')
 * valueInWords(value) // → '12.000 … 12.018 mm'
 * ```
 */
export function valueInWords(value: Value | undefined): string {
  if (!value) return ''
  const features = [value, ...(value.features ?? [])].map(featureInWords).filter(Boolean)
  return features.join('; ')
}

/** A fit's deviations are thousandths, whatever the nominal size is written with. */
const FIT_DECIMALS = 3
const UNITS: Record<Unit, string> = { mm: ' mm', cm: ' cm', µm: ' µm', µin: ' µin', in: ' in', deg: '°' }

function featureInWords(value: Value): string {
  const words = ownWords(value)
  if (!words) return ''
  const flags = [
    value.through && 'through',
    value.depth && value.type !== 'depth' && `${amountInWords(value.depth)} deep`,
    value.typical && 'typical',
    value.approximate && 'approximately',
    value.reference && 'for reference',
    value.basic && 'theoretically exact',
    value.tolerance === 'general' && 'general tolerance',
    ...(value.remarks ?? []).map((remark) => remark.toLowerCase()),
  ].filter((flag) => typeof flag === 'string')
  return [value.count && value.count > 1 ? `${value.count} × ${words}` : words, ...flags].join(', ')
}

function ownWords(value: Value): string {
  const size = amountInWords(value)
  switch (value.type) {
    case 'unknown':
      return ''
    case 'chamfer':
    case 'countersink':
      return [size, value.angle && amountInWords(value.angle)].filter(Boolean).join(' × ')
    case 'rectangle':
      return [size, value.length && amountInWords(value.length)].filter(Boolean).join(' × ')
    case 'spaced':
      return [size, value.length && `${amountInWords(value.length)} in all`].filter(Boolean).join(', ')
    case 'thread':
      return threadInWords(value)
    case 'frame':
      return (value.rows ?? []).map(frameInWords).join('; ')
    case 'surface':
      return surfaceInWords(value)
    case 'datum':
      return [`datum ${value.label ?? ''}`, ...(value.targets ?? [])].join(' ').trim()
    case 'balloon':
      return `item ${value.label ?? ''}`.trim()
    default:
      return size
  }
}

function amountInWords(amount: Amount): string {
  const { nominal, upper, lower, tolerance } = amount
  const unit = amount.unit ? UNITS[amount.unit] : ''
  const figure = figuresOf(amount)
  const span = (min: number, max: number) =>
    min === max ? `${figure(min)}${unit}` : `${figure(min)} … ${figure(max)}${unit}`
  if (amount.min !== undefined && amount.max !== undefined) return span(amount.min, amount.max)
  if (nominal === undefined) return ''
  if (tolerance === 'max') return `at most ${figure(nominal)}${unit}`
  if (tolerance === 'min') return `at least ${figure(nominal)}${unit}`
  if (upper !== undefined && lower !== undefined) return span(nominal + lower, nominal + upper)
  if (upper !== undefined) return `${figure(nominal)} up to ${figure(nominal + upper)}${unit}`
  if (lower !== undefined) return `${figure(nominal)} down to ${figure(nominal + lower)}${unit}`
  return `${figure(nominal)}${unit}`
}

/** As many figures behind the point as the finest of size and deviations has. */
function figuresOf({ decimals, upper, lower, max, min, nominal, fit, tolerance }: Amount) {
  const written = [upper, lower, max, min, decimals === undefined ? nominal : undefined].filter(
    (number) => number !== undefined,
  )
  const finest = Math.max(decimals ?? 0, ...written.map(decimalsOf))
  const places = fit && tolerance === 'fit' ? Math.max(FIT_DECIMALS, finest) : finest
  return (number: number) => number.toFixed(places)
}

const DECIMALS_MAX = 6

function decimalsOf(number: number): number {
  const rounded = String(Number(number.toFixed(DECIMALS_MAX)))
  return rounded.includes('.') ? rounded.length - rounded.indexOf('.') - 1 : 0
}

function threadInWords(value: Value): string {
  const { thread } = value
  if (!thread) return amountInWords(value)
  return [
    `${thread.standard}${thread.standard === 'M' ? '' : ' '}${thread.size}`,
    thread.pitch_mm && `pitch ${thread.pitch_mm} mm`,
    thread.turns_per_inch && `${thread.turns_per_inch} turns an inch`,
    thread.class && `class ${thread.class}`,
    thread.left_hand && 'left-hand',
    value.length && `${amountInWords(value.length)} long`,
  ]
    .filter(Boolean)
    .join(', ')
}

function frameInWords(row: FrameValue): string {
  const form = { cylinder: 'Ø', sphere: 'SØ', none: '' }[row.form ?? 'none']
  const zone = `${nameOf(row.symbol)} within ${form}${row.zone}${UNITS[row.unit]}`
  const datums = (row.datums ?? []).map(({ letters, modifiers = [] }) => [letters, ...modifiers].join(' '))
  return [
    [zone, row.per && `per ${row.per}`, ...(row.modifiers ?? [])].filter(Boolean).join(' '),
    datums.length > 0 && `to ${datums.join(', ')}`,
  ]
    .filter(Boolean)
    .join(' ')
}

function surfaceInWords({ surface }: Value): string {
  const roughness = (surface?.roughness ?? []).map(({ parameter, value, unit, lower, is_lower_bound }) => {
    const bound = is_lower_bound ? 'at least ' : lower === undefined ? 'at most ' : `${lower} … `
    return `${parameter ?? 'roughness'} ${bound}${value}${UNITS[unit]}`
  })
  return [...roughness, surface?.process].filter(Boolean).join(', ')
}

/** `total_runout` → `total runout` */
export function nameOf(word: string): string {
  return word.replaceAll('_', ' ')
}

/** Why somebody should look, each as a sentence's beginning. */
const DOUBTS: Record<Doubt, string> = {
  low_confidence: 'the reader was not sure of the text',
  sources_disagree: 'the file’s own text says something else',
  not_understood: 'the text was not understood',
  partly_understood: 'part of the text was not understood',
  tolerance_larger_than_size: 'the tolerance is as large as the size',
  upper_below_lower: 'the upper deviation lies below the lower one',
  one_deviation: 'only one deviation is written',
  limits_far_apart: 'the limits lie far apart',
  fit_unknown: 'ISO 286 has no such class at this size',
  fit_contradicted: 'the deviations are not those of the fit',
  first_figure_missing: 'millimetres do not begin with a point',
  size_of_nothing: 'the size is 0',
  larger_than_part: 'it is larger than the part',
  deeper_than_part: 'the hole is deeper than the part',
  count_absurd: 'the count cannot be',
  angle_beyond_turn: 'the angle is more than a full turn',
  sum_contradicted: 'the distances do not give their sum',
  sink_narrower_than_hole: 'what widens the hole is not wider than it',
  pitch_absurd: 'the pitch is too large for the thread',
  datum_of_form: 'a form tolerance has no datum',
  datum_missing: 'a datum is missing',
}

/**
 * A doubt as the beginning of a sentence, in lower case.
 *
 * @example
 * ```ts
 * import { doubtInWords } from 'draftlens/viewer'
 *
 * doubtInWords('upper_below_lower') // → 'the upper deviation lies below the lower one'
 * ```
 */
export function doubtInWords(doubt: Doubt): string {
  // An analysis of a later version may have reasons that this one does not know.
  return DOUBTS[doubt] ?? nameOf(doubt)
}
