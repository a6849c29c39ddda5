import type { CallOptions, DocumentWorker } from './document-worker.js'
import { DraftlensError } from './errors.js'
import { DrawingPage } from './page.js'
import type { Format, Notice, PageInfo, Summary } from './page-facts.js'

/** How large a small picture is to be. */
export interface ThumbnailOptions extends CallOptions {
  /** The long side in pixels. */
  maxPx?: number
}

const THUMBNAIL_MAX_PX = 256

/**
 * An open file. It holds a worker and its memory until it is disposed of.
 *
 * @example
 * ```ts
 * using drawing = await analyzer.open(file)
 * for (const { index, width_px, height_px } of drawing.pages) console.log(index, width_px, height_px)
 * const bitmap = await drawing.thumbnail(0, { maxPx: 160 })
 * Math.max(bitmap.width, bitmap.height) // → 160
 * ```
 */
export class DrawingDocument {
  readonly format: Format
  /** Headers of all pages. */
  readonly pages: readonly PageInfo[]
  /** What a person should know about the file. */
  readonly notices: readonly Notice[]
  readonly #worker: DocumentWorker
  readonly #defaults: CallOptions
  readonly #fingerprint: Promise<string>
  readonly #onDispose: () => void
  #pageInView = 0

  /** Documents come from `Analyzer.open`. @internal */
  constructor(
    worker: DocumentWorker,
    summary: Summary,
    fingerprint: Promise<string>,
    defaults: CallOptions,
    onDispose: () => void,
  ) {
    this.format = summary.format
    this.pages = summary.pages
    this.notices = summary.notices
    this.#worker = worker
    this.#defaults = defaults
    this.#fingerprint = fingerprint
    this.#onDispose = onDispose
  }

  get pageCount(): number {
    return this.pages.length
  }

  /** The page that was last looked at. */
  get pageInView(): number {
    return this.#pageInView
  }

  /** A page, counted from 0; throws `no-such-page`. Each call gives a rendering of its own. */
  page(index: number): DrawingPage {
    const info = this.pages[index]
    if (!info) {
      throw new DraftlensError({
        code: 'no-such-page',
        message: `There is no page ${index} (counted from 0): the file has ${this.pageCount}.`,
        hint: 'Choose a page that exists.',
      })
    }
    const onShown = () => {
      this.#pageInView = index
    }
    return new DrawingPage(this.#worker, info, this.#fingerprint, this.#defaults, onShown)
  }

  /** A small picture of a page; waits until nothing else is asked of the document. */
  thumbnail(
    index: number,
    { maxPx = THUMBNAIL_MAX_PX, ...call }: ThumbnailOptions = {},
  ): Promise<ImageBitmap> {
    // Somebody looks at the sheet while thumbnails appear beside it.
    return this.#worker.call({ method: 'thumbnail', index, maxPx }, { isBackground: true, ...call })
  }

  /** Ends the worker and frees its memory; calls under way fail with `disposed`. */
  dispose(): void {
    this.#worker.dispose()
    this.#onDispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}
