// @ts-check
// Runs in a worker: onnxruntime-web with one thread, on the backend that names the worker.
import { worker_name as backend, fetch_bytes, serve } from './worker.mjs'

serve(async ({ address, shape }) => {
  const [ort, model] = await Promise.all([
    import(`${location.origin}/ort/ort.${backend}.bundle.min.mjs`),
    fetch_bytes(address),
  ])
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  const session = await ort.InferenceSession.create(model, { executionProviders: [backend] })
  const [input_name, output_name] = [session.inputNames[0], session.outputNames[0]]
  return async (input) => {
    const answers = await session.run({ [input_name]: new ort.Tensor('float32', input, shape) })
    // A copy: it is handed over to the page, and the engine's own may be a view of its whole memory.
    return answers[output_name].data.slice()
  }
})
