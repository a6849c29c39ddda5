import type { DrawingPage } from '../page.js'
import { drawCrop } from './crop.js'
import { make } from './dom.js'
import { KIND_NAMES, type Mark, standingOf } from './mark.js'
import { actOn, type MarkAction, markAction } from './mark-keys.js'
import type { Review } from './review.js'
import { asLine, spoken } from './spoken.js'
import { valueInWords } from './words.js'

/** What a list is called, and who else hears of its keys. */
export interface MarkListOptions {
  /** What a screen reader calls the list. */
  label?: string
  /** Where keys go that are about more than the marks, such as `edit`; says whether they meant something. */
  onAction?: (action: MarkAction) => boolean
}

const CROP_WIDTH_PX = 132
const CROP_HEIGHT_PX = 30
/** Rows that one frame fills, from the top down: a sheet with a thousand texts keeps the page free. */
const FILLED_AT_ONCE = 80
const STANDING_SIGNS = { sure: '', unsure: '?', accepted: '✓', rejected: '✕' } as const

interface Row {
  item: HTMLLIElement
  button: HTMLButtonElement
  canvas: HTMLCanvasElement
  mark: Mark
  number: number | undefined
  isDrawn: boolean
}

/**
 * The marks of a page, each with its picture, its text and what it comes to. Tab goes through them all, arrows too;
 * what has the focus is selected. The look is of `draftlens/viewer.css`, or the page's own.
 *
 * @example
 * ```ts
 * import { MarkList } from 'draftlens/viewer'
 * import 'draftlens/viewer.css'
 *
 * const list = new MarkList(element, { label: 'Readings' })
 * list.show(review, viewer.page)
 * list.element.children.length === review.shown.length // → true
 * ```
 */
export class MarkList {
  readonly element = make('ol', { class: 'draftlens-marks' })
  readonly #onAction: (action: MarkAction) => boolean
  readonly #rows = new Map<string, Row>()
  readonly #inSight: IntersectionObserver
  #review: Review | undefined
  #page: DrawingPage | undefined
  #stop = () => {}
  #crops = new AbortController()
  #frame = 0

  constructor(container: HTMLElement, { label = 'Readings', onAction = () => false }: MarkListOptions = {}) {
    this.#onAction = onAction
    this.element.setAttribute('aria-label', label)
    container.append(this.element)
    this.#inSight = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        const row = this.#rows.get((target as HTMLElement).dataset['id'] ?? '')
        if (isIntersecting && row) this.#draw(row)
      }
    })
    this.element.addEventListener('keydown', this.#onKey)
    this.element.addEventListener('focusin', ({ target }) => {
      const id = (target as HTMLElement).closest('li')?.dataset['id']
      if (id) this.#review?.select(id, 'list')
    })
    this.element.addEventListener('pointerover', ({ target }) => {
      this.#review?.hover((target as HTMLElement).closest('li')?.dataset['id'])
    })
    this.element.addEventListener('pointerleave', () => this.#review?.hover(undefined))
  }

  /** Shows the marks of a review; their pictures are cut out of `page`. */
  show(review: Review | undefined, page?: DrawingPage): void {
    this.#stop()
    this.#crops.abort()
    this.#crops = new AbortController()
    this.#review = review
    this.#page = page
    for (const { item } of this.#rows.values()) this.#inSight.unobserve(item)
    this.#rows.clear()
    this.element.replaceChildren()
    if (!review) return
    const stops = [
      review.on('change', () => this.#later()),
      review.on('select', ({ detail: { by } }) => this.#onSelect(by === 'list')),
      review.on('hover', () => this.#onHover()),
    ]
    this.#stop = () => {
      for (const stop of stops) stop()
    }
    this.#render()
  }

  /** Sets the focus on the selected mark's row. */
  focus(): void {
    const id = this.#review?.selected?.id
    if (id !== undefined) this.#rows.get(id)?.button.focus()
  }

  /** Takes the list out of its element. */
  dispose(): void {
    this.show(undefined)
    this.#inSight.disconnect()
    this.element.remove()
  }

  /** Once a frame, however many readings came. */
  #later(): void {
    this.#frame ||= requestAnimationFrame(() => this.#render())
  }

  #render(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const review = this.#review
    if (!review) return
    const { shown, numbers } = review
    const ids = new Set(shown.map(({ id }) => id))
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue
      this.#leave(row)
      this.#rows.delete(id)
    }
    let before: Element | null = null
    let nFilled = 0
    for (const mark of shown) {
      const row = this.#rows.get(mark.id) ?? this.#newRow(mark)
      if (this.#fill(row, mark, numbers.get(mark.id))) nFilled++
      const place: Element | null = before ? before.nextElementSibling : this.element.firstElementChild
      if (place !== row.item) this.element.insertBefore(row.item, place)
      before = row.item
      if (nFilled < FILLED_AT_ONCE) continue
      this.#later()
      break
    }
    this.#onSelect(true)
  }

  /** A row that goes away with the focus hands it on, or the keys would go nowhere. */
  #leave({ item }: Row): void {
    const next = item.nextElementSibling ?? item.previousElementSibling
    const hadFocus = item.contains(document.activeElement)
    this.#inSight.unobserve(item)
    item.remove()
    if (hadFocus) next?.querySelector('button')?.focus()
  }

  #newRow(mark: Mark): Row {
    const canvas = make('canvas', { class: 'draftlens-crop', width: '0', height: '0' })
    const button = make('button', { type: 'button', class: 'draftlens-mark' })
    const item = make('li', { 'data-id': mark.id }, button)
    // Not the mark itself: it differs from it until it is filled.
    const row: Row = { item, button, canvas, mark: { ...mark }, number: undefined, isDrawn: false }
    this.#rows.set(mark.id, row)
    return row
  }

  /** Whether there was anything to do. */
  #fill(row: Row, mark: Mark, number: number | undefined): boolean {
    if (row.mark === mark && row.number === number) return false
    const isElsewhere = row.mark.quad !== mark.quad
    row.mark = mark
    row.number = number
    const standing = standingOf(mark)
    const { button, canvas } = row
    button.dataset['kind'] = mark.kind
    button.dataset['standing'] = standing
    const seen = (name: string, ...content: (Node | string)[]) =>
      make('span', { class: `draftlens-${name}`, 'aria-hidden': 'true' }, ...content)
    button.replaceChildren(
      make('span', { class: 'draftlens-spoken' }, spoken(mark, number)),
      seen('number', number === undefined ? '' : String(number)),
      seen('picture', canvas),
      seen('text', asLine(mark.text) || '…'),
      seen('value', valueInWords(mark.value) || KIND_NAMES[mark.kind]),
      seen('standing', STANDING_SIGNS[standing]),
    )
    if (isElsewhere || !row.isDrawn) {
      row.isDrawn = false
      // Observed anew, it is told once more whether it is in sight.
      this.#inSight.unobserve(row.item)
      this.#inSight.observe(row.item)
    }
    return true
  }

  #draw(row: Row): void {
    this.#inSight.unobserve(row.item)
    const { signal } = this.#crops
    if (!this.#page || row.isDrawn) return
    row.isDrawn = true
    const room = { maxWidthPx: CROP_WIDTH_PX, maxHeightPx: CROP_HEIGHT_PX, signal }
    drawCrop(row.canvas, this.#page, row.mark.quad, room).catch(() => {
      // The text stands there without its picture: what is wrong with the page is told elsewhere.
      row.isDrawn = false
    })
  }

  #onSelect(isOwn: boolean): void {
    const id = this.#review?.selected?.id
    for (const [rowId, { item, button }] of this.#rows) {
      if (rowId !== id) {
        button.removeAttribute('aria-current')
        continue
      }
      button.setAttribute('aria-current', 'true')
      if (!isOwn) item.scrollIntoView({ block: 'nearest' })
      // The keys go on from what was chosen elsewhere, if they were here.
      if (this.element.contains(document.activeElement)) button.focus({ preventScroll: isOwn })
    }
  }

  #onHover(): void {
    const id = this.#review?.hovered?.id
    for (const [rowId, { button }] of this.#rows) button.toggleAttribute('data-hovered', rowId === id)
  }

  readonly #onKey = (event: KeyboardEvent) => {
    const review = this.#review
    if (!review || event.defaultPrevented) return
    const arrow = { ArrowDown: 'next', ArrowUp: 'previous' }[event.key] as MarkAction | undefined
    const action = arrow ?? markAction(event)
    if (!action) return
    const isDone = this.#onAction(action) || actOn(review, action, 'list')
    if (!isDone) return
    event.preventDefault()
    event.stopPropagation()
    this.focus()
  }
}
