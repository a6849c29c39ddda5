// @ts-check
// The vectors of a page in several places, and how alike they are.

/** Of the sheet and of each view. @typedef {{vector: number[], views: {vector: number[]}[]}} Vectors */

/** @param {readonly number[]} a @param {readonly number[]} b */
export function cosine(a, b) {
  const product = (/** @type {readonly number[]} */ x, /** @type {readonly number[]} */ y) =>
    x.reduce((sum, number, at) => sum + number * (y[at] ?? Number.NaN), 0)
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}

/** The least of sheet and views; none where one has other views than the other. @param {Vectors} a @param {Vectors} b */
export function likeness(a, b) {
  if (a.views.length !== b.views.length) return undefined
  const views = a.views.map(({ vector }, at) => cosine(vector, b.views[at]?.vector ?? []))
  return Math.min(cosine(a.vector, b.vector), ...views)
}

/** Two devices never add in the same order: what is equal to the last bit was made by one. @param {Vectors} a @param {Vectors} b */
export const is_of_one_device = (a, b) => a.vector.every((number, at) => number === b.vector[at])

/**
 * Runs in the browser: a page's vectors by the CPU and by WebGPU, its texts found once, by the CPU.
 * @param {{base: string, address: string}} what base: where the package's files are
 * @returns {Promise<{cpu: Vectors, webgpu: Vectors}>}
 */
export async function vectors_on_both({ base, address }) {
  /** @type {typeof import('draftlens')} */
  const { createAnalyzer } = await import(`${location.origin}${base}index.js`)
  /** @type {typeof import('draftlens/engine')} */
  const { createEngine } = await import(`${location.origin}${base}engine.js`)
  const analyzer = await createAnalyzer({ assetBase: base })
  const engine = await createEngine({ assetBase: base })
  const page = (await analyzer.open(address)).page(0)
  const info = await page.load()
  const detector = await engine.load('detector', { device: 'cpu' })
  const on = async (/** @type {'cpu' | 'webgpu'} */ device) => {
    const embedder = await engine.load('embedder', { device })
    const grey = await page.grey({ x: 0, y: 0, width: info.width_px, height: info.height_px })
    const request = { grey, page: { ...info, decode_ms: 0 } }
    const { sheet, views } = await engine.embed({ detector, embedder }, request)
    return { vector: [...sheet], views: views.map(({ vector }) => ({ vector: [...vector] })) }
  }
  try {
    return { cpu: await on('cpu'), webgpu: await on('webgpu') }
  } finally {
    engine.dispose()
    analyzer.dispose()
  }
}
