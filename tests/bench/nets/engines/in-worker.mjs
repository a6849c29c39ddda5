// @ts-check
// Runs in the browser: the face of an engine that lives in a worker of ours.

/**
 * @typedef {{address: string, shape: number[]}} Subject a model, and the shape of its input
 * @typedef {{run: (input: Float32Array) => Promise<Float32Array>, close: () => void}} Net
 */

/** @param {string} script beside this file @param {string} name what the script finds as its own @param {Subject} subject @returns {Promise<Net>} */
export async function in_worker(script, name, subject) {
  const worker = new Worker(new URL(script, import.meta.url), { type: 'module', name })
  /** @param {{subject: Subject} | {input: Float32Array}} message @returns {Promise<Float32Array>} */
  const ask = (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) =>
        data.error === undefined ? resolve(data.answer) : reject(Error(data.error))
      worker.onerror = ({ message: why }) => reject(Error(why || `${script} did not start`))
      worker.postMessage(message)
    })
  await ask({ subject })
  return { run: (input) => ask({ input }), close: () => worker.terminate() }
}
