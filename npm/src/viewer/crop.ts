import type { DrawingPage } from '../page.js'
import { angleOf, boundsOf, grownBy, type Quad, sizeOf } from '../quad.js'

/** How much room the picture of a text has. */
export interface CropOptions {
  /** The most that the crop may take, in screen pixels. */
  maxWidthPx: number
  maxHeightPx: number
  signal?: AbortSignal
}

/** Air around the text, in its heights. */
const AIR_HEIGHTS = 0.15
/** Small print is shown larger, but not as a mosaic. */
const SCALE_MAX = 3
const PAPER = '#fff'

/**
 * Draws a text of a page as it is read: upright, and as large as there is room.
 *
 * @example
 * ```ts
 * import { drawCrop } from 'draftlens/viewer'
 *
 * const canvas = document.createElement('canvas')
 * const page = drawing.page(0)
 * await page.load()
 * await drawCrop(canvas, page, review.marks[0]!.quad, { maxWidthPx: 240, maxHeightPx: 48 })
 * canvas.width > 0 // → true
 * ```
 */
export async function drawCrop(
  canvas: HTMLCanvasElement,
  page: DrawingPage,
  quad: Quad,
  { maxWidthPx, maxHeightPx, signal }: CropOptions,
): Promise<void> {
  const box = grownBy(quad, sizeOf(quad).height * AIR_HEIGHTS)
  const { width, height } = sizeOf(box)
  const { left, top, right, bottom } = boundsOf(box)
  const area = { x: Math.max(0, Math.floor(left)), y: Math.max(0, Math.floor(top)), width: 0, height: 0 }
  area.width = Math.ceil(right) - area.x
  area.height = Math.ceil(bottom) - area.y
  if (area.width < 1 || area.height < 1) return
  const grey = await page.grey(area, { signal })
  const picture = await createImageBitmap(rgbaOf(grey, area.width, area.height))
  const density = globalThis.devicePixelRatio || 1
  const scale = Math.min(maxWidthPx / width, maxHeightPx / height, SCALE_MAX)
  const size = { width: Math.max(1, width * scale), height: Math.max(1, height * scale) }
  canvas.width = Math.round(size.width * density)
  canvas.height = Math.round(size.height * density)
  canvas.style.width = `${size.width}px`
  canvas.style.height = `${size.height}px`
  const context = canvas.getContext('2d')
  if (!context) return
  context.fillStyle = PAPER
  context.fillRect(0, 0, canvas.width, canvas.height)
  const [x, y] = box[0]
  context.scale(scale * density, scale * density)
  context.rotate(-angleOf(box))
  context.translate(area.x - x, area.y - y)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0)
  picture.close()
}

function rgbaOf(grey: Uint8Array, width: number, height: number): ImageData {
  const rgba = new Uint32Array(width * height)
  for (let at = 0; at < rgba.length; at++) rgba[at] = 0xff00_0000 | ((grey[at] ?? 255) * 0x01_0101)
  return new ImageData(new Uint8ClampedArray(rgba.buffer), width, height)
}
