// @ts-check
// Runs in the browser: every engine behind one face, and the inputs that they all get.
import { on_device } from './draftlens.mjs'
import { in_worker } from './in-worker.mjs'

/**
 * @typedef {import('./in-worker.mjs').Net} Net
 * @typedef {import('./in-worker.mjs').Subject} Subject
 */

/** @type {Record<string, (subject: Subject) => Promise<Net>>} */
const ENGINES = {
  'draftlens-cpu': (subject) => on_device('cpu', subject),
  'draftlens-webgpu': (subject) => on_device('webgpu', subject),
  'ort-wasm': (subject) => in_worker('./ort-worker.mjs', 'wasm', subject),
  'ort-webgpu': (subject) => in_worker('./ort-worker.mjs', 'webgpu', subject),
  rten: (subject) => in_worker('./rten-worker.mjs', 'rten', subject),
  'no-engine': (subject) => in_worker('./no-engine-worker.mjs', 'no-engine', subject),
}

/** @param {string} engine @param {Subject} subject @returns {Promise<Net>} */
export function prepare(engine, subject) {
  const make = ENGINES[engine]
  if (make === undefined) throw new Error(`there is no engine ${engine}`)
  return make(subject)
}

/** The same numbers as natively and in Python, between −1 and 1. @param {number[]} shape */
export function input_of(shape) {
  const numbers = new Float32Array(shape.reduce((len, size) => len * size, 1))
  return numbers.map((_, i) => (((7919 * i + 13) % 2003) - 1001) / 1001)
}
