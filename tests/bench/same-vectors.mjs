// @ts-check
// node tests/bench/same-vectors.mjs [--whole N] FILE...: how alike a page's vectors are in four places: on the command line's CPU and GPU, in
// Chromium on the CPU and on WebGPU, each against each other. Texts are found by the CPU of either; for the first N pages also by the GPUs
// themselves, which on software adapters takes a minute of a core a page. Fails where two are less alike than they must be.
import { basename, parse } from 'node:path'
import { parseArgs } from 'node:util'
import { ask, native_cli } from '../../scripts/native-cli.mjs'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'
import { is_of_one_device, likeness, vectors_on_both } from '../browser/vectors.mjs'

/** @typedef {import('../browser/vectors.mjs').Vectors} Vectors */

const WANTED = 0.9999

const { values, positionals: files } = parseArgs({
  options: { whole: { type: 'string', default: '0' } },
  allowPositionals: true,
})
if (files.length === 0) throw new Error('node tests/bench/same-vectors.mjs [--whole N] FILE...')
const whole = files.slice(0, Number(values.whole))

/** @param {string[]} files @param {string[]} options @returns {Promise<Vectors[]>} */
async function natively(files, ...options) {
  if (files.length === 0) return []
  const { code, stdout, stderr } = await ask(native_cli(), ['embed', ...files, '--jsonl', ...options])
  if (code !== 0) throw new Error(`${stderr}${stdout.slice(0, 1000)}`)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const pages = lines.filter(({ page }) => page === 0)
  if (!files.every((file, at) => parse(file).name === pages[at]?.id))
    throw new Error('The command line answered for other files than were asked.')
  return pages
}

/** @type {Map<string, Vectors[]>} */
const of_ways = new Map([
  ['command line, CPU', await natively(files, '--device', 'cpu')],
  ['command line, GPU', await natively(files, '--device', 'gpu', '--texts-on', 'cpu')],
  ['Chromium, CPU', []],
  ['Chromium, WebGPU', []],
  ['command line, all on the GPU', await natively(whole, '--device', 'gpu')],
  ['Chromium, all on WebGPU', []],
])
const chromium = await package_in_chromium()
try {
  for (const file of files) {
    const what = { base: '/draftlens/', address: chromium.address_of(file) }
    const { cpu, webgpu } = await chromium.page.evaluate(vectors_on_both, what)
    of_ways.get('Chromium, CPU')?.push(cpu)
    of_ways.get('Chromium, WebGPU')?.push(webgpu)
    console.error(basename(file))
  }
  for (const file of whole) {
    const line = await chromium.embed(file, { index: 0, device: 'webgpu' })
    if ('error' in line) throw new Error(`${file}: ${line.error.message}`)
    of_ways.get('Chromium, all on WebGPU')?.push(line)
  }
} finally {
  await chromium.close()
}

console.log(`| one | the other | pages | at ${WANTED} and above | least |\n|---|---|---|---|---|`)
const ways = [...of_ways]
for (const [later, [way, vectors]] of ways.entries())
  for (const [other, others] of ways.slice(0, later)) {
    const pairs = vectors.slice(0, others.length).map((one, at) => ({
      file: basename(files[at] ?? ''),
      alike: likeness(one, others[at] ?? one),
      is_of_one: is_of_one_device(one, others[at] ?? one),
    }))
    if (pairs.length === 0) continue
    for (const { file, alike, is_of_one } of pairs) {
      if ((alike ?? 0) < WANTED) console.error(`${file}: ${other} | ${way}: ${alike ?? 'other views'}`)
      if (is_of_one && way.includes('GPU') && other.includes('CPU'))
        console.error(`${file}: ${other} | ${way}: the CPU served both`)
    }
    const least = Math.min(...pairs.map(({ alike }) => alike ?? Number.NEGATIVE_INFINITY))
    const near = pairs.filter(({ alike }) => (alike ?? 0) >= WANTED).length
    if (near < pairs.length) process.exitCode = 1
    console.log(`| ${other} | ${way} | ${pairs.length} | ${near} | ${least.toFixed(7)} |`)
  }
