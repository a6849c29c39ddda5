import type { Value } from 'draftlens'

export interface Limits {
  min?: number
  max?: number
}

/** What binary fractions add to a sum of decimals. */
const DECIMALS = 9

/** Between which a measured size is good; none where the drawing does not say it. */
export function limitsOf(value: Value | undefined): Limits | undefined {
  if (!value || value.reference) return undefined
  const { nominal, upper, lower, tolerance } = value
  const stated = (limit: number | undefined, deviation: number | undefined) =>
    limit ?? (nominal !== undefined && deviation !== undefined ? sum(nominal, deviation) : undefined)
  const max = tolerance === 'max' ? nominal : stated(value.max, upper)
  const min = tolerance === 'min' ? nominal : stated(value.min, lower)
  if (min === undefined && max === undefined) return undefined
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

/** How far out, negative where too small; 0 where good. */
export function excess(measured: number, { min, max }: Limits): number {
  if (max !== undefined && measured > max) return sum(measured, -max)
  if (min !== undefined && measured < min) return sum(measured, -min)
  return 0
}

/** As people type: with a comma or a point. Nothing where it is no number. */
export function typedNumber(typed: string): number | undefined {
  const number = Number(typed.trim().replace(',', '.'))
  return typed.trim() === '' || !Number.isFinite(number) ? undefined : number
}

function sum(one: number, other: number): number {
  return Number((one + other).toFixed(DECIMALS))
}
