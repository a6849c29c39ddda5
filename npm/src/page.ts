import type { CallOptions, DocumentWorker } from './document-worker.js'
import { greyPng } from './grey-png.js'
import type { PageKey } from './messages.js'
import type { LoadedPageInfo, PageArea, PageInfo, Stroke, TextLayer } from './page-facts.js'

/** How a page is to be rendered. */
export interface LoadOptions extends CallOptions {
  /** Pixels per inch to render at; absent, a raster as it is and a PDF at a resolution that suits it. */
  dpi?: number | undefined
}

/**
 * One page of an open drawing, in one rendering.
 *
 * @example
 * ```ts
 * const page = drawing.page(0)
 * const { width_px, height_px } = await page.load()
 * const grey = await page.grey({ x: 0, y: 0, width: width_px, height: 16 })
 * grey.length === width_px * 16 // → true
 * ```
 */
export class DrawingPage {
  /** Of the file's content: the same for the same bytes. */
  readonly fingerprint: Promise<string>
  readonly #worker: DocumentWorker
  readonly #defaults: CallOptions
  readonly #onShown: () => void
  #info: PageInfo | LoadedPageInfo
  #dpi: number | undefined

  /** Pages come from `DrawingDocument.page`. @internal */
  constructor(
    worker: DocumentWorker,
    info: PageInfo,
    fingerprint: Promise<string>,
    defaults: CallOptions,
    onShown: () => void,
  ) {
    this.#worker = worker
    this.#info = info
    this.fingerprint = fingerprint
    this.#defaults = defaults
    this.#onShown = onShown
  }

  get index(): number {
    return this.#info.index
  }

  /** What the file's header says; after `load`, what the decoded page is. */
  get info(): PageInfo | LoadedPageInfo {
    return this.#info
  }

  /** Decodes the page, fails with the errors of a broken or too large file. From here on tiles are quick. */
  async load({ dpi, ...call }: LoadOptions = {}): Promise<LoadedPageInfo> {
    const key = pageKey(this.index, dpi)
    const info = await this.#worker.call({ method: 'load', page: key }, { ...this.#defaults, ...call })
    this.#dpi = dpi
    this.#info = info
    return info
  }

  /**
   * One tile of a zoom level, for looking at: above level 0 thin lines are strengthened, as they would fade
   * with the page's size. Smaller at the right and lower edges. Close the bitmap when done with it.
   */
  tile(level: number, column: number, row: number, { signal }: CallOptions = {}): Promise<ImageBitmap> {
    this.#onShown()
    return this.#worker.call({ method: 'tile', page: this.key, level, column, row }, { signal })
  }

  /** A rectangle at full resolution, one byte a pixel, row by row; white outside the page. */
  grey({ x, y, width, height }: PageArea, call: CallOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#worker.call({ method: 'grey', page: this.key, area: { x, y, width, height } }, call)
  }

  /** The whole page at full resolution as a grey PNG, whatever the file's own format: for a browser to show, or to keep. */
  async png(call: CallOptions = {}): Promise<Blob> {
    const { width_px, height_px } = 'levels' in this.#info ? this.#info : await this.load(call)
    return greyPng(width_px, height_px, (y, height) => this.grey({ x: 0, y, width: width_px, height }, call))
  }

  /** The file's own words in pixels at `dpi`, or of the page as it is loaded; none for rasters. */
  textLayer({ dpi = this.#info.dpi, signal }: LoadOptions = {}): Promise<TextLayer | undefined> {
    return this.#worker.call({ method: 'textLayer', index: this.index, dpi }, { signal })
  }

  /** The lines and curves that the file draws, in pixels at `dpi`, or of the page as it is loaded. */
  strokes({ dpi = this.#info.dpi, signal }: LoadOptions = {}): Promise<Stroke[]> {
    return this.#worker.call({ method: 'strokes', index: this.index, dpi }, { signal })
  }

  /** Which rendering of which page. @internal */
  get key(): PageKey {
    return pageKey(this.index, this.#dpi)
  }
}

function pageKey(index: number, dpi: number | undefined): PageKey {
  return dpi === undefined ? { index } : { index, dpi }
}
