import { type DrawingDocument, isDraftlensError, type PageInfo } from 'draftlens'
import { byId, element } from './element'

/** The long side on screen; drawn at twice that for dense screens. */
const LONG_SIDE_PX = 116
const DRAWN_PX = 232

/** The pages of one document beside the drawing; a picture is made when its place comes into sight. */
export class Thumbnails {
  readonly #list = byId('thumbnails')
  readonly #onChoose: (index: number) => void
  #document: DrawingDocument | undefined
  #observer: IntersectionObserver | undefined
  #requests = new AbortController()

  constructor(onChoose: (index: number) => void) {
    this.#onChoose = onChoose
  }

  show(document: DrawingDocument | undefined): void {
    if (document === this.#document) return
    this.#document = document
    this.#requests.abort()
    this.#observer?.disconnect()
    this.#requests = new AbortController()
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue
        observer.unobserve(target)
        const index = Number((target as HTMLElement).dataset['index'])
        whenIdle(() => void this.#draw(index, target as HTMLElement))
      }
    })
    this.#observer = observer
    const rows = (document?.pages ?? []).map((page) => this.#row(page))
    this.#list.replaceChildren(...rows)
    for (const row of rows) observer.observe(row)
  }

  mark(index: number): void {
    for (const [at, row] of [...this.#list.children].entries()) {
      const choose = row.firstElementChild
      if (at === index) {
        choose?.setAttribute('aria-current', 'page')
        row.scrollIntoView({ block: 'nearest' })
      } else {
        choose?.removeAttribute('aria-current')
      }
    }
  }

  #row(page: PageInfo): HTMLElement {
    const scale = LONG_SIDE_PX / Math.max(page.width_px, page.height_px)
    const canvas = element('canvas', {
      width: String(Math.max(1, Math.round(page.width_px * scale))),
      height: String(Math.max(1, Math.round(page.height_px * scale))),
    })
    const number = String(page.index + 1)
    const choose = element(
      'button',
      {
        type: 'button',
        class: 'thumbnail',
        'aria-label': `Page ${number}`,
        onclick: () => this.#onChoose(page.index),
      },
      canvas,
      number,
    )
    return element('li', { 'data-index': String(page.index) }, choose)
  }

  async #draw(index: number, row: HTMLElement): Promise<void> {
    const { signal } = this.#requests
    const canvas = row.querySelector('canvas')
    if (signal.aborted || !this.#document || !canvas) return
    try {
      const bitmap = await this.#document.thumbnail(index, { maxPx: DRAWN_PX, signal })
      // The canvas keeps its place on the page: twice the pixels, the same size.
      canvas.style.width = `${canvas.width}px`
      canvas.width = bitmap.width
      canvas.height = bitmap.height
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
      bitmap.close()
    } catch (error) {
      // The sheet stays blank here; the reason is shown when the page itself is opened.
      if (!isDraftlensError(error)) throw error
    }
  }
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work)
  else setTimeout(work, 50)
}
