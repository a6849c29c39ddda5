// @ts-check
// Runs in a worker: the other side of in-worker.mjs.

/**
 * @typedef {import('./in-worker.mjs').Subject} Subject
 * @typedef {(input: Float32Array) => Promise<Float32Array> | Float32Array} Run
 * @typedef {{data: {subject: Subject} | {input: Float32Array}}} Message
 * @typedef {{name: string, onmessage: (message: Message) => void, postMessage: (answer: unknown, transfer?: Transferable[]) => void}} Scope
 */

const scope = /** @type {Scope} */ (/** @type {unknown} */ (globalThis))

/** What the page named this worker. */
export const worker_name = scope.name

/** @param {(subject: Subject) => Promise<Run>} load */
export function serve(load) {
  /** @type {Run} */
  let run
  scope.onmessage = async ({ data }) => {
    try {
      if ('subject' in data) {
        run = await load(data.subject)
        scope.postMessage({})
        return
      }
      const answer = await run(data.input)
      scope.postMessage({ answer }, [answer.buffer])
    } catch (error) {
      scope.postMessage({ error: String(error) })
    }
  }
}

/** @param {string} address */
export async function fetch_bytes(address) {
  return new Uint8Array(await (await fetch(address)).arrayBuffer())
}
