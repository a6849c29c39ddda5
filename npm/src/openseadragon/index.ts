/**
 * Sheets in OpenSeadragon 5 and newer, for pages that have it already. Importing this does nothing, and imports none of it.
 *
 * @packageDocumentation
 */
import type { DrawingPage } from '../page.js'

/** What OpenSeadragon asks while it loads one tile; a part of its `ImageJob`. */
export interface TileJob {
  tile: { level: number; x: number; y: number }
  userData: { abort?: AbortController }
  /** Takes what was loaded. */
  finish(data: unknown, request: null, dataType: string): void
  /** Takes why nothing was loaded. */
  fail(message: string, request: null): void
}

/** What `tileSource` takes: OpenSeadragon's levels count up to full size, ours down from it. */
export interface PageTileSource {
  width: number
  height: number
  tileSize: number
  tileOverlap: 0
  minLevel: 0
  maxLevel: number
  /** A tile's name in the cache. */
  getTileUrl(level: number, x: number, y: number): string
  /** Draws a tile. */
  downloadTileStart(job: TileJob): void
  /** Gives that up. */
  downloadTileAbort(job: TileJob): void
}

let lastSource = 0

/**
 * A page → what OpenSeadragon's `open` and `addTiledImage` take; fails as decoding the page does. Its tiles come from
 * the document's worker for as long as the document is open.
 *
 * @example
 * ```ts no-run
 * import { tileSourceOf } from 'draftlens/openseadragon'
 *
 * const viewer = OpenSeadragon({ element, tileSources: [await tileSourceOf(drawing.page(0))] })
 * ```
 */
export async function tileSourceOf(page: DrawingPage): Promise<PageTileSource> {
  const { width_px, height_px, levels, tile_px } = 'levels' in page.info ? page.info : await page.load()
  const maxLevel = levels.length - 1
  const name = `draftlens:${++lastSource}`
  return {
    width: width_px,
    height: height_px,
    tileSize: tile_px,
    tileOverlap: 0,
    minLevel: 0,
    maxLevel,
    // Nothing is fetched there: it is the tile's name in OpenSeadragon's cache.
    getTileUrl: (level, x, y) => `${name}/${level}/${x}/${y}`,
    downloadTileStart(job) {
      const { level, x, y } = job.tile
      const abort = new AbortController()
      job.userData.abort = abort
      page.tile(maxLevel - level, x, y, { signal: abort.signal }).then(
        (bitmap) => job.finish(drawn(bitmap), null, 'context2d'),
        (error) => abort.signal.aborted || job.fail(String(error), null),
      )
    },
    downloadTileAbort: (job) => job.userData.abort?.abort(),
  }
}

/** Every version since 5 takes a canvas; a bitmap only the newest. */
function drawn(bitmap: ImageBitmap): CanvasRenderingContext2D | null {
  const canvas = Object.assign(document.createElement('canvas'), {
    width: bitmap.width,
    height: bitmap.height,
  })
  const context = canvas.getContext('2d')
  context?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return context
}
