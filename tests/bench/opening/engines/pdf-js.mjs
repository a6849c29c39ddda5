// @ts-check
// Runs in the browser: pdf.js, with its worker started and its fonts and decoders at hand.

const TILE_PX = 512
const POINTS_PER_INCH = 72

export async function prepare() {
  const pdfjs = await import(`${location.origin}/pdfjs/build/pdf.min.mjs`)
  pdfjs.GlobalWorkerOptions.workerSrc = '/pdfjs/build/pdf.worker.min.mjs'
  const worker = new pdfjs.PDFWorker()
  await worker.promise

  /** @param {Uint8Array} bytes @param {number} dpi @param {number} read_px side of the square that is read back */
  const run = async (bytes, dpi, read_px) => {
    const loading = pdfjs.getDocument({
      data: bytes.slice(),
      worker,
      standardFontDataUrl: '/pdfjs/standard_fonts/',
      cMapUrl: '/pdfjs/cmaps/',
      wasmUrl: '/pdfjs/wasm/',
    })
    const page = await (await loading.promise).getPage(1)
    const viewport = page.getViewport({ scale: dpi / POINTS_PER_INCH })
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(viewport.width)
    canvas.height = Math.round(viewport.height)
    // "print" draws at once; "display" would wait for animation frames between its slices.
    await page.render({ canvas, viewport, intent: 'print' }).promise
    canvas.getContext('2d')?.getImageData(0, 0, read_px, read_px)
    const { width: width_px, height: height_px } = canvas
    await loading.destroy()
    return { width_px, height_px }
  }
  return {
    /** @param {Uint8Array} bytes @param {number} [dpi] */
    decode: (bytes, dpi = 200) => run(bytes, dpi, 1),
    /** @param {Uint8Array} bytes @param {number} [dpi] */
    open: (bytes, dpi = 200) => run(bytes, dpi, TILE_PX),
  }
}
