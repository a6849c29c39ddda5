import type { DrawingViewer } from 'draftlens/viewer'
import { button, byId } from './element'

/** As wide as main.css has it: below, the panels lie over the drawing and start closed. */
const PANELS_BESIDE = { pages: '(min-width: 901px)', facts: '(min-width: 1101px)' }
const ZOOM_STEP = 1.25

/** The buttons above the drawing and what they do to the viewer. */
export class Toolbar {
  readonly #pageNumber = byId<HTMLInputElement>('page-number')
  readonly #pageCount = byId('page-count')
  readonly #previous: HTMLButtonElement
  readonly #next: HTMLButtonElement
  readonly #zoom: HTMLButtonElement
  readonly #viewButtons: HTMLButtonElement[]

  constructor(viewer: DrawingViewer, onPage: (index: number) => void) {
    const shownNumber = () => Number(this.#pageNumber.value)
    this.#previous = button('previous', () => onPage(shownNumber() - 2))
    this.#next = button('next', () => onPage(shownNumber()))
    this.#pageNumber.addEventListener('change', () => onPage(shownNumber() - 1))
    this.#pageNumber.addEventListener('focus', () => this.#pageNumber.select())
    this.#zoom = button('zoom', () => viewer.zoomTo(1))
    const flip = button('flip', () => viewer.flip())
    this.#viewButtons = [
      this.#zoom,
      flip,
      button('zoom-out', () => viewer.zoomBy(1 / ZOOM_STEP)),
      button('zoom-in', () => viewer.zoomBy(ZOOM_STEP)),
      button('fit-page', () => viewer.fit('page')),
      button('fit-width', () => viewer.fit('width')),
      button('rotate', () => viewer.rotate(1)),
    ]
    viewer.on('viewchange', ({ detail }) => {
      this.#zoom.textContent = `${Math.round(detail.zoom * 100)} %`
      flip.setAttribute('aria-pressed', String(detail.view.isFlipped))
    })
    forwardKeys(viewer)
    followPanel('pages')
    followPanel('facts')
    followHelp()
  }

  /** Without a drawing the count is 0, and there is nothing to zoom or turn. */
  showPage(index: number, count: number): void {
    for (const viewButton of this.#viewButtons) viewButton.disabled = count === 0
    if (count === 0) this.#zoom.textContent = '–'
    this.#pageNumber.value = count === 0 ? '' : String(index + 1)
    this.#pageNumber.disabled = count < 2
    this.#pageCount.textContent = `/ ${count || '–'}`
    this.#previous.disabled = index <= 0
    this.#next.disabled = index >= count - 1
  }
}

/** The drawing is what keys are about, unless one is typing or moving in a list. */
function forwardKeys(viewer: DrawingViewer): void {
  document.addEventListener('keydown', (event) => {
    const isElsewhere =
      event.target instanceof Element && event.target.closest('input, dialog, form, .tabs, .panel')
    // A button that has the focus is pressed by it.
    const isPress = event.target instanceof HTMLButtonElement && [' ', 'Enter'].includes(event.key)
    if (!isElsewhere && !isPress) viewer.press(event)
  })
}

function followPanel(name: 'pages' | 'facts'): void {
  const hasRoom = matchMedia(PANELS_BESIDE[name])
  const toggle = button(`toggle-${name}`, () => show(document.body.dataset[name] === 'closed'))
  const show = (isOpen: boolean) => {
    document.body.dataset[name] = isOpen ? 'open' : 'closed'
    toggle.setAttribute('aria-pressed', String(isOpen))
  }
  hasRoom.addEventListener('change', () => show(hasRoom.matches))
  show(hasRoom.matches)
}

function followHelp(): void {
  const dialog = byId<HTMLDialogElement>('help-dialog')
  button('help', () => dialog.showModal())
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement
    if (event.key === '?' && !isTyping && !document.querySelector('dialog[open]')) dialog.showModal()
  })
}
