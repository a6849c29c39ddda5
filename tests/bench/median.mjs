// @ts-check

/** @param {number[]} values @returns {number} the upper one of two in the middle, to a tenth */
export function median_of(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return Number((sorted[sorted.length >> 1] ?? Number.NaN).toFixed(1))
}
