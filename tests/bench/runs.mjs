// @ts-check
// Several engines measured fairly in one run, and what is kept of their times.

/**
 * @typedef {{where: 'chromium' | 'native', engine: string, model: string, threads: 1, n: number,
 *   median_ms: number, min_ms: number, max_ms: number, greatest_difference?: number}} Run
 * @typedef {{engine: string, model: string, link?: string, n: number, median_ms: number}} ColdStart
 * @typedef {{rounds: number, warm_ups?: number, most_ms?: number, until?: number}} Turns warm_ups: rounds that are not
 *   counted; most_ms: an engine that has used this up sits out the rounds that remain; until: of performance.now(), when
 *   all do
 */

/**
 * One engine after the other, round by round, so that a machine that slows down slows all of them. One that
 * fails is left out, and told. Where the time is up before any round counted, the one before counts.
 * @template {string} Engine
 * @param {Iterable<Engine>} engines @param {Turns} turns
 * @param {(engine: Engine) => Promise<number>} time
 * @returns {Promise<Map<Engine, number[]>>} milliseconds; every engine that has not failed has one at least
 */
export async function take_turns(
  engines,
  { rounds, warm_ups = 1, most_ms = Number.POSITIVE_INFINITY, until = Number.POSITIVE_INFINITY },
  time,
) {
  const counted = new Map([...engines].map((engine) => [engine, /** @type {number[]} */ ([])]))
  /** @type {Map<Engine, number>} */
  const used_ms = new Map()
  /** @type {Map<Engine, number>} */
  const latest_ms = new Map()
  for (let round = -warm_ups; round < rounds; round++) {
    for (const [engine, times] of counted) {
      const used = used_ms.get(engine) ?? 0
      if (used > most_ms && (round < 0 || times.length > 0)) continue
      if (used > 0 && performance.now() > until) {
        if (times.length === 0) times.push(latest_ms.get(engine) ?? Number.NaN)
        continue
      }
      try {
        const took_ms = await time(engine)
        if (round >= 0) times.push(took_ms)
        used_ms.set(engine, used + took_ms)
        latest_ms.set(engine, took_ms)
      } catch (error) {
        counted.delete(engine)
        console.error(`bench: ${engine} is left out: ${/** @type {Error} */ (error).message.split('\n')[0]}`)
      }
    }
  }
  return counted
}

/**
 * @param {'chromium' | 'native'} where @param {string} engine @param {string} model @param {number[]} times
 * @returns {Run}
 */
export function run_of(where, engine, model, times) {
  const [min_ms, max_ms] = [Math.min(...times), Math.max(...times)].map(to_tenth)
  return {
    ...{ where, engine, model, threads: 1, n: times.length },
    ...{ median_ms: median_of(times), min_ms: min_ms ?? Number.NaN, max_ms: max_ms ?? Number.NaN },
  }
}

/**
 * @param {string} engine @param {string} model @param {number[]} times @param {string} [link] none: the same machine
 * @returns {ColdStart}
 */
export function cold_start_of(engine, model, times, link) {
  return { engine, model, ...(link && { link }), n: times.length, median_ms: median_of(times) }
}

/**
 * Some time for so many tasks: what one leaves over is the others'.
 * @param {number} total_ms @param {number} tasks
 * @returns {() => number} when the next task must end, of performance.now()
 */
export function shares_of(total_ms, tasks) {
  const end = performance.now() + total_ms
  let left = tasks
  return () => performance.now() + Math.max(0, end - performance.now()) / Math.max(1, left--)
}

/** @param {number[]} values @returns {number} the upper one of two in the middle, to a tenth */
export function median_of(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return to_tenth(sorted[sorted.length >> 1] ?? Number.NaN)
}

/** @param {number} ms */
const to_tenth = (ms) => Number(ms.toFixed(1))
