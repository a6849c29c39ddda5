// @ts-check
// What the tests of the model runtime stand on: a bare page with the built engine, nets to run, and the tolerance.
import { readFileSync } from 'node:fs'
import { in_root, wasm_out } from '../../scripts/project.mjs'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'

/**
 * What `globalThis` holds in the pages of these tests.
 * @typedef {import('../../npm/src/engine/engine.js').Engine} Engine
 * @typedef {import('../../npm/src/engine/facts.js').Device} Device
 * @typedef {import('../../npm/src/engine/facts.js').NetAnswer} NetAnswer
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Worker} Worker
 * @typedef {{engine: Engine, input_of: typeof import('./pages/net-input.mjs').input_of}} EngineGlobals
 */

/** Nets small and large, each with ONNX Runtime's answers. */
const CASES = in_root('crate/net/tests/cases')
/**
 * @typedef {{name: string, model: [number, number], runs: {input: number[], output: number[], answer: [number, number]}[]}} Case
 * places are in `case_bytes`
 * @type {Case[]}
 */
export const cases = JSON.parse(readFileSync(`${CASES}/cases.json`, 'utf8'))
export const case_bytes = readFileSync(`${CASES}/cases.bin`)

/** @param {{flags?: string[]}} [options] */
export function engine_under_test({ flags = [] } = {}) {
  const { visit } = browser_under_test({ flags, mounts: { '/cases/': CASES } })

  /** A bare page of its own context with an engine, and the engine's worker. @param {(page: Page) => Promise<unknown>} [prepare] */
  async function page_with_engine(prepare) {
    const { page, complaints } = await visit(BARE_PAGE, {}, prepare)
    /** Another page of the same origin, which has what the first one stored. */
    const next_page = async () => {
      const next = await page.context().newPage()
      await next.goto(page.url())
      return { page: next, worker: await start_engine(next) }
    }
    return { page, worker: await start_engine(page), complaints, next_page }
  }
  return { page_with_engine }
}

/** @param {Page} page @returns {Promise<Worker>} */
async function start_engine(page) {
  const spawned = page.waitForEvent('worker')
  await page.evaluate(async () => {
    const [runtime, inputs] = ['/npm/engine.js', '/tests/net-input.mjs']
    const { createEngine } = await import(runtime)
    const engine = await createEngine()
    await engine.facts()
    Object.assign(globalThis, { engine, ...(await import(inputs)) })
  })
  return spawned
}

/** The engine's module without a browser: for what it knows of itself. */
export async function engine_in_node() {
  const engine = await import('../../npm/wasm/engine/draftlens_engine.js')
  engine.initSync({ module: readFileSync(`${wasm_out}/engine/draftlens_engine_bg.wasm`) })
  return engine
}
