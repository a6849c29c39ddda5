// @ts-check
// The engines of the browser, each in a worker of one thread, taking turns in one page.
import { package_in_chromium } from '../../../scripts/package-in-chromium.mjs'
import { in_root } from '../../../scripts/project.mjs'
import { in_fresh_profile } from '../fresh-profile.mjs'
import { cold_start_of, run_of, take_turns } from '../runs.mjs'
import { told_if_wrong } from './answers.mjs'
import { brotli } from './brotli.mjs'
import { linked } from './link.mjs'

export const ORT = in_root('node_modules/onnxruntime-web/dist')
const ON_CPU = ['draftlens-cpu', 'ort-wasm', 'rten']
const ON_GPU = ['draftlens-webgpu', 'ort-webgpu']
const ENGINES = [...ON_CPU, ...ON_GPU]
/** Fetches the model, and no more: what is left of a cold start when an engine costs nothing. */
const NO_ENGINE = 'no-engine'
const REFERENCE = 'ort-wasm'
/** V8 optimises what has run a while. */
const WARM_UPS = 3
/** A software adapter takes half a minute for one answer. */
const MOST_MS_PER_ENGINE = 10_000
const MOST_COLD_STARTS = 7
/** The smallest: for the others a software adapter takes minutes, and tells nothing more. */
const STARTED_ON_WEBGPU = 'embedding'
/** A good line at home, or a phone. */
const LINK = { megabits_per_second: 50, round_trip_ms: 20 }

/**
 * @typedef {import('./models.mjs').NetModel} NetModel
 * @typedef {Awaited<ReturnType<typeof package_in_chromium>>} Chromium
 */

/**
 * Starts the browser with everything in reach; `work` gets it.
 * @template T
 * @param {string} rten the folder of its module @param {(chromium: Chromium) => Promise<T>} work
 */
export async function with_engines(rten, work) {
  const mounts = { '/engines/': in_root('tests/bench/nets/engines'), '/ort/': ORT, '/rten/': rten }
  const chromium = await package_in_chromium({ mounts, brotli })
  try {
    return await work(chromium)
  } finally {
    await chromium.close()
  }
}

/** @typedef {{rounds: number, until: () => number}} Bounds until: when the next model's turn ends, of performance.now() */

/** @param {Chromium} chromium @param {NetModel[]} models @param {Bounds} bounds */
export async function chromium_runs({ browser, url, address_of }, models, { rounds, until }) {
  // The peers do not live under our policy.
  return in_fresh_profile(browser, { bypassCSP: true }, async (page) => {
    await page.goto(url)
    const runs = []
    for (const { name, file, shape } of models) {
      console.error(`bench: ${name} in Chromium`)
      const ready = await load_all(page, name, address_of(file), shape)
      const turns = { rounds, warm_ups: WARM_UPS, most_ms: MOST_MS_PER_ENGINE, until: until() }
      // Apart, or the time is up with a software adapter's first turn, before the CPU's engines are warm.
      for (const group of [ON_CPU, ON_GPU]) {
        const engines = group.filter((engine) => ready.includes(engine))
        const times = await take_turns(engines, turns, (engine) => in_page(page, 'run', engine))
        for (const [engine, millis] of times) {
          const difference = await in_page(page, 'difference', engine, REFERENCE)
          if (told_if_wrong(engine, name, difference)) continue
          runs.push({ ...run_of('chromium', engine, name, millis), greatest_difference: difference })
        }
      }
      await in_page(page, 'unload')
    }
    return runs
  })
}

/** Those that can run the model. @param {import('playwright-core').Page} page @param {string} name @param {string} address @param {number[]} shape */
async function load_all(page, name, address, shape) {
  const ready = []
  for (const engine of ENGINES) {
    try {
      await in_page(page, 'load', engine, address, shape)
      ready.push(engine)
    } catch (error) {
      console.error(
        `bench: ${engine} cannot load ${name}: ${/** @type {Error} */ (error).message.split('\n')[0]}`,
      )
    }
  }
  return ready
}

/**
 * From navigation to the first answer with nothing in the cache: files from this machine, and over a link of a stated speed.
 * @param {Chromium} chromium @param {NetModel[]} models @param {Bounds} bounds
 */
export async function chromium_cold_starts(chromium, models, bounds) {
  const link = await linked(chromium.url, LINK)
  const words = `${LINK.megabits_per_second} Mbit/s, ${LINK.round_trip_ms} ms`
  try {
    const near = await cold_starts(chromium, chromium.url, undefined, models, bounds)
    return [...near, ...(await cold_starts(chromium, link.url, words, models, bounds))]
  } finally {
    await link.close()
  }
}

/**
 * @param {Chromium} chromium @param {string} url @param {string | undefined} link in words
 * @param {NetModel[]} models @param {Bounds} bounds
 */
async function cold_starts({ browser, address_of }, url, link, models, { rounds, until }) {
  const starts = []
  for (const { name, file, shape } of models) {
    console.error(`bench: cold starts of ${name}${link ? `, ${link}` : ''}`)
    const turns = { rounds: Math.min(rounds, MOST_COLD_STARTS), most_ms: MOST_MS_PER_ENGINE, until: until() }
    const engines = [...(name === STARTED_ON_WEBGPU && !link ? ENGINES : ON_CPU), NO_ENGINE]
    // The round that is not counted lets the server find its compressed files.
    const times = await take_turns(engines, turns, (engine) =>
      in_fresh_profile(browser, { bypassCSP: true }, async (page) => {
        const asked = new URLSearchParams({ engine, model: address_of(file), shape: shape.join() })
        await page.goto(`${url}engines/cold-start.html?${asked}`)
        return page.evaluate(first_answer)
      }),
    )
    for (const [engine, millis] of times) starts.push(cold_start_of(engine, name, millis, link))
  }
  return starts
}

/** A function of bench-page.mjs, called in the page. @param {import('playwright-core').Page} page @param {string} name @param {unknown[]} args */
const in_page = (page, name, ...args) => page.evaluate(call, { name, args })

/** Runs in the browser. @param {{name: string, args: unknown[]}} what */
async function call({ name, args }) {
  return (await import(`${location.origin}/engines/bench-page.mjs`))[name](...args)
}

/** Runs in the browser. @returns {Promise<number>} */
function first_answer() {
  return /** @type {Record<string, any>} */ (globalThis)['first_answer']
}
