import type { DrawingPage } from 'draftlens'
import {
  type DrawingViewer,
  type MarkAction,
  MarkEditor,
  MarkLayer,
  MarkList,
  markAction,
  standingOf,
} from 'draftlens/viewer'
import { counted } from './counted'
import { button, byId } from './element'
import { Filters } from './filters'
import { NumberAs, type Revision } from './number-as'
import type { PageReading } from './page-reading'

const SECOND_MS = 1000

/** The readings of the shown page: on the sheet, in the list, in the editor, and how far the reading is. */
export class ReadingsPanel {
  readonly layer: MarkLayer
  readonly #viewer: DrawingViewer
  readonly #list: MarkList
  readonly #editor: MarkEditor
  readonly #filters = new Filters()
  readonly #numberAs = new NumberAs()
  readonly #revisions: () => Revision[]
  readonly #state = byId('reading-state')
  readonly #bar = byId<HTMLProgressElement>('reading-bar')
  readonly #again: HTMLButtonElement
  /** Of no use without a page. */
  #modes: HTMLButtonElement[] = []
  readonly #acceptSure: HTMLButtonElement
  readonly #undo: HTMLButtonElement
  readonly #redo: HTMLButtonElement
  readonly #export = byId<HTMLButtonElement>('export')
  #reading: PageReading | undefined
  #page: DrawingPage | undefined
  #stop = () => {}

  /** `revisions` are the pages that were read so far. */
  constructor(viewer: DrawingViewer, revisions: () => Revision[]) {
    this.#viewer = viewer
    this.#revisions = revisions
    this.layer = new MarkLayer(viewer)
    const onAction = (action: MarkAction) =>
      ['edit', 'draw', 'select'].includes(action) && this.layer.act(action)
    this.#list = new MarkList(byId('readings'), { onAction })
    this.#editor = new MarkEditor(byId('editor'), this.layer)
    this.#editor.element.addEventListener('done', () => this.#leaveEditor())
    this.#again = button('read', () => this.#readOrStop())
    this.#acceptSure = button('accept-sure', () => this.#acceptAllSure())
    this.#undo = button('undo', () => this.layer.act('undo'))
    this.#redo = button('redo', () => this.layer.act('redo'))
    this.#followModes()
    this.#followKeys()
    keepEditorInSight()
    this.#render()
  }

  get reading(): PageReading | undefined {
    return this.#reading
  }

  /** The page as the viewer shows it, decoded. */
  show(reading: PageReading | undefined, page?: DrawingPage): void {
    if (reading === this.#reading && page === this.#page) return
    this.#stop()
    this.#reading = reading
    this.#page = page
    const review = reading?.review
    this.layer.review = review
    this.#list.show(review, page)
    this.#editor.show(review, page)
    this.#filters.show(review)
    this.#showRevisions()
    const render = () => this.#render()
    const stops = [review?.on('change', render)]
    reading?.addEventListener('change', render)
    this.#stop = () => {
      reading?.removeEventListener('change', render)
      for (const stop of stops) stop?.()
    }
    render()
  }

  /** What the user looks at comes first. */
  read(): void {
    if (!this.#reading || !this.#page) return
    const { width, height } = this.#viewer.element.getBoundingClientRect()
    void this.#reading.start(this.#page, this.#viewer.pageFromScreen([width / 2, height / 2]))
  }

  #readOrStop(): void {
    if (this.#reading?.state === 'reading') this.#reading.stop()
    else this.read()
  }

  #acceptAllSure(): void {
    const review = this.#reading?.review
    review?.judgeAll(
      review.shown.filter((mark) => standingOf(mark) === 'sure').map(({ id }) => id),
      'accepted',
    )
  }

  #render(): void {
    const reading = this.#reading
    const review = reading?.review
    this.#filters.render()
    this.layer.callouts = reading?.callouts ?? []
    this.#state.textContent = reading ? stateInWords(reading) : 'No drawing'
    this.#bar.hidden = reading?.state !== 'reading'
    const { progress } = reading ?? {}
    if (progress) Object.assign(this.#bar, { max: progress.total, value: progress.done })
    else this.#bar.removeAttribute('value')
    this.#again.textContent = {
      unread: 'Read',
      reading: 'Stop',
      read: 'Read again',
      stopped: 'Go on',
      failed: 'Try again',
    }[reading?.state ?? 'unread']
    this.#again.disabled = !reading
    for (const mode of this.#modes) mode.disabled = !reading
    this.#undo.disabled = !review?.canUndo
    this.#redo.disabled = !review?.canRedo
    this.#export.disabled = !reading?.analysis
    const sure = review?.shown.filter((mark) => standingOf(mark) === 'sure').length ?? 0
    this.#acceptSure.hidden = sure === 0
    this.#acceptSure.textContent = `✓ Accept ${sure} sure`
  }

  #showRevisions(): void {
    const review = this.#reading?.review
    const others = this.#revisions().filter((revision) => revision.review !== review)
    this.#numberAs.show(review, this.layer.showsNumbers ? others : [])
  }

  #followModes(): void {
    const select = button('mode-select', () => {
      this.layer.mode = 'select'
    })
    const draw = button('mode-draw', () => this.layer.act('draw'))
    const numbers = button('numbers', () => {
      this.layer.showsNumbers = !this.layer.showsNumbers
      this.#showRevisions()
      render()
    })
    const render = () => {
      select.setAttribute('aria-pressed', String(this.layer.mode !== 'draw'))
      draw.setAttribute('aria-pressed', String(this.layer.mode === 'draw'))
      numbers.setAttribute('aria-pressed', String(this.layer.showsNumbers))
    }
    this.#modes = [select, draw, numbers]
    this.layer.on('mode', render)
    render()
  }

  /** Undo works wherever one is, but for a field with an undo of its own. */
  #followKeys(): void {
    document.addEventListener('keydown', (event) => {
      const isTyping =
        event.target instanceof Element && event.target.closest('input, textarea, select, dialog')
      const action = markAction(event)
      if (isTyping || event.defaultPrevented || (action !== 'undo' && action !== 'redo')) return
      event.preventDefault()
      this.layer.act(action)
    })
  }

  /** Back to where the keys for the next one work. */
  #leaveEditor(): void {
    if (this.#list.element.checkVisibility()) this.#list.focus()
    else this.#viewer.element.focus()
  }
}

/** Where the panel is closed, the editor lies over the sheet. */
function keepEditorInSight(): void {
  const [editor, panel, stage] = [byId('editor'), byId('readings-view'), byId('stage')]
  const place = () => {
    const home = document.body.dataset['facts'] === 'closed' ? stage : panel
    if (editor.parentElement !== home) home.append(editor)
  }
  new MutationObserver(place).observe(document.body, { attributeFilter: ['data-facts'] })
  place()
}

function stateInWords(reading: PageReading): string {
  const { state, progress, analysis, error, review } = reading
  const count = counted(review.marks.length, 'reading')
  const doubtful = review.marks.filter((mark) => standingOf(mark) === 'unsure').length
  switch (state) {
    case 'unread':
      return 'Not read yet'
    case 'reading':
      return progress ? `Reading ${progress.done} of ${progress.total} · ${count}` : 'Getting ready to read …'
    case 'stopped':
      return `Stopped · ${count}`
    case 'failed':
      return `${error?.message ?? ''} ${error?.hint ?? ''}`
    case 'read': {
      const seconds = ((analysis?.timing_ms.total ?? 0) / SECOND_MS).toFixed(1)
      const device = analysis?.backend.name === 'webgpu' ? 'GPU' : 'CPU'
      return `${count}, ${doubtful} doubtful · ${seconds} s on the ${device}`
    }
  }
}
