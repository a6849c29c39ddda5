import type { CallOptions, DocumentWorker } from './document-worker.js'
import { DraftlensError } from './errors.js'
import { DrawingPage } from './page.js'
import type { Format, Notice, PageInfo, Summary } from './page-facts.js'

export interface ThumbnailOptions extends CallOptions {
  /** The long side in pixels. */
  maxPx?: number
}

const THUMBNAIL_MAX_PX = 256

/** An open file. It holds a worker and its memory until it is disposed of. */
export class DrawingDocument {
  readonly format: Format
  /** Headers of all pages. */
  readonly pages: readonly PageInfo[]
  /** What a person should know about the file. */
  readonly notices: readonly Notice[]
  readonly #worker: DocumentWorker
  readonly #defaults: CallOptions
  readonly #onDispose: () => void

  /** Documents come from `Analyzer.open`. */
  constructor(worker: DocumentWorker, summary: Summary, defaults: CallOptions, onDispose: () => void) {
    this.format = summary.format
    this.pages = summary.pages
    this.notices = summary.notices
    this.#worker = worker
    this.#defaults = defaults
    this.#onDispose = onDispose
  }

  get pageCount(): number {
    return this.pages.length
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
    return new DrawingPage(this.#worker, info, this.#defaults)
  }

  /** A small picture of a page; waits until nothing else is asked of the document. */
  thumbnail(
    index: number,
    { maxPx = THUMBNAIL_MAX_PX, ...call }: ThumbnailOptions = {},
  ): Promise<ImageBitmap> {
    return this.#worker.call({ method: 'thumbnail', index, maxPx }, call)
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
