// @ts-check
// A run that nobody wants any more ends, and the worker is free for the next one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engine_under_test } from './engine-page.mjs'

/** @typedef {import('./engine-page.mjs').EngineGlobals} EngineGlobals */

const { page_with_engine } = engine_under_test()
/** Of the detector: tens of milliseconds on the CPU, a second on a software adapter, and some milliseconds for one operator. */
const SHAPES = { cpu: [1, 1, 512, 512], webgpu: [1, 1, 256, 256] }

for (const device of /** @type {const} */ (['cpu', 'webgpu'])) {
  test(`a run on ${device} is cancelled, and the worker answers again within 100 ms`, async () => {
    const { page } = await page_with_engine()
    const { codes, latencies_ms, after } = await page.evaluate(cancel_runs, { device, shape: SHAPES[device] })
    assert.deepEqual(codes, Array(5).fill('cancelled'))
    const median_ms = latencies_ms.sort((a, b) => a - b)[2] ?? Number.NaN
    assert.ok(median_ms < 100, `${latencies_ms.map((ms) => ms.toFixed())} ms`)
    assert.ok(after > 0, 'the net goes on')
  })
}

/** Runs in the browser. @param {{device: import('./engine-page.mjs').Device, shape: number[]}} what */
async function cancel_runs({ device, shape }) {
  const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
  const net = await engine.load('detector', { device })
  const small = [1, 1, 32, 32]
  await net.run(input_of(small), small)
  const input = input_of(shape)
  const codes = []
  const latencies_ms = []
  for (let tries = 0; codes.length < 5 && tries < 50; tries++) {
    const stop = new AbortController()
    let ended = false
    const outcome = net
      .run(input, shape, { signal: stop.signal })
      .then(
        () => 'answered',
        (/** @type {import('draftlens').DraftlensError} */ error) => error.code,
      )
      .finally(() => {
        ended = true
      })
    await new Promise((resolve) => setTimeout(resolve, 10))
    // A timer that came late on a busy machine found nothing left to cancel.
    if (ended) continue
    const asked = performance.now()
    stop.abort()
    codes.push(await outcome)
    // The caller knows at once; that the work has ended shows when the worker answers something else.
    await engine.facts()
    latencies_ms.push(performance.now() - asked)
  }
  const { data } = await net.run(input_of(small), small)
  return { codes, latencies_ms, after: data.length }
}
