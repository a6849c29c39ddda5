// @ts-check
// Runs in the browser: the page's address names engine, model and shape; its clock starts at the navigation.
import { input_of, prepare } from './engines.mjs'

const asked = new URLSearchParams(location.search)
const shape = (asked.get('shape') ?? '').split(',').map(Number)

async function first_answer_ms() {
  const net = await prepare(asked.get('engine') ?? '', { address: asked.get('model') ?? '', shape })
  await net.run(input_of(shape))
  return performance.now()
}

Object.assign(globalThis, { first_answer: first_answer_ms() })
