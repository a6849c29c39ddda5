import type { AnnotationKind } from '../analysis.js'
import { KINDS } from '../kinds.js'
import type { DrawingPage } from '../page.js'
import { drawCrop } from './crop.js'
import { make } from './dom.js'
import { KIND_NAMES, type Mark, standingOf, type Verdict } from './mark.js'
import type { MarkLayer } from './mark-layer.js'
import type { Review } from './review.js'
import { doubtInWords, valueInWords } from './words.js'

/** What drawings have and keyboards have not. */
const SYMBOLS = ['Ø', '±', '°', '×', '⌴', '⌵', '↧', '□', 'Ⓜ', '⌖', '⟂', '∥', '⏥', '◎', '↗']
const CROP_WIDTH_PX = 300
const CROP_HEIGHT_PX = 84

/**
 * The selected mark at large: its picture, its words to be corrected, what they come to, and what speaks against it.
 *
 * @example
 * ```ts
 * import { MarkEditor, MarkLayer } from 'draftlens/viewer'
 *
 * const layer = new MarkLayer(viewer)
 * layer.review = review
 * new MarkEditor(element, layer).show(review, viewer.page)
 * review.select(review.marks[0]?.id)
 * ```
 */
export class MarkEditor {
  readonly element = make('form', { class: 'draftlens-editor', 'aria-label': 'Selected reading' })
  readonly #picture = make('canvas', { class: 'draftlens-crop', 'aria-hidden': 'true' })
  readonly #text = make('textarea', {
    'aria-label': 'Text',
    rows: '1',
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: 'Type what stands there',
  })
  readonly #kind = make('select', { 'aria-label': 'Kind' })
  readonly #value = make('output', { class: 'draftlens-value' })
  readonly #doubts = make('ul', { class: 'draftlens-doubts' })
  readonly #accept = make('button', { type: 'button', title: 'Accept (Enter)' }, '✓ Accept')
  readonly #reject = make('button', { type: 'button', title: 'Reject (x)' }, '✕ Reject')
  readonly #box = make('button', { type: 'button', title: 'Move, size and turn the box (e)' }, 'Box')
  readonly #remove = make('button', { type: 'button', title: 'Delete' }, 'Delete')
  readonly #layer: MarkLayer
  #review: Review | undefined
  #page: DrawingPage | undefined
  #mark: Mark | undefined
  #stop = () => {}
  #crop = new AbortController()

  constructor(container: HTMLElement, layer: MarkLayer) {
    this.#layer = layer
    for (const kind of KINDS) this.#kind.append(make('option', { value: kind }, KIND_NAMES[kind]))
    const symbols = make('div', { class: 'draftlens-symbols', role: 'group', 'aria-label': 'Symbols' })
    for (const symbol of SYMBOLS) {
      const key = make('button', { type: 'button', title: `Insert ${symbol}` }, symbol)
      // The caret stays in the text.
      key.addEventListener('pointerdown', (event) => event.preventDefault())
      key.addEventListener('click', () => this.#insert(symbol))
      symbols.append(key)
    }
    this.element.append(
      make('div', { class: 'draftlens-picture' }, this.#picture),
      make('div', { class: 'draftlens-words' }, this.#text, this.#kind),
      symbols,
      this.#value,
      this.#doubts,
      make('div', { class: 'draftlens-verdicts' }, this.#accept, this.#reject, this.#box, this.#remove),
    )
    this.element.hidden = true
    container.append(this.element)
    this.#listen()
  }

  /** Shows the selected mark of a review, its picture cut out of `page`. */
  show(review: Review | undefined, page?: DrawingPage): void {
    this.#stop()
    this.#review = review
    this.#page = page
    this.#mark = undefined
    if (review) {
      const stops = [
        review.on('change', () => this.#render()),
        review.on('select', () => {
          this.#commit()
          this.#render()
        }),
        this.#layer.on('mode', () => this.#renderMode()),
        this.#layer.on('edit', () => this.focus()),
      ]
      this.#stop = () => {
        for (const stop of stops) stop()
      }
    }
    this.#render()
  }

  /** Sets the focus on the text. */
  focus(): void {
    this.#text.focus()
    this.#text.select()
  }

  /** Takes the editor out of its element. */
  dispose(): void {
    this.show(undefined)
    this.element.remove()
  }

  #listen(): void {
    this.element.addEventListener('submit', (event) => event.preventDefault())
    this.#text.addEventListener('change', () => this.#commit())
    this.#text.addEventListener('input', () => this.#fitRows())
    this.#text.addEventListener('keydown', (event) => {
      // Keys are letters here, not commands.
      event.stopPropagation()
      if (event.key === 'Escape') this.#text.value = this.#mark?.text ?? ''
      if (event.key !== 'Escape' && (event.key !== 'Enter' || event.shiftKey)) return
      event.preventDefault()
      this.#commit()
      this.#layer.mode = 'select'
      this.element.dispatchEvent(new CustomEvent('done', { bubbles: true }))
    })
    this.#kind.addEventListener('change', () => {
      if (this.#mark) void this.#review?.correct(this.#mark.id, { kind: this.#kind.value as AnnotationKind })
    })
    this.#accept.addEventListener('click', () => this.#judge('accepted'))
    this.#reject.addEventListener('click', () => this.#judge('rejected'))
    this.#remove.addEventListener('click', () => this.#mark && this.#review?.remove(this.#mark.id))
    this.#box.addEventListener('click', () => {
      this.#layer.mode = this.#layer.mode === 'edit' ? 'select' : 'edit'
    })
  }

  #judge(verdict: Verdict): void {
    if (this.#mark) this.#review?.judge(this.#mark.id, this.#mark.verdict === verdict ? 'open' : verdict)
  }

  /** What was typed holds from when the field is left. */
  #commit(): void {
    const mark = this.#mark
    const text = this.#text.value.trim()
    if (mark && text && text !== mark.text) void this.#review?.correct(mark.id, { text })
  }

  #insert(symbol: string): void {
    const { selectionStart, selectionEnd } = this.#text
    this.#text.setRangeText(symbol, selectionStart, selectionEnd, 'end')
    this.#text.focus()
  }

  #render(): void {
    const before = this.#mark
    const mark = this.#review?.selected
    if (mark === before && mark) return
    this.#mark = mark
    this.element.hidden = !mark
    if (!mark) return
    const isTyping =
      before?.id === mark.id && before.text === mark.text && document.activeElement === this.#text
    if (!isTyping) this.#text.value = mark.text
    this.#fitRows()
    this.#kind.value = mark.kind
    this.#value.textContent = valueInWords(mark.value) || 'no value'
    this.#doubts.replaceChildren(
      ...(mark.unsure ? (mark.doubts ?? []) : []).map((doubt) => make('li', {}, doubtInWords(doubt))),
      ...(mark.asRead && mark.asRead.text !== mark.text
        ? [make('li', { class: 'draftlens-as-read' }, `read as ${mark.asRead.text}`)]
        : []),
    )
    this.element.dataset['standing'] = standingOf(mark)
    this.#accept.setAttribute('aria-pressed', String(mark.verdict === 'accepted'))
    this.#reject.setAttribute('aria-pressed', String(mark.verdict === 'rejected'))
    this.#renderMode()
    if (before?.quad !== mark.quad) void this.#drawPicture(mark)
  }

  #renderMode(): void {
    this.#box.setAttribute('aria-pressed', String(this.#layer.mode === 'edit'))
  }

  #fitRows(): void {
    this.#text.rows = Math.min(4, this.#text.value.split('\n').length)
  }

  async #drawPicture(mark: Mark): Promise<void> {
    this.#crop.abort()
    this.#crop = new AbortController()
    const { signal } = this.#crop
    const room = { maxWidthPx: CROP_WIDTH_PX, maxHeightPx: CROP_HEIGHT_PX, signal }
    try {
      if (this.#page) await drawCrop(this.#picture, this.#page, mark.quad, room)
    } catch {
      // Another one was selected meanwhile, or the page went; either way nobody looks at this picture.
    }
  }
}
