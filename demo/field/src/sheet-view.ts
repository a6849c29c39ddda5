import type { Analyzer, Annotation, DrawingDocument, DrawingPage } from 'draftlens'
import type { FieldStore, StoredDrawing } from 'draftlens/offline'
import { DrawingViewer, type Mark, MarkLayer, MEASURED_KINDS, Review, type SheetTool } from 'draftlens/viewer'
import { button, byId } from '../../qa/src/element'
import { alikePanel, drawingsAlike } from './alike'
import { corrected, type Finding } from './finding'
import { Findings } from './findings'
import { listPanel } from './list-panel'
import { measurePanel } from './measure-panel'
import type { PageTexts } from './page-texts'
import { clearTrouble, doing, showTrouble } from './trouble'

const GOOD = '#00663c'
const BAD = '#b00020'
/** Until the sheet has its new size. */
const SETTLED_MS = 60

/** What the view holds of the drawing that is open. */
interface Open {
  drawing: StoredDrawing
  document: DrawingDocument
  page: DrawingPage
  review: Review
  findings: Findings
  closed: AbortController
}

type PanelName = 'measure' | 'list' | 'alike'

/** One sheet: looked at, measured, compared. */
export class SheetView {
  readonly #store: FieldStore
  readonly #analyzer: () => Promise<Analyzer>
  readonly #texts: PageTexts
  readonly #onGo: (id: string, page: number) => void
  readonly #viewer = new DrawingViewer(byId('stage'))
  readonly #layer = new MarkLayer(this.#viewer)
  readonly #panel = byId('panel')
  #open: Open | undefined
  /** What is open, or about to be. */
  #latest = new AbortController()
  #panelName: PanelName | undefined

  constructor(
    store: FieldStore,
    analyzer: () => Promise<Analyzer>,
    texts: PageTexts,
    onGo: (id: string, page: number) => void,
  ) {
    this.#store = store
    this.#analyzer = analyzer
    this.#texts = texts
    this.#onGo = onGo
    this.#layer.showsNumbers = true
    this.#viewer.tool = lookingOnly(this.#layer)
    this.#viewer.on('error', ({ detail }) => detail.code !== 'cancelled' && showTrouble(detail))
    button('previous', () => this.#go(-1))
    button('next', () => this.#go(1))
    button('fit', () => this.#viewer.fit())
    button('page-before', () => this.#turn(-1))
    button('page-after', () => this.#turn(1))
    button('list', () => this.#toggle('list'))
    button('alike', () => this.#toggle('alike'))
  }

  /** Gives nothing where another was opened meanwhile. Fails with `not-stored`, `stored-damaged` or as opening a file does. */
  async open(id: string, asked: number): Promise<StoredDrawing | undefined> {
    this.close()
    clearTrouble()
    const closed = this.#latest
    try {
      return await this.#openUnless(closed, id, asked)
    } catch (error) {
      if (closed.signal.aborted) return undefined
      throw error
    }
  }

  async #openUnless(closed: AbortController, id: string, asked: number): Promise<StoredDrawing | undefined> {
    const blob = await this.#store.file(id)
    const drawing = await this.#store.drawing(id)
    if (!drawing) throw new Error('The drawing was removed.')
    const document = await (await this.#analyzer()).open(blob, { signal: closed.signal })
    const review = new Review()
    review.filter = { kinds: MEASURED_KINDS }
    const index = Math.min(Math.max(0, asked), document.pageCount - 1)
    const findings = await Findings.of(this.#store, drawing, index)
    if (closed.signal.aborted) {
      document.dispose()
      return undefined
    }
    void this.#viewer.show(document, index)
    const page = this.#viewer.page ?? document.page(index)
    this.#open = { drawing, document, page, review, findings, closed }
    this.#viewer.label = drawing.title
    this.#showPaging(document, index)
    this.#layer.review = review
    // A layer takes the sheet for its own.
    this.#viewer.tool = lookingOnly(this.#layer)
    review.on('select', () => this.#show(review.selected ? 'measure' : undefined))
    review.on('change', () => this.#panelName === 'list' && this.#show('list'))
    void this.#read(this.#open).catch((error: unknown) => {
      if (!closed.signal.aborted) showTrouble(error)
    })
    return drawing
  }

  close(): void {
    const { document } = this.#open ?? {}
    this.#latest.abort()
    this.#latest = new AbortController()
    this.#open = undefined
    this.#layer.review = undefined
    this.#layer.callouts = []
    this.#viewer.clear()
    document?.dispose()
    byId('reading').hidden = true
    this.#show(undefined)
  }

  /** As it was read before, or now. */
  async #read(open: Open): Promise<void> {
    const { drawing, page, review, findings, closed } = open
    const known = (await this.#store.readings(drawing, page.index)).analysis
    if (known) {
      review.complete(known.annotations.map((one) => corrected(one, findings.get(one.id))))
      this.#markFindings(open)
      return
    }
    const reading = byId('reading')
    reading.textContent = 'Reading …'
    reading.hidden = false
    try {
      const onPartial = (annotations: Annotation[]) => review.add(annotations)
      const analysis = await this.#texts.of(drawing, page, { signal: closed.signal, onPartial })
      if (this.#open === open) review.complete(analysis.annotations)
    } finally {
      if (this.#open === open) reading.hidden = true
    }
  }

  #showPaging({ pageCount }: DrawingDocument, index: number): void {
    byId('pages').hidden = pageCount < 2
    byId('page-number').textContent = `${index + 1} of ${pageCount}`
    byId<HTMLButtonElement>('page-before').disabled = index === 0
    byId<HTMLButtonElement>('page-after').disabled = index === pageCount - 1
  }

  #turn(by: 1 | -1): void {
    if (this.#open) this.#onGo(this.#open.drawing.id, this.#open.page.index + by)
  }

  /** To the next dimension, or the one before. */
  #go(by: 1 | -1): void {
    this.#open?.review.selectBy(by)
  }

  #toggle(name: PanelName): void {
    if (this.#panelName === name) this.#show(undefined)
    else {
      this.#open?.review.select(undefined)
      this.#show(name)
    }
  }

  #show(name: PanelName | undefined): void {
    this.#panelName = name
    for (const id of ['list', 'alike']) byId(id).setAttribute('aria-pressed', String(name === id))
    const open = this.#open
    this.#panel.hidden = !name || !open
    if (!name || !open) this.#panel.replaceChildren()
    else if (name === 'measure') this.#showMeasure(open)
    else if (name === 'list') this.#showList(open)
    else void doing(() => this.#showAlike(open))
  }

  #showMeasure({ review, findings, page }: Open): void {
    const mark = review.selected
    if (!mark) return
    const number = review.numbers.get(mark.id)
    const ofMark: Finding['mark'] = {
      ...{ id: mark.id, text: mark.text, quad: mark.quad },
      ...(number !== undefined && { number }),
    }
    const put = (change: Partial<Finding>, isDecided: boolean) =>
      doing(() => this.#put(findings, ofMark, change, isDecided))
    this.#panel.setAttribute('aria-label', 'Dimension')
    this.#panel.replaceChildren(
      ...measurePanel({
        ...{ mark, number, page, finding: findings.get(mark.id) },
        onMeasured: (measured) => void put({ measured, verdict: 'open' } as Partial<Finding>, false),
        onVerdict: (verdict, measured) =>
          void put({ verdict, measured } as Partial<Finding>, true).then(() => this.#show('measure')),
        onCorrect: (text) => void doing(() => this.#correct(mark, ofMark, text)),
        onClose: () => review.select(undefined),
      }),
    )
    this.#panel.scrollTop = 0
    // The panel takes its room from the sheet, maybe where the mark was.
    setTimeout(() => this.#open?.review.selected === mark && this.#viewer.reveal(mark.quad), SETTLED_MS)
  }

  async #put(
    findings: Findings,
    mark: Finding['mark'],
    change: Partial<Finding>,
    isDecided: boolean,
  ): Promise<void> {
    await findings.put(mark, change, isDecided)
    if (this.#open?.findings === findings) this.#markFindings(this.#open)
  }

  async #correct(mark: Mark, ofMark: Finding['mark'], text: string): Promise<void> {
    const open = this.#open
    if (!open) return
    const { drawing, page, findings, review } = open
    const fields = (await this.#store.readings(drawing, page.index)).analysis?.fields
    const meaning = await (await this.#analyzer()).understand(text, mark.kind, fields)
    const finding = await findings.put(
      { ...ofMark, text },
      { correction: { text, meaning }, verdict: 'open' },
      true,
    )
    const known = (await this.#store.readings(drawing, page.index)).analysis
    review.complete((known?.annotations ?? []).map((one) => corrected(one, findings.get(one.id))))
    if (this.#open === open && review.selected?.id === finding.mark.id) this.#show('measure')
  }

  #showList({ review, findings }: Open): void {
    const listed = review.shown.map((mark) => ({
      ...{ mark, number: review.numbers.get(mark.id), finding: findings.get(mark.id) },
    }))
    this.#panel.setAttribute('aria-label', 'Dimensions')
    this.#panel.replaceChildren(...listPanel(listed, (id) => review.select(id)))
  }

  async #showAlike(open: Open): Promise<void> {
    const searching = document.createElement('p')
    searching.textContent = 'Looking …'
    this.#panel.setAttribute('aria-label', 'Drawings like this one')
    this.#panel.replaceChildren(searching)
    const found = await drawingsAlike(this.#store, this.#analyzer, open.drawing, open.page)
    if (this.#open !== open || this.#panelName !== 'alike') return
    this.#panel.replaceChildren(...alikePanel(found, this.#onGo))
  }

  /** What was decided, on the sheet. */
  #markFindings({ findings, review }: Open): void {
    this.#layer.callouts = [...findings].flatMap(({ mark: { id }, verdict, measured }) => {
      const mark = review.mark(id)
      if (!mark || verdict === 'open') return []
      const words = `${verdict === 'ok' ? '✓' : '✕'}${measured === undefined ? '' : ` ${measured}`}`
      return [{ quad: mark.quad, colour: verdict === 'ok' ? GOOD : BAD, words }]
    })
  }
}

/** Nobody draws boxes with gloves on: what lies there is only chosen. */
function lookingOnly(layer: MarkLayer): SheetTool {
  return {
    grip: () => undefined,
    tap: (at, pointer) => layer.tap(at, pointer),
    hover: (at, pointer) => layer.hover(at, pointer),
    press: (event) => ['n', 'p', 'Escape'].includes(event.key) && layer.press(event),
  }
}
