import type { Point, Quad } from 'draftlens'
import { homographyBetween, projected } from './homography'
import type { Grey } from './paper-corners'

/** Beyond that a photo has no more of the drawing than its lens. */
const LONG_SIDE_MAX_PX = 4000
/** A sheet that is nearly as long as an A sheet is one. */
const A_SHEET = Math.SQRT2
const A_SHEET_WITHIN = 0.12
/** So long the page may be kept from a finger. */
const SLICE_MS = 20

/** As grey pixels, at most so large. */
export async function greyOf(bitmap: ImageBitmap, longSidePx: number): Promise<Grey> {
  const scale = Math.min(1, longSidePx / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)]
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser gives no 2D canvas.')
  context.drawImage(bitmap, 0, 0, width, height)
  const pixels = new Uint8Array(width * height)
  const pause = slices()
  for (let y = 0; y < height; y++) {
    const { data } = context.getImageData(0, y, width, 1)
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = [data[4 * x] ?? 0, data[4 * x + 1] ?? 0, data[4 * x + 2] ?? 0]
      pixels[y * width + x] = (77 * red + 150 * green + 29 * blue) >> 8
    }
    await pause()
  }
  return { width, height, pixels }
}

/** A photo of a sheet, and where its corners are in the photo → the sheet as if it lay under a scanner, as PNG. */
export async function straightened(bitmap: ImageBitmap, corners: Quad): Promise<Blob> {
  const photo = await greyOf(bitmap, LONG_SIDE_MAX_PX)
  const scale = photo.width / bitmap.width
  const quad = corners.map(([x, y]): Point => [x * scale, y * scale]) as unknown as Quad
  const { width, height } = sheetSize(quad)
  const sheet: Quad = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]
  const photoFromSheet = homographyBetween(sheet, quad)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser gives no 2D canvas.')
  const row = new ImageData(width, 1)
  const rgba = new Uint32Array(row.data.buffer)
  const pause = slices()
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const grey = sampled(photo, projected(photoFromSheet, [x + 0.5, y + 0.5]))
      rgba[x] = 0xff00_0000 | (grey * 0x01_0101)
    }
    context.putImageData(row, 0, y)
    await pause()
  }
  return canvas.convertToBlob({ type: 'image/png' })
}

/** Lets the page do something else whenever a slice of time is over. */
function slices(): () => Promise<void> | undefined {
  let ends = performance.now() + SLICE_MS
  return () => {
    if (performance.now() < ends) return undefined
    return new Promise((resolve) => {
      setTimeout(() => {
        ends = performance.now() + SLICE_MS
        resolve()
      })
    })
  }
}

/** The longer of opposite edges, for the shorter one is farther away; an A sheet where it is nearly one. */
function sheetSize([upperLeft, upperRight, lowerRight, lowerLeft]: Quad): { width: number; height: number } {
  const apart = ([x0, y0]: Point, [x1, y1]: Point) => Math.hypot(x1 - x0, y1 - y0)
  const width = Math.max(apart(upperLeft, upperRight), apart(lowerLeft, lowerRight))
  const height = Math.max(apart(upperLeft, lowerLeft), apart(upperRight, lowerRight))
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  const isASheet = Math.abs(long / short / A_SHEET - 1) <= A_SHEET_WITHIN
  const shortPx = Math.max(1, Math.round(isASheet ? long / A_SHEET : short))
  const longPx = Math.max(1, Math.round(long))
  return width >= height ? { width: longPx, height: shortPx } : { width: shortPx, height: longPx }
}

/** Between pixels; the nearest one beyond the edge. */
function sampled({ width, height, pixels }: Grey, [x, y]: Point): number {
  const at = (column: number, row: number) =>
    pixels[Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))] ?? 255
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)]
  const [right, down] = [x - 0.5 - left, y - 0.5 - top]
  const above = at(left, top) * (1 - right) + at(left + 1, top) * right
  const below = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right
  return Math.round(above * (1 - down) + below * down)
}
