// @ts-check
// The nets of the package in Chromium against ONNX Runtime, which answers here and now: nets are trained anew more
// often than anybody would remember to renew files with its answers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { InferenceSession, Tensor } from 'onnxruntime-web'
import { in_root } from '../../scripts/project.mjs'
import { engine_in_node, engine_under_test } from './engine-page.mjs'
import { difference, input_of } from './pages/net-input.mjs'

/** @typedef {import('./engine-page.mjs').EngineGlobals} EngineGlobals */

const { page_with_engine } = engine_under_test()
/** Small enough for a software adapter: a piece of a sheet, a line of text, and two views. */
const INPUTS = /** @type {const} */ ({
  detector: [1, 1, 96, 128],
  reader: [1, 1, 32, 96],
  embedder: [2, 1, 160, 160],
})
/** Forty layers, no sum of which has more products than that. */
const SUMMED = 40 * 2000

for (const name of /** @type {const} */ (['detector', 'reader', 'embedder'])) {
  test(`the ${name} answers on CPU and GPU as ONNX Runtime does`, async () => {
    const { tolerance } = await engine_in_node()
    const shape = INPUTS[name]
    const session = await InferenceSession.create(readFileSync(in_root(`models/${name}.onnx`)))
    const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]]
    const answers = await session.run({ [input]: new Tensor('float32', input_of(shape), shape) })
    const expected = /** @type {Float32Array} */ (answers[output]?.data)
    const { page } = await page_with_engine()
    for (const device of /** @type {const} */ (['cpu', 'webgpu'])) {
      const { data, backend } = await page.evaluate(run_net, { name, shape: [...shape], device })
      assert.equal(backend.name, device, backend.why)
      assert.equal(difference(expected, data, SUMMED, tolerance), undefined, device)
    }
  })
}

/** Runs in the browser. @param {{name: keyof typeof INPUTS, shape: number[], device: import('./engine-page.mjs').Device}} what */
async function run_net({ name, shape, device }) {
  const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
  const net = await engine.load(name, { device })
  const { data, backend } = await net.run(input_of(shape), shape)
  return { data: [...data], backend }
}
