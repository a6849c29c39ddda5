// @ts-check
// Runs in a worker: rten as tests/bench/peers builds it.
import { fetch_bytes, serve } from './worker.mjs'

serve(async ({ address, shape }) => {
  const rten = await import(`${location.origin}/rten/rten.js`)
  const [model] = await Promise.all([fetch_bytes(address), rten.default()])
  const loaded = new rten.RtenModel(model, Uint32Array.from(shape))
  return (input) => loaded.run(input)
})
