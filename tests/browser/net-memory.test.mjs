// @ts-check
// Runs in a row leave nothing behind: not in the module's memory, not on the GPU, not in JavaScript.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases, engine_under_test } from './engine-page.mjs'

/** @typedef {import('./engine-page.mjs').EngineGlobals} EngineGlobals */
/** @typedef {import('./engine-page.mjs').Page} Page */

const { page_with_engine } = engine_under_test()
const NET = cases.find(({ name }) => name === 'model_separable_reader')
const RUNS = 1000
/** What a heap of some megabytes is off by from one look to the next. */
const HEAP_SLACK_BYTES = 300_000

for (const device of /** @type {const} */ (['cpu', 'webgpu'])) {
  test(`${RUNS} runs in a row on ${device} take no more memory than the first 50`, async () => {
    assert.ok(NET?.runs[0])
    const { page } = await page_with_engine()
    const heap_bytes = await watch_heap(page)
    const what = { model: NET.model, shape: NET.runs[0].input, device }
    await page.evaluate(load_net, what)
    const memory = async (/** @type {number} */ runs) => {
      const facts = await page.evaluate(run_often, runs)
      return { ...facts, heap_bytes: await heap_bytes() }
    }
    const before = await memory(50)
    const after = await memory(RUNS)
    assert.equal(after.backend, device)
    assert.equal(after.wasm_bytes, before.wasm_bytes)
    assert.deepEqual(after.gpu, before.gpu)
    assert.ok(before.heap_bytes > 0)
    assert.ok(
      after.heap_bytes - before.heap_bytes < HEAP_SLACK_BYTES,
      `${before.heap_bytes} bytes of JavaScript became ${after.heap_bytes}`,
    )
  })
}

/**
 * JavaScript's own in the page's worker, after its garbage is collected: only the debugger tells that of a worker.
 * @param {Page} page
 */
async function watch_heap(page) {
  const session = await page.context().newCDPSession(page)
  const attached = new Promise((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId)
    })
  })
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  })
  const sessionId = await attached
  let last_id = 0
  /** @param {string} method @returns {Promise<any>} */
  const ask = (method) => {
    const id = ++last_id
    return new Promise((resolve) => {
      const hear = (/** @type {{message: string}} */ { message }) => {
        const answer = JSON.parse(message)
        if (answer.id !== id) return
        session.off('Target.receivedMessageFromTarget', hear)
        resolve(answer.result)
      }
      session.on('Target.receivedMessageFromTarget', hear)
      void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
    })
  }
  return async () => {
    await ask('HeapProfiler.collectGarbage')
    return Number((await ask('Runtime.getHeapUsage')).usedSize)
  }
}

/** Runs in the browser. @param {{model: [number, number], shape: number[], device: import('./engine-page.mjs').Device}} what */
async function load_net({ model, shape, device }) {
  const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
  const bytes = (await (await fetch('/cases/cases.bin')).arrayBuffer()).slice(...model)
  const net = await engine.load({ bytes }, { device })
  Object.assign(globalThis, { run: () => net.run(input_of(shape), shape) })
}

/** Runs in the browser. @param {number} runs */
async function run_often(runs) {
  const { engine, run } =
    /** @type {EngineGlobals & {run: () => Promise<import('./engine-page.mjs').NetAnswer>}} */ (
      /** @type {unknown} */ (globalThis)
    )
  let backend = ''
  for (let i = 0; i < runs; i++) backend = (await run()).backend.name
  const { memory } = await engine.facts()
  return { backend, wasm_bytes: memory.wasm_bytes, gpu: memory.gpu }
}
