// @ts-check
// Runs in the browser: our package, which keeps its engine in a worker of its own.

/**
 * @param {'cpu' | 'webgpu'} device @param {import('./in-worker.mjs').Subject} subject
 * @returns {Promise<import('./in-worker.mjs').Net>}
 */
export async function on_device(device, { address, shape }) {
  const { createEngine } = await import(`${location.origin}/draftlens/engine.js`)
  const [engine, response] = await Promise.all([createEngine({ assetBase: '/draftlens/' }), fetch(address)])
  const net = await engine.load({ bytes: await response.arrayBuffer() }, { device })
  return {
    run: async (input) => {
      const { data, backend } = await net.run(input, shape)
      if (backend.name !== device) throw new Error(`${backend.name} answered: ${backend.why}`)
      return data
    },
    close: () => engine.dispose(),
  }
}
