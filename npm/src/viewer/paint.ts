import type { LoadedPageInfo, PageInfo, Point } from '../page-facts.js'
import type { TileCache } from './tile-cache.js'
import { coarsestTile, type TileAddress, tileInPage } from './tiles.js'
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

/** Draws the sheet and each visible tile, or, until it is there, its part of the next coarser one in hand. */
export function paint(context: CanvasRenderingContext2D, canvas: Size, picture: Picture): void {
  context.resetTransform()
  context.clearRect(0, 0, canvas.width, canvas.height)
  const { page, deviceFromPage, tiles } = picture
  context.imageSmoothingEnabled = Math.hypot(deviceFromPage.a, deviceFromPage.b) < CRISP_FROM_SCALE
  // A tile is never shrunk to less than half: no need of what better qualities compute for each frame anew.
  context.imageSmoothingQuality = 'low'
  if (!tiles?.cache.get(coarsestTile(tiles.page))) {
    place(context, deviceFromPage, [0, 0, page.width_px, page.height_px], { width: 1, height: 1 })
    context.fillStyle = PAPER
    context.fillRect(0, 0, 1, 1)
  }
  for (const address of tiles?.visible ?? []) {
    if (tiles) drawTile(context, deviceFromPage, tiles, address)
  }
}

/** Nothing is painted twice: where pixels are drawn by the processor, that is what a frame costs. */
function drawTile(
  context: CanvasRenderingContext2D,
  deviceFromPage: Affine,
  { page, cache }: NonNullable<Picture['tiles']>,
  address: TileAddress,
): void {
  const area = tileInPage(page, address)
  for (let above = 0; address.level + above < page.levels.length; above++) {
    const ancestor = {
      level: address.level + above,
      column: address.column >> above,
      row: address.row >> above,
    }
    const bitmap = cache.get(ancestor)
    if (!bitmap) continue
    const [left, top] = tileInPage(page, ancestor)
    const pagePxPerTexel = 2 ** ancestor.level
    const x = (area[0] - left) / pagePxPerTexel
    const y = (area[1] - top) / pagePxPerTexel
    const width = above === 0 ? bitmap.width : (area[2] - area[0]) / pagePxPerTexel
    const height = above === 0 ? bitmap.height : (area[3] - area[1]) / pagePxPerTexel
    place(context, deviceFromPage, area, { width, height })
    context.drawImage(bitmap, x, y, width, height, 0, 0, width, height)
    return
  }
}

/** Maps a picture of `size` onto a rectangle of the page, its corners on whole pixels so that no seam shows. */
function place(
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
