// @ts-check
// Runs in the browser: our package. `decode` gives the page, `open` its first tile on top.

export async function prepare() {
  const { createAnalyzer } = await import(`${location.origin}/draftlens/index.js`)
  const analyzer = await createAnalyzer({ assetBase: '/draftlens/' })

  /** @param {Uint8Array} bytes @param {number | undefined} dpi @param {boolean} with_tile */
  const run = async (bytes, dpi, with_tile) => {
    const document = await analyzer.open(bytes)
    const page = document.page(0)
    const { width_px, height_px } = await page.load(dpi === undefined ? {} : { dpi })
    if (with_tile) (await page.tile(0, 0, 0)).close()
    document.dispose()
    return { width_px, height_px }
  }
  return {
    /** @param {Uint8Array} bytes @param {number} [dpi] */
    decode: (bytes, dpi) => run(bytes, dpi, false),
    /** @param {Uint8Array} bytes @param {number} [dpi] */
    open: (bytes, dpi) => run(bytes, dpi, true),
  }
}
