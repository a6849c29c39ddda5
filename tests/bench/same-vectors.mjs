// @ts-check
// node tests/bench/same-vectors.mjs [--gpu N] FILE...: how alike a page's vectors are on the command line's CPU, in Chromium on the CPU and,
// for the first N, on the command line's GPU. Slow: minutes of a core for some tens of pages.
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { ask, native_cli } from '../../scripts/native-cli.mjs'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'

/** @typedef {{vector: number[], views: {vector: number[]}[]}} Line */

const { values, positionals: files } = parseArgs({
  options: { gpu: { type: 'string', default: '0' } },
  allowPositionals: true,
})
if (files.length === 0) throw new Error('node tests/bench/same-vectors.mjs [--gpu N] FILE...')

/** @param {string} file @param {'cpu' | 'gpu'} device @returns {Promise<Line>} */
async function natively(file, device) {
  const { code, stdout, stderr } = await ask(native_cli(), ['embed', file, '--device', device])
  if (code !== 0) throw new Error(`${file}: ${stderr}${stdout}`)
  return JSON.parse(stdout)
}

/** @param {number[]} a @param {number[]} b */
function cosine(a, b) {
  const product = (/** @type {number[]} */ x, /** @type {number[]} */ y) =>
    x.reduce((sum, number, at) => sum + number * (y[at] ?? Number.NaN), 0)
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}

/** The least of sheet and views; none where one has other views than the other. @param {Line} a @param {Line} b */
function likeness(a, b) {
  if (a.views.length !== b.views.length) return undefined
  const views = a.views.map(({ vector }, at) => cosine(vector, b.views[at]?.vector ?? []))
  return Math.min(cosine(a.vector, b.vector), ...views)
}

const n_on_gpu = Number(values.gpu)
/** @type {Record<string, (number | undefined)[]>} */
const found = { 'Chromium, CPU': [], 'command line, GPU': [] }
const chromium = await package_in_chromium()
try {
  for (const [at, file] of files.entries()) {
    const here = await natively(file, 'cpu')
    const there = await chromium.embed(file, { index: 0, device: 'cpu' })
    if ('error' in there) throw new Error(`${file}: ${there.error.message}`)
    const shown = [likeness(here, there)]
    found['Chromium, CPU']?.push(shown[0])
    if (at < n_on_gpu) {
      shown.push(likeness(here, await natively(file, 'gpu')))
      found['command line, GPU']?.push(shown[1])
    }
    const words = shown.map((one) => one?.toFixed(7) ?? 'other views')
    console.log(`${basename(file)}: ${here.views.length} views, ${words.join(', ')}`)
  }
} finally {
  await chromium.close()
}
for (const [where, all] of Object.entries(found)) {
  const least = Math.min(...all.map((one) => one ?? Number.NEGATIVE_INFINITY))
  const near = all.filter((one) => (one ?? 0) >= 0.9999).length
  if (all.length > 0)
    console.log(`${where}: ${near} of ${all.length} pages at 0.9999 and above, the least ${least.toFixed(7)}`)
}
