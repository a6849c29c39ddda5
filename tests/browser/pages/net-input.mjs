// @ts-check
// Runs in the browser and beside it.

/** The same numbers as in crate/net/tests/cases/make-cases.py. @param {readonly number[]} shape */
export function input_of(shape) {
  const length = shape.reduce((product, size) => product * size, 1)
  return Float32Array.from({ length }, (_, index) => (((7919 * index + 13) % 2003) - 1001) / 1001)
}

/** @typedef {(summed: number, largest: number) => number} Tolerance */

/**
 * The first number that is further off than it may be, in words; nothing where all are near.
 * @param {ArrayLike<number>} expected @param {ArrayLike<number>} actual @param {number} summed products of the longest sum
 * @param {Tolerance} tolerance
 */
export function difference(expected, actual, summed, tolerance) {
  if (expected.length !== actual.length) return `${actual.length} numbers, not ${expected.length}`
  const largest = Array.from(expected).reduce((largest, number) => Math.max(largest, Math.abs(number)), 0)
  const most = tolerance(summed, largest)
  for (let index = 0; index < expected.length; index++) {
    const [wanted, got] = [Number(expected[index]), Number(actual[index])]
    // Written so that NaN is not near anything.
    if (!(Math.abs(wanted - got) <= most)) return `element ${index} is ${got}, not ${wanted} (within ${most})`
  }
  return undefined
}
