// @ts-check
// The engine's two builds, with relaxed SIMD and without: both answer rightly, and neither hides what is no number.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { case_bytes, cases, engine_in_node, engine_under_test } from './engine-page.mjs'
import { difference } from './pages/net-input.mjs'

/** @typedef {import('./engine-page.mjs').EngineGlobals} EngineGlobals */
/** @typedef {import('./engine-page.mjs').Page} Page */

const { page_with_engine } = engine_under_test()
const BUILDS = /** @type {const} */ (['relaxed simd', 'simd'])
/** More than the longest sum of any case has. */
const SUMMED = 1000
/** Cases that compare numbers, where a NaN gets lost most easily. */
const COMPARING = /^(activation|conv_then|depthwise_then|residual_then|pool_max|pool_global_max|softmax)/

/** A page in a browser with relaxed SIMD, or in one that seems to have none. @param {typeof BUILDS[number]} simd */
async function page_with(simd) {
  const { page } = await page_with_engine(async (page) => {
    if (simd === 'simd') await page.addInitScript(() => Object.assign(WebAssembly, { validate: () => false }))
  })
  const facts = await page.evaluate(() =>
    /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis)).engine.facts(),
  )
  assert.equal(facts.simd, simd)
  return page
}

for (const simd of BUILDS) {
  test(`a NaN or an infinity is an error in the build with ${simd}, whatever comes after it`, async () => {
    const page = await page_with(simd)
    const codes = await page.evaluate(run_on_faults, cases)
    const hidden = codes.filter(
      ({ name, fault, code }) =>
        code !== 'not-finite' && (fault === 'all NaN' || (fault === 'one NaN' && COMPARING.test(name))),
    )
    assert.deepEqual(hidden, [])
    const overflow = codes.find(({ name, fault }) => name === 'activation_exp' && fault === 'large')
    assert.equal(overflow?.code, 'not-finite')
  })
}

test('the build with relaxed SIMD rounds otherwise than the one without, and both are right', async () => {
  const { tolerance } = await engine_in_node()
  const found = cases.find(({ name }) => name === 'model_plain_detector')
  const run = found?.runs[0]
  assert.ok(found && run)
  const [start, end] = run.answer.map((place) => case_bytes.byteOffset + place)
  const expected = new Float32Array(case_bytes.buffer.slice(start, end))
  /** @type {number[][]} */
  const answers = []
  for (const simd of BUILDS) {
    const page = await page_with(simd)
    /** @type {number[]} */
    const answer = await page.evaluate(run_case, { model: found.model, shape: run.input })
    assert.equal(difference(expected, answer, SUMMED, tolerance), undefined, simd)
    answers.push(answer)
  }
  // Were they the same, one would stand in the other's place.
  assert.notDeepEqual(answers[0], answers[1])
})

/** Runs in the browser. @param {import('./engine-page.mjs').Case[]} cases */
async function run_on_faults(cases) {
  const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
  const bytes = await (await fetch('/cases/cases.bin')).arrayBuffer()
  const codes = []
  for (const { name, model, runs } of cases) {
    const net = await engine.load({ bytes: bytes.slice(...model) }, { device: 'cpu' })
    const shape = runs[0]?.input ?? []
    const sound = input_of(shape)
    const faults = {
      'all NaN': sound.map(() => Number.NaN),
      'one NaN': sound.map((number, i) => (i === sound.length >> 1 ? Number.NaN : number)),
      large: sound.map(() => 1000),
    }
    for (const [fault, input] of Object.entries(faults)) {
      const code = await net.run(input, shape).then(
        () => 'answered',
        (/** @type {import('draftlens').DraftlensError} */ error) => error.code,
      )
      codes.push({ name, fault, code })
    }
    net.dispose()
  }
  return codes
}

/** Runs in the browser. @param {{model: [number, number], shape: number[]}} what @returns {Promise<number[]>} */
async function run_case({ model, shape }) {
  const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
  const bytes = await (await fetch('/cases/cases.bin')).arrayBuffer()
  const net = await engine.load({ bytes: bytes.slice(...model) }, { device: 'cpu' })
  return [...(await net.run(input_of(shape), shape)).data]
}
