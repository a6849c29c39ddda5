// @ts-check
// node tests/bench/embedding.mjs [--rounds 3] FILE...: what a page's vectors cost in Chromium on the CPU, by themselves and once the page
// was read, and whether they are the same ones.
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'
import { in_root } from '../../scripts/project.mjs'

/** @typedef {{read_ms: number, embed_ms: number, region_ms: number, sheet: number[], bytes: number}} Measured */

const { values, positionals: files } = parseArgs({
  options: { rounds: { type: 'string', default: '3' } },
  allowPositionals: true,
})
if (files.length === 0) throw new Error('node tests/bench/embedding.mjs [--rounds 3] FILE...')

/**
 * Runs in the browser, with nets that are loaded and have run once on another sheet.
 * @param {{address: string, other: string, reads: boolean}} what
 * @returns {Promise<Measured>}
 */
async function measure({ address, other, reads }) {
  /** @type {typeof import('draftlens')} */
  const { createAnalyzer } = await import(`${location.origin}/draftlens/index.js`)
  const analyzer = await createAnalyzer({ assetBase: '/draftlens/', device: 'cpu' })
  const page_of = async (/** @type {string} */ url) => {
    const page = (await analyzer.open(url)).page(0)
    await page.load()
    return page
  }
  const timed = async (/** @type {() => Promise<unknown>} */ work) => {
    const began = performance.now()
    await work()
    return performance.now() - began
  }
  const warm = await page_of(other)
  await analyzer.analyze(warm)
  await analyzer.embed(warm)
  const page = await page_of(address)
  const read_ms = reads ? await timed(() => analyzer.analyze(page)) : 0
  const embed_ms = await timed(() => analyzer.embed(page))
  const { sheet } = await analyzer.embed(page)
  const region = { x: 0, y: 0, width: page.info.width_px / 2, height: page.info.height_px / 2 }
  const region_ms = await timed(() => analyzer.embed(page, { region }))
  analyzer.dispose()
  const fetched = performance
    .getEntriesByType('resource')
    .filter(({ name }) => name.endsWith('embedder.onnx'))
  const bytes = fetched.reduce(
    (sum, one) => sum + /** @type {PerformanceResourceTiming} */ (one).decodedBodySize,
    0,
  )
  return { read_ms, embed_ms, region_ms, sheet, bytes }
}

/** @param {number[]} numbers */
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN

const rounds = Number(values.rounds)
const chromium = await package_in_chromium()
try {
  const other = chromium.address_of(in_root('demo/qa/samples/rpm_plate.png'))
  console.log(
    '| page | vectors, ms | reading, ms | vectors after reading, ms | then of a region, ms | the same |',
  )
  console.log('|---|---|---|---|---|---|')
  for (const file of files) {
    const address = chromium.address_of(file)
    /** @type {[Measured[], Measured[]]} */
    const [alone, after] = [[], []]
    for (let round = 0; round < rounds; round++) {
      // A fresh page has forgotten what the last one found.
      await chromium.page.reload()
      alone.push(await chromium.page.evaluate(measure, { address, other, reads: false }))
      await chromium.page.reload()
      after.push(await chromium.page.evaluate(measure, { address, other, reads: true }))
    }
    const is_same = alone[0]?.sheet.every((number, at) => number === after[0]?.sheet[at])
    const shown = [
      median(alone.map(({ embed_ms }) => embed_ms)),
      median(after.map(({ read_ms }) => read_ms)),
      median(after.map(({ embed_ms }) => embed_ms)),
      median(after.map(({ region_ms }) => region_ms)),
    ].map((ms) => ms.toFixed(0))
    console.log(`| ${basename(file)} | ${shown.join(' | ')} | ${is_same ? 'yes' : 'no'} |`)
  }
} finally {
  await chromium.close()
}
