// @ts-check
// Runs in the browser: its own decoders. The bitmap is drawn, because some are decoded only then.

const TILE_PX = 512

export async function prepare() {
  /** @param {Uint8Array<ArrayBuffer>} bytes @param {number} width @param {number} height */
  const run = async (bytes, width, height) => {
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const { width: width_px, height: height_px } = bitmap
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    context?.drawImage(bitmap, 0, 0)
    context?.getImageData(0, 0, width, height)
    bitmap.close()
    return { width_px, height_px }
  }
  return {
    /** @param {Uint8Array<ArrayBuffer>} bytes */
    decode: (bytes) => run(bytes, 1, 1),
    /** @param {Uint8Array<ArrayBuffer>} bytes */
    open: (bytes) => run(bytes, TILE_PX, TILE_PX),
  }
}
