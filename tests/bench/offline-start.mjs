// @ts-check
// How soon the field viewer shows its drawings: from a server to an empty cache, and from the device with the server dead.
// `node tests/bench/offline-start.mjs [RUNS]`; the two take turns, so that a busy machine is unfair to neither.
import { launch } from '../../scripts/chromium.mjs'
import { field_dist } from '../../scripts/project.mjs'
import { mortal_server } from '../browser/offline-site.mjs'

const runs = Number(process.argv[2] ?? 15)
const server = await mortal_server(field_dist)
const browser = await launch()

/** @param {import('playwright-core').BrowserContext} context @param {string} shown */
async function start(context, shown) {
  const page = await context.newPage()
  const before = performance.now()
  await page.goto(`${server.url}?read=off`)
  await page.locator(shown).first().waitFor()
  const took_ms = performance.now() - before
  await page.close()
  return took_ms
}

const stored = await browser.newContext()
const first = await stored.newPage()
await first.goto(`${server.url}?read=off`)
await first.locator('#state', { hasText: 'Works offline' }).waitFor({ timeout: 120_000 })
await first.click('#get')
await first.locator('#shelf li').nth(3).waitFor({ timeout: 120_000 })
await first.close()
// A tab that came from the server goes on asking it.
const second = await stored.newPage()
await second.goto(`${server.url}?read=off`)
await second.locator('#shelf li').first().waitFor()
/** From the device, each file hashed, and the same bytes without that. */
const serving = await second.evaluate(async (n) => {
  const url = 'draftlens/embedder.onnx'
  const cache = await caches.open((await caches.keys())[0] ?? '')
  const [key] = (await cache.keys()).filter((request) => request.url.endsWith(url))
  const median = (/** @type {number[]} */ all) => all.sort((a, b) => a - b)[all.length >> 1] ?? 0
  const timed = async (/** @type {() => Promise<Response | undefined>} */ get) => {
    const before = performance.now()
    await (await get())?.arrayBuffer()
    return performance.now() - before
  }
  const [hashed, plain] = [[0], [0]].map(() => /** @type {number[]} */ ([]))
  for (let at = 0; at < n; at++) {
    hashed?.push(await timed(() => fetch(url)))
    plain?.push(await timed(async () => key && (await cache.match(key))))
  }
  const bytes = (await (await fetch(url)).arrayBuffer()).byteLength
  return { bytes, through_the_worker_ms: median(hashed ?? []), out_of_the_cache_ms: median(plain ?? []) }
}, runs)
await second.close()

/** @type {{from_server: number[], from_device: number[]}} */
const starts = { from_server: [], from_device: [] }
for (let at = 0; at < runs; at++) {
  await server.start()
  const fresh = await browser.newContext()
  starts.from_server.push(await start(fresh, '#nothing'))
  await fresh.close()
  await server.kill()
  starts.from_device.push(await start(stored, '#shelf li'))
}
await browser.close()
await server.kill()

const [least, middle, most] = [0, runs >> 1, runs - 1]
for (const [name, all] of Object.entries(starts)) {
  all.sort((a, b) => a - b)
  const told = [all[middle], all[least], all[most]].map((ms) => Math.round(ms ?? 0))
  console.log(`${name.padEnd(12)} median ${told[0]} ms, ${told[1]} … ${told[2]}, n ${runs}`)
}
console.log(
  `${(serving.bytes / 1e6).toFixed(1)} MB: ${serving.through_the_worker_ms.toFixed(0)} ms through the worker and hashed, ` +
    `${serving.out_of_the_cache_ms.toFixed(0)} ms out of the cache`,
)
