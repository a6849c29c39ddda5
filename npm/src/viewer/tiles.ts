import type { LoadedPageInfo, Point } from '../page-facts.js'
import { type Affine, apply, clamp, inverse, type Size } from './view.js'

/** Where a tile is: its zoom level and its place in that level's grid. */
export interface TileAddress {
  level: number
  column: number
  row: number
}

/** The level whose tiles are shown at their own size or smaller, never larger. */
function finestLevel(page: LoadedPageInfo, devicePxPerPagePx: number): number {
  const level = Math.floor(Math.log2(1 / devicePxPerPagePx) + 1e-6)
  return clamp(level, 0, page.levels.length - 1)
}

/** A view → the tiles that fill it, from the middle outwards; at most `max` by taking a coarser level. */
export function visibleTiles(
  page: LoadedPageInfo,
  deviceFromPage: Affine,
  canvas: Size,
  max: number,
): TileAddress[] {
  const scale = Math.hypot(deviceFromPage.a, deviceFromPage.b)
  const area = visibleArea(page, deviceFromPage, canvas)
  if (!area) return []
  for (let level = finestLevel(page, scale); level < page.levels.length - 1; level++) {
    const tiles = tilesOver(page, level, area)
    if (tiles.length <= max) return tiles
  }
  return [coarsestTile(page)]
}

/** The tile that holds the whole page. */
export function coarsestTile(page: LoadedPageInfo): TileAddress {
  return { level: page.levels.length - 1, column: 0, row: 0 }
}

/** A tile's rectangle in page pixels, as `[left, top, right, bottom]`. */
export function tileInPage(
  page: LoadedPageInfo,
  { level, column, row }: TileAddress,
): [number, number, number, number] {
  const side = page.tile_px * 2 ** level
  return [
    column * side,
    row * side,
    Math.min(page.width_px, (column + 1) * side),
    Math.min(page.height_px, (row + 1) * side),
  ]
}

interface Area {
  min: Point
  max: Point
}

function visibleArea(page: LoadedPageInfo, deviceFromPage: Affine, canvas: Size): Area | undefined {
  const pageFromDevice = inverse(deviceFromPage)
  const [x0, y0] = apply(pageFromDevice, [0, 0])
  const [x1, y1] = apply(pageFromDevice, [canvas.width, canvas.height])
  const min: Point = [Math.max(0, Math.min(x0, x1)), Math.max(0, Math.min(y0, y1))]
  const max: Point = [Math.min(page.width_px, Math.max(x0, x1)), Math.min(page.height_px, Math.max(y0, y1))]
  return min[0] < max[0] && min[1] < max[1] ? { min, max } : undefined
}

function tilesOver(page: LoadedPageInfo, level: number, { min, max }: Area): TileAddress[] {
  const side = page.tile_px * 2 ** level
  const [size] = page.levels.slice(level, level + 1)
  if (!size) return []
  const lastColumn = Math.min(Math.ceil(max[0] / side), Math.ceil(size[0] / page.tile_px)) - 1
  const lastRow = Math.min(Math.ceil(max[1] / side), Math.ceil(size[1] / page.tile_px)) - 1
  const tiles: TileAddress[] = []
  for (let row = Math.floor(min[1] / side); row <= lastRow; row++) {
    for (let column = Math.floor(min[0] / side); column <= lastColumn; column++)
      tiles.push({ level, column, row })
  }
  const middle: Point = [(min[0] + max[0]) / 2 / side - 0.5, (min[1] + max[1]) / 2 / side - 0.5]
  const distance = ({ column, row }: TileAddress) => Math.hypot(column - middle[0], row - middle[1])
  return tiles.sort((one, other) => distance(one) - distance(other))
}
