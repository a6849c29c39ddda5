// @ts-check
// What a page fetches for each engine, models apart, as brotli 11.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from '../../../scripts/byte-budgets.mjs'
import { in_root } from '../../../scripts/project.mjs'
import { brotli } from './brotli.mjs'
import { ORT } from './chromium.mjs'

/** A page that only runs models. */
const OURS = ['engine.js', 'worker.js', 'draftlens_engine_relaxed_bg.wasm'].map((name) => `npm/dist/${name}`)

/** @param {string} rten the folder of its module */
export async function net_downloads(rten) {
  const ort = (/** @type {string[]} */ ...names) => names.map((name) => join(ORT, name))
  const peers = {
    'ort-wasm': ort('ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'),
    'ort-webgpu': ort('ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'),
    rten: ['rten.js', 'rten_bg.wasm'].map((name) => join(rten, name)),
  }
  const ours = measure({ 'draftlens-cpu, -webgpu': { what: 'the engine', brotli_bytes: 0, files: OURS } })
  // Ours are packed too before a browser asks for them.
  for (const path of OURS) await brotli(readFileSync(in_root(path)))
  const downloads = ours.map(({ name, brotli_bytes }) => ({ engine: name, brotli_bytes }))
  for (const [engine, paths] of Object.entries(peers)) {
    const packed = await Promise.all(paths.map((path) => brotli(readFileSync(path))))
    downloads.push({ engine, brotli_bytes: packed.reduce((sum, { length }) => sum + length, 0) })
  }
  return downloads
}
