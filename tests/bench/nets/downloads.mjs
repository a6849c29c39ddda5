// @ts-check
// What a page fetches for each engine, models apart, as brotli 11.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotli_size, measure } from '../../../scripts/byte-budgets.mjs'
import { test_out } from '../../../scripts/project.mjs'
import { ORT } from './chromium.mjs'

/** onnxruntime-web's files take minutes to compress: a size is kept by the file's hash. */
const KNOWN = join(test_out, 'bench-brotli.json')

/** A page that only runs models. */
const OURS = ['engine.js', 'worker.js', 'draftlens_engine_relaxed_bg.wasm'].map((name) => `npm/dist/${name}`)

/** @param {string} rten the folder of its module */
export function net_downloads(rten) {
  const ort = (/** @type {string[]} */ ...names) => names.map((name) => join(ORT, name))
  const peers = {
    'ort-wasm': ort('ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'),
    'ort-webgpu': ort('ort.webgpu.bundle.min.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'),
    rten: ['rten.js', 'rten_bg.wasm'].map((name) => join(rten, name)),
  }
  const ours = measure({ 'draftlens-cpu, -webgpu': { what: 'the engine', brotli_bytes: 0, files: OURS } })
  return [
    ...ours.map(({ name, brotli_bytes }) => ({ engine: name, brotli_bytes })),
    ...Object.entries(peers).map(([engine, paths]) => ({
      engine,
      brotli_bytes: paths.reduce((sum, path) => sum + known_brotli_size(path), 0),
    })),
  ]
}

/** @param {string} path */
function known_brotli_size(path) {
  /** @type {Record<string, number>} */
  const known = existsSync(KNOWN) ? JSON.parse(readFileSync(KNOWN, 'utf8')) : {}
  const bytes = readFileSync(path)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const size = known[hash] ?? brotli_size(bytes)
  mkdirSync(test_out, { recursive: true })
  writeFileSync(KNOWN, JSON.stringify({ ...known, [hash]: size }))
  return size
}
