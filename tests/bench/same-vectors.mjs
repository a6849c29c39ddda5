// @ts-check
// node tests/bench/same-vectors.mjs [--gpu N] [--webgpu N] FILE...: how alike a page's vectors are on the command line's CPU, in Chromium on
// the CPU, for the first N on the command line's GPU, and for the first N in Chromium on WebGPU; each against each other. On software
// adapters a page takes minutes of a core.
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { ask, native_cli } from '../../scripts/native-cli.mjs'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'

/** @typedef {{vector: number[], views: {vector: number[]}[]}} Line */

const { values, positionals: files } = parseArgs({
  options: { gpu: { type: 'string', default: '0' }, webgpu: { type: 'string', default: '0' } },
  allowPositionals: true,
})
if (files.length === 0) throw new Error('node tests/bench/same-vectors.mjs [--gpu N] [--webgpu N] FILE...')

/** @param {string} file @param {'cpu' | 'gpu'} device @returns {Promise<Line>} */
async function natively(file, device) {
  const { code, stdout, stderr } = await ask(native_cli(), ['embed', file, '--device', device])
  if (code !== 0) throw new Error(`${file}: ${stderr}${stdout}`)
  return JSON.parse(stdout)
}

/** @param {string} file @param {'cpu' | 'webgpu'} device @returns {Promise<Line>} */
async function in_chromium(file, device) {
  const line = await chromium.embed(file, { index: 0, device })
  if ('error' in line) throw new Error(`${file}: ${line.error.message}`)
  return line
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

const ways = [
  { way: 'command line, CPU', n: files.length, embed: (/** @type {string} */ file) => natively(file, 'cpu') },
  { way: 'Chromium, CPU', n: files.length, embed: (/** @type {string} */ file) => in_chromium(file, 'cpu') },
  {
    way: 'command line, GPU',
    n: Number(values.gpu),
    embed: (/** @type {string} */ file) => natively(file, 'gpu'),
  },
  {
    way: 'Chromium, WebGPU',
    n: Number(values.webgpu),
    embed: (/** @type {string} */ file) => in_chromium(file, 'webgpu'),
  },
]
/** Of each pair of ways, page by page. @type {Map<string, (number | undefined)[]>} */
const of_pairs = new Map()
const chromium = await package_in_chromium()
try {
  for (const [at, file] of files.entries()) {
    /** @type {{way: string, line: Line}[]} */
    const lines = []
    for (const { way, n, embed } of ways) if (at < n) lines.push({ way, line: await embed(file) })
    for (const [later, b] of lines.entries())
      for (const a of lines.slice(0, later)) {
        const pair = `${a.way} | ${b.way}`
        const alike = likeness(a.line, b.line)
        of_pairs.set(pair, [...(of_pairs.get(pair) ?? []), alike])
        console.error(`${basename(file)}: ${pair}: ${alike?.toFixed(7) ?? 'other views'}`)
      }
  }
} finally {
  await chromium.close()
}
console.log('| one | the other | pages | at 0.9999 and above | least |\n|---|---|---|---|---|')
for (const [pair, all] of of_pairs) {
  const least = Math.min(...all.map((one) => one ?? Number.NEGATIVE_INFINITY))
  const near = all.filter((one) => (one ?? 0) >= 0.9999).length
  console.log(`| ${pair} | ${all.length} | ${near} | ${least.toFixed(7)} |`)
}
