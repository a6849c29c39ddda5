// @ts-check
// From navigation to a drawing's first tile with nothing in the cache: what a person waits for the first time.
import { median_of } from './median.mjs'

/**
 * @typedef {import('./bench.mjs').Engine} Engine
 * @typedef {{engine: Engine, model: string, n: number, median_ms: number}} ColdStart
 */

/**
 * @param {import('playwright-core').Browser} browser @param {string} url
 * @param {{engine: Engine, model: string, address: string, dpi: number | undefined}[]} starts @param {number} n
 * @returns {Promise<ColdStart[]>}
 */
export async function cold_starts(browser, url, starts, n) {
  const times = starts.map(() => /** @type {number[]} */ ([]))
  for (let round = 0; round < n; round++) {
    for (const [i, { engine, address, dpi }] of starts.entries()) {
      // A context of its own has a cache of its own.
      const context = await browser.newContext({ bypassCSP: engine !== 'draftlens' })
      try {
        const page = await context.newPage()
        await page.goto(url)
        times[i]?.push(await page.evaluate(first_tile, { engine, address, dpi }))
      } catch (error) {
        if (round === 0) console.error(`bench: no cold start of ${engine}: ${String(error).split('\n')[0]}`)
      } finally {
        await context.close()
      }
    }
  }
  return starts
    .map(({ engine, model }, i) => ({
      engine,
      model,
      n: times[i]?.length ?? 0,
      median_ms: median_of(times[i] ?? []),
    }))
    .filter((start) => start.n > 0)
}

/** Runs in the browser; its clock starts at the navigation. @param {{engine: Engine, address: string, dpi: number | undefined}} what */
async function first_tile({ engine, address, dpi }) {
  const { prepare } = await import(`${location.origin}/engines/${engine}.mjs`)
  const [opener, response] = await Promise.all([prepare(), fetch(address)])
  await opener.open(new Uint8Array(await response.arrayBuffer()), dpi)
  return performance.now()
}
