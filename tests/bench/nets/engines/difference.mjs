// @ts-check
// Runs in the browser and here.

/**
 * The greatest difference of two answers over the largest number of the second; undefined without a second one.
 * @param {Float32Array | undefined} answer @param {Float32Array | undefined} reference
 */
export function greatest_difference(answer, reference) {
  if (reference === undefined) return undefined
  if (answer?.length !== reference.length) return Number.POSITIVE_INFINITY
  let [greatest, largest] = [0, 0]
  for (const [i, expected] of reference.entries()) {
    const off = Math.abs((answer[i] ?? Number.NaN) - expected)
    if (!(off <= greatest)) greatest = Number.isNaN(off) ? Number.POSITIVE_INFINITY : off
    largest = Math.max(largest, Math.abs(expected))
  }
  return Number((greatest / (largest || 1)).toPrecision(2))
}
