// @ts-check

/** Sums in another order differ by far less, and so do weights in f16. */
const MOST_DIFFERENCE = 0.01

/**
 * A wrong answer is not worth its time: true, and told, if an engine's is further off than rounding explains.
 * @param {string} engine @param {string} model @param {number | undefined} difference
 */
export function told_if_wrong(engine, model, difference) {
  if (difference === undefined || difference <= MOST_DIFFERENCE) return false
  console.error(`bench: ${engine} is left out: its answer to ${model} is off by ${difference}`)
  return true
}
