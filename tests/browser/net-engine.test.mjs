// @ts-check
// The engine as a page uses it: loading, sharing, crashing, and what it says of itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { case_bytes, cases, engine_in_node, engine_under_test } from './engine-page.mjs'
import { difference } from './pages/net-input.mjs'

/** @typedef {import('./engine-page.mjs').EngineGlobals} EngineGlobals */
/** @typedef {import('draftlens').DraftlensError} DraftlensError */

const { page_with_engine } = engine_under_test()

test('a net of the package loads with its progress in bytes and runs under the strict policy', async () => {
  const { page, complaints } = await page_with_engine()
  const seen = await page.evaluate(async () => {
    const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
    /** @type {{done: number, total: number}[]} */
    const progress = []
    const net = await engine.load('detector', { device: 'cpu', onProgress: (step) => progress.push(step) })
    const { data, shape, backend } = await net.run(input_of([1, 1, 64, 96]), [1, 1, 64, 96])
    const plan = await net.plan([1, 1, 64, 96])
    return { progress: progress.at(-1), length: data.length, shape, backend, steps: plan.steps.length }
  })
  assert.equal(seen.progress?.done, seen.progress?.total)
  assert.deepEqual([seen.shape[0], ...seen.shape.slice(2)], [1, 16, 24])
  assert.equal(
    seen.length,
    seen.shape.reduce((product, size) => product * size),
  )
  assert.equal(seen.backend.name, 'cpu')
  assert.equal(seen.backend.why, 'asked for')
  assert.match(seen.backend.adapter, /relaxed simd/, 'this Chromium has it')
  assert.ok(seen.steps > 10)
  assert.deepEqual(complaints, [])
})

test('engines of a page share a worker, which ends with the last of them', async () => {
  const { page } = await page_with_engine()
  const seen = await page.evaluate(async () => {
    const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
    const runtime = '/npm/engine.js'
    const { createEngine } = await import(runtime)
    const other = await createEngine()
    const net = await other.load('reader', { device: 'cpu' })
    engine.dispose()
    const { data } = await net.run(input_of([1, 1, 32, 64]), [1, 1, 32, 64])
    const late = await engine.facts().catch((/** @type {DraftlensError} */ error) => error.code)
    const running = net.run(input_of([8, 1, 32, 512]), [8, 1, 32, 512])
    other.dispose()
    return {
      length: data.length,
      late,
      running: await running.catch((/** @type {DraftlensError} */ error) => error.code),
    }
  })
  assert.ok(seen.length > 0)
  assert.equal(seen.late, 'disposed')
  assert.equal(seen.running, 'disposed')
  for (const deadline = Date.now() + 30_000; page.workers().length > 0 && Date.now() < deadline; ) {
    await page.waitForTimeout(20)
  }
  assert.equal(page.workers().length, 0)
})

test('a crash fails the run that caused it; the next one has a fresh worker, with the net loaded again', async () => {
  const { page, worker } = await page_with_engine()
  await page.evaluate(async () => {
    const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
    const net = await engine.load('reader', { device: 'cpu' })
    Object.assign(globalThis, { run: () => net.run(input_of([1, 1, 32, 64]), [1, 1, 32, 64]) })
  })
  // As a trap of the module does: out of a callback, where no request of ours can catch it.
  await worker.evaluate(() => {
    addEventListener('message', () => {
      throw new WebAssembly.RuntimeError('unreachable')
    })
  })
  const seen = await page.evaluate(async () => {
    const { run } = /** @type {{run: () => Promise<{data: Float32Array}>}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const [crash, behind] = await Promise.allSettled([run(), run()])
    const failure = crash.status === 'rejected' ? /** @type {DraftlensError} */ (crash.reason) : undefined
    const { code, message } = failure ?? {}
    return { code, message, behind: behind.status, after: (await run()).data.length }
  })
  assert.equal(seen.code, 'crashed')
  assert.match(seen.message ?? '', /unreachable/)
  assert.equal(seen.behind, 'fulfilled', 'what waited behind the crash is answered by a fresh worker')
  assert.ok(seen.after > 0)
})

test('what is wrong with a model or an input is told by a code and in words', async () => {
  const { page } = await page_with_engine()
  const failures = await page.evaluate(async () => {
    const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
    /** @param {Promise<unknown>} work */
    const failure = (work) =>
      work.then(
        () => 'no failure',
        (/** @type {DraftlensError} */ error) => `${error.code}: ${error.message} ${error.hint}`,
      )
    const reader = await (await fetch('/npm/reader.onnx')).blob()
    const net = await engine.load('reader', { device: 'cpu' })
    const stopped = new AbortController()
    stopped.abort()
    return {
      damaged: await failure(engine.load({ bytes: new Uint8Array([1, 2, 3]) })),
      altered: await failure(engine.load({ bytes: reader, sha256: '00'.repeat(32) })),
      shape: await failure(net.run(input_of([1, 3, 32, 64]), [1, 3, 32, 64])),
      short: await failure(net.run(new Float32Array(5), [1, 1, 32, 64])),
      stopped: await failure(net.run(input_of([1, 1, 32, 64]), [1, 1, 32, 64], { signal: stopped.signal })),
    }
  })
  assert.match(failures.damaged, /^model-damaged: .*ONNX/)
  assert.match(failures.altered, /^model-altered: .*sha256/)
  assert.match(failures.shape, /^input-shape: /)
  assert.match(failures.short, /^input-shape: .*5 numbers/)
  assert.match(failures.stopped, /^cancelled: /)
})

test('a model that is missing, or a web page in its place, is an asset error with address and first bytes', async () => {
  const { page } = await page_with_engine()
  const answers = [
    { status: 404, contentType: 'text/html', body: '<!DOCTYPE html><title>404</title>' },
    { status: 200, contentType: 'application/octet-stream', body: '<!DOCTYPE html>' },
  ]
  for (const answer of answers) {
    await page.route('**/*.onnx', (route) => route.fulfill(answer), { times: 1 })
    const error = await page.evaluate(async () => {
      const { engine } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
      const failure = await engine.load('detector', { device: 'cpu' }).catch((error) => error)
      const { code, url, status, message } = /** @type {DraftlensError} */ (failure)
      return { code, url, status, message }
    })
    assert.equal(error.code, 'asset-missing')
    assert.match(error.url ?? '', /detector\.onnx$/)
    assert.equal(error.status, answer.status)
    assert.match(error.message, /<!DOCTYPE html>/)
  }
})

test('the backend is chosen by measuring, remembered for the next page, and told with each answer', async () => {
  const { tolerance } = await engine_in_node()
  const { page, next_page } = await page_with_engine()
  const found = cases.find(({ name }) => name === 'model_separable_reader')
  const run = found?.runs[0]
  assert.ok(found && run)
  const [start, end] = run.answer.map((place) => case_bytes.byteOffset + place)
  const expected = new Float32Array(case_bytes.buffer.slice(start, end))
  const what = { model: found.model, shape: run.input }
  const first = await page.evaluate(run_until_measured, what)
  assert.equal(first.at_once.name, 'cpu', 'nobody waits for the GPU')
  assert.match(first.at_once.why, /not ready/)
  assert.match(first.settled.why, /measured here: .* on the CPU/)
  assert.equal(difference(expected, first.data, 1000, tolerance), undefined)

  const later = await next_page()
  const second = await later.page.evaluate(run_until_measured, what)
  assert.match(second.settled.why, /measured here before/)
  assert.equal(second.settled.name, first.settled.name)
})

/** Runs in the browser. @param {{model: [number, number], shape: number[]}} what */
async function run_until_measured({ model, shape }) {
  const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
  const bytes = (await (await fetch('/cases/cases.bin')).arrayBuffer()).slice(...model)
  const net = await engine.load({ bytes }, { device: 'auto', typicalShape: shape })
  const at_once = (await net.run(input_of(shape), shape)).backend
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; ) {
    const { backend, data } = await net.run(input_of(shape), shape)
    if (/measured/.test(backend.why)) return { at_once, settled: backend, data: [...data] }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`Nothing was measured: ${at_once.why}`)
}
