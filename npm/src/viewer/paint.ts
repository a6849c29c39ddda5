import type { LoadedPageInfo, PageInfo, Point } from '../page-facts.js'
import type { TileCache } from './tile-cache.js'
import { type TileAddress, tileInPage } from './tiles.js'
import { type Affine, apply, type Size } from './view.js'

/** From three screen pixels a page pixel on, one looks at pixels: they stay squares. */
const CRISP_FROM_SCALE = 3
const PAPER = '#fff'

export interface Picture {
  page: PageInfo
  deviceFromPage: Affine
  /** Absent while the page is decoded: an empty sheet is shown. */
  tiles?: { page: LoadedPageInfo; cache: TileCache; visible: TileAddress[] }
}

/** Draws the sheet, then coarse tiles as far as fine ones are missing, then the fine ones. */
export function paint(context: CanvasRenderingContext2D, canvas: Size, picture: Picture): void {
  context.resetTransform()
  context.clearRect(0, 0, canvas.width, canvas.height)
  const { page, deviceFromPage, tiles } = picture
  placeUnitSquare(context, deviceFromPage, [0, 0, page.width_px, page.height_px], { width: 1, height: 1 })
  context.fillStyle = PAPER
  context.fillRect(0, 0, 1, 1)
  if (!tiles) return
  context.imageSmoothingEnabled = Math.hypot(deviceFromPage.a, deviceFromPage.b) < CRISP_FROM_SCALE
  // A tile is never shrunk to less than half: no need of what better qualities compute for each frame anew.
  context.imageSmoothingQuality = 'low'
  const level = tiles.visible[0]?.level ?? 0
  const isComplete = tiles.visible.every((address) => tiles.cache.has(address))
  for (const { address, bitmap } of tiles.cache.coarseToFine()) {
    // Finer than asked for is left over from before and would only make the picture uneven.
    if (address.level < level || (isComplete && address.level > level)) continue
    placeUnitSquare(context, deviceFromPage, tileInPage(tiles.page, address), bitmap)
    context.drawImage(bitmap, 0, 0)
  }
}

/** Maps a picture of `size` onto a rectangle of the page, its corners on whole pixels so that no seam shows. */
function placeUnitSquare(
  context: CanvasRenderingContext2D,
  deviceFromPage: Affine,
  [left, top, right, bottom]: [number, number, number, number],
  size: Size,
): void {
  const corner = (x: number, y: number): Point => {
    const [atX, atY] = apply(deviceFromPage, [x, y])
    return [Math.round(atX), Math.round(atY)]
  }
  const origin = corner(left, top)
  const alongX = corner(right, top)
  const alongY = corner(left, bottom)
  context.setTransform(
    (alongX[0] - origin[0]) / size.width,
    (alongX[1] - origin[1]) / size.width,
    (alongY[0] - origin[0]) / size.height,
    (alongY[1] - origin[1]) / size.height,
    origin[0],
    origin[1],
  )
}
