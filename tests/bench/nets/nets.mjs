// @ts-check
// Nets in Chromium and natively: ours against the peers.
import { shares_of } from '../runs.mjs'
import { chromium_cold_starts, chromium_runs, with_engines } from './chromium.mjs'
import { net_downloads } from './downloads.mjs'
import { net_models } from './models.mjs'
import { native_runs } from './native.mjs'
import { rten_for_browsers } from './peers.mjs'

/** @typedef {'nets-chromium' | 'nets-native' | 'nets-cold-start'} NetPart */

/** What each part does with every model: cold starts are timed twice. */
const TASKS = { 'nets-chromium': 1, 'nets-cold-start': 2, 'nets-native': 1 }

/** @param {{rounds: number, most_ms: number}} bounds @param {(part: NetPart) => boolean} is_wanted */
export async function nets({ rounds, most_ms }, is_wanted) {
  const models = net_models()
  const wants_chromium = is_wanted('nets-chromium') || is_wanted('nets-cold-start')
  const rten = wants_chromium ? rten_for_browsers() : ''
  // What must be built first is built now.
  const tasks = /** @type {NetPart[]} */ (Object.keys(TASKS))
    .filter(is_wanted)
    .reduce((sum, part) => sum + TASKS[part] * models.length, 0)
  const bounds = { rounds, until: shares_of(most_ms, tasks) }
  const in_chromium = wants_chromium ? await chromium_part(rten, models, bounds, is_wanted) : NOTHING
  const native = is_wanted('nets-native') ? await native_runs(models, bounds) : []
  return { ...in_chromium, runs: [...in_chromium.runs, ...native] }
}

const NOTHING = { runs: [], cold_start: [], download: [] }

/**
 * @param {string} rten @param {import('./models.mjs').NetModel[]} models @param {import('./chromium.mjs').Bounds} bounds
 * @param {(part: NetPart) => boolean} is_wanted
 */
async function chromium_part(rten, models, bounds, is_wanted) {
  // First, since it compresses what the others then wait for no more.
  const download = is_wanted('nets-cold-start') ? await net_downloads(rten) : []
  return with_engines(rten, async (chromium) => ({
    download,
    runs: is_wanted('nets-chromium') ? await chromium_runs(chromium, models, bounds) : [],
    cold_start: is_wanted('nets-cold-start') ? await chromium_cold_starts(chromium, models, bounds) : [],
  }))
}
