// @ts-check
// node tests/bench/search.mjs FILE [ROUNDS]: how long a search takes in Chromium, in an index of the example `made-up-index`.
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'

const [file, rounds = '30'] = process.argv.slice(2)
if (!file) throw new Error('node tests/bench/search.mjs FILE [ROUNDS]')

/**
 * Runs in the browser.
 * @param {{address: string, rounds: number}} what
 */
async function search_often({ address, rounds }) {
  /** @type {typeof import('../../npm/src/search/index.js')} */
  const { LocalIndex } = await import(`${location.origin}/draftlens/search.js`)
  const began = performance.now()
  const index = await LocalIndex.open(address, { assetBase: '/draftlens/' })
  const open_ms = performance.now() - began
  const { dim, ...model } = index.model
  const vector = () => Float32Array.from({ length: dim }, () => Math.random() - 0.5)
  const ways = {
    'sheet alone': {},
    'sheet and 3 views': { n_views: 3 },
    'with a filter on material and size': {
      n_views: 3,
      filter: [
        { facet: 'material', equals: 'S235JR' },
        { facet: 'largest_mm', at_most: 250 },
      ],
    },
    'every view of every drawing': { n_views: 3, thorough: true },
  }
  /** @type {Record<string, number[]>} */
  const millis = Object.fromEntries(Object.keys(ways).map((way) => [way, []]))
  for (let round = -3; round < rounds; round++) {
    for (const [way, { n_views = 0, ...options }] of Object.entries(
      /** @type {Record<string, {n_views?: number}>} */ (ways),
    )) {
      const views = Array.from({ length: n_views }, () => ({ vector: vector(), weight: 1 }))
      const asked = performance.now()
      await index.search({ model, dim, sheet: vector(), views }, options)
      if (round >= 0) millis[way]?.push(performance.now() - asked)
    }
  }
  return { size: index.size, open_ms, millis }
}

const chromium = await package_in_chromium()
try {
  const what = { address: chromium.address_of(file), rounds: Number(rounds) }
  const { size, open_ms, millis } = await chromium.page.evaluate(search_often, what)
  console.log(`${size} pages, opened in ${open_ms.toFixed(0)} ms; ${rounds} rounds, ways taking turns\n`)
  console.log('| way | median ms | fastest | slowest |\n|---|---|---|---|')
  for (const [way, times] of Object.entries(millis)) {
    const sorted = times.toSorted((a, b) => a - b)
    const shown = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)].map((ms) => ms?.toFixed(1))
    console.log(`| ${way} | ${shown.join(' | ')} |`)
  }
} finally {
  await chromium.close()
}
