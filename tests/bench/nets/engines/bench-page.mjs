// @ts-check
// Runs in the browser: what chromium.mjs asks of the page, one engine after the other.
import { greatest_difference } from './difference.mjs'
import { input_of, prepare } from './engines.mjs'

/** @type {Map<string, {net: import('./engines.mjs').Net, input: Float32Array, answer?: Float32Array}>} */
const loaded = new Map()

/** @param {string} engine @param {string} address @param {number[]} shape */
export async function load(engine, address, shape) {
  loaded.set(engine, { net: await prepare(engine, { address, shape }), input: input_of(shape) })
}

/** @param {string} engine @returns {Promise<number>} milliseconds, from the page and back to it */
export async function run(engine) {
  const subject = loaded.get(engine)
  if (subject === undefined) throw new Error(`${engine} is not loaded`)
  const began = performance.now()
  subject.answer = await subject.net.run(subject.input)
  return performance.now() - began
}

/** @param {string} engine @param {string} reference */
export function difference(engine, reference) {
  return greatest_difference(loaded.get(engine)?.answer, loaded.get(reference)?.answer)
}

export function unload() {
  for (const { net } of loaded.values()) net.close()
  loaded.clear()
}
