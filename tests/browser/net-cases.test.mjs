// @ts-check
// The runtime in Chromium against ONNX Runtime's answers, operator by operator and on small whole nets.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { case_bytes, cases, engine_in_node, engine_under_test } from './engine-page.mjs'
import { difference } from './pages/net-input.mjs'

/** @typedef {import('./engine-page.mjs').EngineGlobals} EngineGlobals */

const { page_with_engine } = engine_under_test()
/** More than the longest sum of any case has. */
const SUMMED = 1000

for (const device of /** @type {const} */ (['cpu', 'webgpu'])) {
  test(`every case answers on ${device} as ONNX Runtime does`, async () => {
    const { tolerance } = await engine_in_node()
    const { page, complaints } = await page_with_engine()
    const answers = await page.evaluate(run_cases, { device, cases })
    const failures = cases.flatMap(({ name, runs }, i) =>
      runs.flatMap(({ input, output, answer }, j) => {
        const given = answers[i]?.[j]
        const words = () => {
          if (!given || 'error' in given) return given?.error ?? 'no answer'
          if (given.backend !== device) return `answered by ${given.backend}: ${given.why}`
          if (given.shape.join() !== output.join()) return `shape ${given.shape}, not ${output}`
          const [start, end] = answer
          const expected = new Float32Array(
            case_bytes.buffer.slice(case_bytes.byteOffset + start, case_bytes.byteOffset + end),
          )
          return difference(expected, given.data, SUMMED, tolerance)
        }
        const problem = words()
        return problem === undefined ? [] : [`${name} [${input}]: ${problem}`]
      }),
    )
    assert.deepEqual(failures, [])
    assert.deepEqual(complaints, [])
  })
}

/**
 * Runs in the browser.
 * @param {{device: import('./engine-page.mjs').Device, cases: import('./engine-page.mjs').Case[]}} what
 */
async function run_cases({ device, cases }) {
  const { engine, input_of } = /** @type {EngineGlobals} */ (/** @type {unknown} */ (globalThis))
  const bytes = await (await fetch('/cases/cases.bin')).arrayBuffer()
  const answers = []
  for (const { model, runs } of cases) {
    const net = await engine.load({ bytes: bytes.slice(...model) }, { device })
    const of_case = []
    for (const { input } of runs) {
      try {
        const { data, shape, backend } = await net.run(input_of(input), input)
        of_case.push({ data: [...data], shape, backend: backend.name, why: backend.why })
      } catch (error) {
        of_case.push({ error: String(error) })
      }
    }
    net.dispose()
    answers.push(of_case)
  }
  return answers
}
