// @ts-check
// What goes wrong with a GPU in a browser, and what a caller sees of it. Faults are made in the worker, beneath the
// engine: it runs the code that is shipped.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { case_bytes, cases, engine_in_node, engine_under_test } from './engine-page.mjs'
import { difference } from './pages/net-input.mjs'

/** @typedef {import('./engine-page.mjs').EngineGlobals} EngineGlobals */
/** @typedef {import('./engine-page.mjs').Page} Page */
/** @typedef {import('./engine-page.mjs').Worker} Worker */

const { page_with_engine } = engine_under_test()
/** Small: each device that is made anew compiles its kernels anew. */
const NET = 'conv_pointwise_8'
/** How often the device is destroyed; fewer for a quick look. */
const LOSSES = Number(process.env['DRAFTLENS_LOSSES'] ?? 100)
const SUMMED = 1000

/** The net of these tests on a device of the page's engine, as `net`. @param {Page} page @param {import('./engine-page.mjs').Device} device */
async function load(page, device) {
  const found = cases.find(({ name }) => name === NET)
  const run = found?.runs[0]
  assert.ok(found && run)
  await page.evaluate(load_net, { model: found.model, shape: run.input, device })
  const [start, end] = run.answer.map((place) => case_bytes.byteOffset + place)
  return new Float32Array(case_bytes.buffer.slice(start, end))
}

/** Runs in the browser. @param {{model: [number, number], shape: number[], device: import('./engine-page.mjs').Device}} what */
async function load_net({ model, shape, device }) {
  const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
  const bytes = await (await fetch('/cases/cases.bin')).arrayBuffer()
  const net = await engine.load({ bytes: bytes.slice(...model) }, { device })
  Object.assign(globalThis, { run: () => net.run(input_of(shape), shape) })
}

/** @param {Page} page */
async function run(page) {
  const { data, backend } = await page.evaluate(async () => {
    const { run } = /** @type {{run: () => Promise<import('./engine-page.mjs').NetAnswer>}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const { data, backend } = await run()
    return { data: [...data], backend }
  })
  return { data, backend }
}

/** Lets `globalThis.losses` devices be destroyed, each right after a submit. @param {Worker} worker */
function make_devices_lose(worker) {
  return worker.evaluate(() => {
    const global = /** @type {any} */ (globalThis)
    global.losses = 0
    const { requestDevice } = global.GPUAdapter.prototype
    const { submit } = global.GPUQueue.prototype
    /** @type {any} */
    let current
    global.GPUAdapter.prototype.requestDevice = async function (/** @type {unknown[]} */ ...args) {
      current = await requestDevice.apply(this, args)
      return current
    }
    global.GPUQueue.prototype.submit = function (/** @type {unknown[]} */ ...args) {
      submit.apply(this, args)
      if (global.losses > 0) {
        global.losses--
        current.destroy()
      }
    }
  })
}

/** @param {Worker} worker @param {number} losses */
function lose(worker, losses) {
  return worker.evaluate((losses) => Object.assign(globalThis, { losses }), losses)
}

test('a device that is destroyed in the middle of a run is replaced, each time, and the answer stays the same', async () => {
  const { page, worker } = await page_with_engine()
  await make_devices_lose(worker)
  await load(page, 'webgpu')
  const first = await run(page)
  assert.equal(first.backend.name, 'webgpu', first.backend.why)
  for (let i = 0; i < LOSSES; i++) {
    await lose(worker, 1)
    const { data, backend } = await run(page)
    assert.equal(backend.name, 'webgpu', `loss ${i}: ${backend.why}`)
    assert.deepEqual(data, first.data, `loss ${i}`)
    assert.equal(await worker.evaluate(() => /** @type {any} */ (globalThis).losses), 0)
  }
})

test('a GPU that is lost again and again leaves the same request to the CPU, and says so', async () => {
  const { tolerance } = await engine_in_node()
  const { page, worker } = await page_with_engine()
  await make_devices_lose(worker)
  const expected = await load(page, 'webgpu')
  await run(page)
  await lose(worker, 1000)
  const { data, backend } = await run(page)
  assert.equal(backend.name, 'cpu')
  assert.match(backend.why, /lost/)
  assert.equal(difference(expected, data, SUMMED, tolerance), undefined)
})

test('a GPU that answers wrongly is found out, not asked again by the next page, and the CPU serves', async () => {
  const { tolerance } = await engine_in_node()
  const { page, worker, next_page } = await page_with_engine()
  await worker.evaluate(() => {
    const { prototype } = /** @type {any} */ (globalThis).GPUComputePassEncoder
    const { dispatchWorkgroups } = prototype
    prototype.dispatchWorkgroups = function (/** @type {number} */ x, /** @type {number[]} */ ...more) {
      dispatchWorkgroups.call(this, x - 1, ...more)
    }
  })
  const expected = await load(page, 'webgpu')
  const { data, backend } = await run(page)
  assert.equal(backend.name, 'cpu')
  assert.match(backend.why, /self-test/)
  assert.equal(difference(expected, data, SUMMED, tolerance), undefined)

  const later = await next_page()
  await load(later.page, 'webgpu')
  const answer = await run(later.page)
  assert.equal(answer.backend.name, 'cpu', 'its GPU would answer rightly, but it is not asked')
  assert.match(answer.backend.why, /self-test/)
})

test('where the GPU has no memory left, the CPU answers', async () => {
  const { tolerance } = await engine_in_node()
  const { page, worker } = await page_with_engine()
  await worker.evaluate(() => {
    const global = /** @type {any} */ (globalThis)
    const { createBuffer } = global.GPUDevice.prototype
    let is_ready = false
    global.GPUDevice.prototype.createBuffer = function (
      /** @type {{label?: string, size: number}} */ wanted,
    ) {
      const buffer = createBuffer.call(this, wanted)
      // What the browser reports when the driver has no more.
      if (is_ready && wanted.label === 'slot') {
        const error = new global.GPUOutOfMemoryError('no memory left')
        this.dispatchEvent(new global.GPUUncapturedErrorEvent('uncapturederror', { error }))
      }
      return buffer
    }
    global.end_memory = () => {
      is_ready = true
    }
  })
  const expected = await load(page, 'webgpu')
  await run(page)
  await worker.evaluate(() => /** @type {any} */ (globalThis).end_memory())
  await load(page, 'webgpu')
  const { data, backend } = await run(page)
  assert.equal(backend.name, 'cpu')
  assert.match(backend.why, /memory/)
  assert.equal(difference(expected, data, SUMMED, tolerance), undefined)
})
