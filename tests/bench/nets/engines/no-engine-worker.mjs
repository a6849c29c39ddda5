// @ts-check
// Runs in a worker: fetches the model and answers nothing. What every engine's cold start pays before it has done anything.
import { fetch_bytes, serve } from './worker.mjs'

serve(async ({ address }) => {
  await fetch_bytes(address)
  return () => new Float32Array()
})
