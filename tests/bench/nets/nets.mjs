// @ts-check
// Nets in Chromium and natively: ours against the peers.
import { chromium_cold_starts, chromium_runs, with_engines } from './chromium.mjs'
import { net_downloads } from './downloads.mjs'
import { net_models } from './models.mjs'
import { native_runs } from './native.mjs'
import { rten_for_browsers } from './peers.mjs'

/** @typedef {'nets-chromium' | 'nets-native' | 'nets-cold-start'} NetPart */

/** @param {number} rounds @param {(part: NetPart) => boolean} is_wanted */
export async function nets(rounds, is_wanted) {
  const models = net_models()
  const wants_chromium = is_wanted('nets-chromium') || is_wanted('nets-cold-start')
  const in_chromium = wants_chromium ? await chromium_part(models, rounds, is_wanted) : NOTHING
  const native = is_wanted('nets-native') ? await native_runs(models, rounds) : []
  return { ...in_chromium, runs: [...in_chromium.runs, ...native] }
}

const NOTHING = { runs: [], cold_start: [], download: [] }

/** @param {import('./models.mjs').NetModel[]} models @param {number} rounds @param {(part: NetPart) => boolean} is_wanted */
async function chromium_part(models, rounds, is_wanted) {
  const rten = rten_for_browsers()
  return with_engines(rten, async (chromium) => ({
    runs: is_wanted('nets-chromium') ? await chromium_runs(chromium, models, rounds) : [],
    cold_start: is_wanted('nets-cold-start') ? await chromium_cold_starts(chromium, models, rounds) : [],
    download: is_wanted('nets-cold-start') ? net_downloads(rten) : [],
  }))
}
