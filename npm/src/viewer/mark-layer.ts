import type { Point } from '../page-facts.js'
import { type Bounds, boundsOf, moved, type Quad, rectangleBetween, sizeOf, turnedBy } from '../quad.js'
import { dragOf } from './box-grip.js'
import type { DrawingViewer, SheetTool } from './drawing-viewer.js'
import type { Grip, Pointer } from './gestures.js'
import type { Mark } from './mark.js'
import { actOn, type MarkAction, markAction } from './mark-keys.js'
import { MarkPaths } from './mark-paths.js'
import { paintHandles, paintRubberBand } from './paint-handles.js'
import { type Callout, paintMarks } from './paint-marks.js'
import type { Review } from './review.js'
import { spoken } from './spoken.js'
import type { Affine, Size } from './view.js'

/** What pressing on the sheet does: choose a mark, change the chosen one's box, draw a new one. */
export type MarkMode = 'select' | 'edit' | 'draw'

/** What a layer of marks tells of. */
export interface MarkLayerEvents {
  mode: Event
  /** Somebody wants to change the selected mark's words. */
  edit: Event
}

const REACH_PX: Record<Pointer, number> = { mouse: 2, pen: 8, touch: 16 }
/** Less than that was no drawing of a box. */
const DRAWN_MIN_PX = 6
const ARROWS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
const FAR_STEP = 10
const TURN_STEP_RAD = Math.PI / 180

/**
 * Marks over a viewer's sheet: seen, pointed at, chosen, moved, drawn.
 *
 * @example
 * ```ts
 * import { MarkLayer } from 'draftlens/viewer'
 *
 * const layer = new MarkLayer(viewer)
 * layer.review = review
 * layer.showsNumbers = true
 * layer.mode = 'draw' // the next press on the sheet begins a box
 * ```
 */
export class MarkLayer extends EventTarget implements SheetTool {
  readonly #viewer: DrawingViewer
  readonly #canvas = document.createElement('canvas')
  readonly #context: CanvasRenderingContext2D
  readonly #stopPaint: () => void
  #stopReview = () => {}
  #review: Review | undefined
  #mode: MarkMode = 'select'
  #showsNumbers = false
  #callouts: readonly Callout[] = []
  #frame = 0
  #seen: { deviceFromPage: Affine; canvas: Size } | undefined
  /** Of the marks shown last, without the one that is dragged. */
  #paths: { shown: readonly Mark[]; without: string | undefined; paths: MarkPaths } | undefined
  /** While it is dragged, the box is here and not yet in the review. */
  #dragged: { quad: Quad; of: Mark | undefined } | undefined

  constructor(viewer: DrawingViewer) {
    super()
    const context = this.#canvas.getContext('2d')
    if (!context) throw new Error('This browser gives no 2D canvas.')
    this.#viewer = viewer
    this.#context = context
    this.#canvas.setAttribute('aria-hidden', 'true')
    Object.assign(this.#canvas.style, {
      ...{ position: 'absolute', inset: '0', width: '100%', height: '100%' },
      pointerEvents: 'none',
    })
    viewer.element.append(this.#canvas)
    viewer.tool = this
    this.#stopPaint = viewer.on('paint', ({ detail }) => {
      this.#seen = detail
      this.#paint()
    })
  }

  get review(): Review | undefined {
    return this.#review
  }

  /** The marks of the page that the viewer shows; none clears the layer. */
  set review(review: Review | undefined) {
    this.#stopReview()
    this.#review = review
    this.mode = 'select'
    this.#repaint()
    if (!review) return
    const stops = [
      review.on('change', () => this.#repaint()),
      review.on('hover', () => this.#repaint()),
      review.on('select', ({ detail: { by } }) => this.#onSelect(by === 'sheet')),
    ]
    this.#stopReview = () => {
      for (const stop of stops) stop()
    }
  }

  get mode(): MarkMode {
    return this.#mode
  }

  set mode(mode: MarkMode) {
    this.#viewer.element.style.cursor = mode === 'draw' ? 'crosshair' : 'grab'
    if (mode === this.#mode) return
    this.#mode = mode
    this.#repaint()
    this.dispatchEvent(new Event('mode'))
  }

  get showsNumbers(): boolean {
    return this.#showsNumbers
  }

  set showsNumbers(shows: boolean) {
    this.#showsNumbers = shows
    this.#repaint()
  }

  /** Boxes besides the marks. */
  set callouts(callouts: readonly Callout[]) {
    this.#callouts = callouts
    this.#repaint()
  }

  /** What a hand takes hold of at a point of the sheet, if anything. */
  grip(at: Point, pointer: Pointer): Grip | undefined {
    const review = this.#review
    if (!review) return undefined
    const mark = this.#mode === 'edit' ? review.selected : undefined
    const drag = mark && dragOf(mark.quad, at, pointer, this.#viewer)
    if (mark && drag) return this.#dragging(mark, drag, (quad) => review.place(mark.id, quad))
    return this.#mode === 'draw' || pointer === 'pen' ? this.#drawing(review, at) : undefined
  }

  /** Chooses the mark at a point of the sheet. */
  tap(at: Point, pointer: Pointer): void {
    const mark = this.#under(at, pointer)
    this.#review?.select(mark?.id, 'sheet')
    if (!mark) this.mode = 'select'
  }

  /** Points at the mark at a point of the sheet. */
  hover(at: Point | undefined, pointer: Pointer): void {
    const mark = at && this.#mode === 'select' ? this.#under(at, pointer) : undefined
    this.#review?.hover(mark?.id)
    if (this.#mode !== 'draw') this.#viewer.element.style.cursor = mark ? 'pointer' : 'grab'
  }

  /** Does what a key means to the marks; says whether there was anything to do. */
  press(event: KeyboardEvent): boolean {
    const review = this.#review
    if (!review) return false
    if (this.#mode === 'edit' && this.#nudge(review, event)) return true
    const action = markAction(event)
    return action !== undefined && this.act(action)
  }

  /** For keys and buttons alike; says whether there was anything to do. */
  act(action: MarkAction): boolean {
    const review = this.#review
    if (!review) return false
    switch (action) {
      case 'select':
        if (this.#mode === 'select' && !review.selected) return false
        if (this.#mode === 'select') review.select(undefined, 'sheet')
        this.mode = 'select'
        return true
      case 'draw':
        this.mode = this.#mode === 'draw' ? 'select' : 'draw'
        return true
      case 'edit':
        if (!review.selected) return false
        this.mode = 'edit'
        this.dispatchEvent(new Event('edit'))
        return true
      default: {
        const isByKeys = actOn(review, action, 'program')
        if (isByKeys && review.selected) this.#viewer.announce(this.#words(review.selected))
        return isByKeys
      }
    }
  }

  /** Takes the marks off the viewer. */
  dispose(): void {
    cancelAnimationFrame(this.#frame)
    this.#stopPaint()
    this.#stopReview()
    if (this.#viewer.tool === this) this.#viewer.tool = undefined
    this.#canvas.remove()
  }

  /** Listens with the event's own type; returns what stops it. */
  on<K extends keyof MarkLayerEvents>(type: K, listener: (event: MarkLayerEvents[K]) => void): () => void {
    this.addEventListener(type, listener as EventListener)
    return () => this.removeEventListener(type, listener as EventListener)
  }

  #onSelect(isOnSheet: boolean): void {
    const mark = this.#review?.selected
    if (!mark && this.#mode === 'edit') this.mode = 'select'
    // What was chosen on the sheet is in sight already.
    if (mark && !isOnSheet) this.#viewer.reveal(mark.quad)
    if (mark) this.#viewer.announce(this.#words(mark))
    this.#repaint()
  }

  #words(mark: Mark): string {
    return spoken(mark, this.#showsNumbers ? this.#review?.numbers.get(mark.id) : undefined)
  }

  #under(at: Point, pointer: Pointer): Mark | undefined {
    const reach = REACH_PX[pointer] / this.#viewer.view.scale
    return this.#review?.grid.at(this.#viewer.pageFromScreen(at), reach)
  }

  #drawing(review: Review, from: Point): Grip {
    const start = this.#viewer.pageFromScreen(from)
    // Level as the sheet is looked at: whoever turned it did so to read.
    const angle = -this.#viewer.view.quarterTurns * (Math.PI / 2)
    return this.#dragging(
      undefined,
      (to) => rectangleBetween(start, this.#viewer.pageFromScreen(to), angle),
      (quad) => {
        const { width, height } = sizeOf(quad)
        if (Math.min(width, height) * this.#viewer.view.scale < DRAWN_MIN_PX) return
        review.draw(quad)
        this.act('edit')
      },
    )
  }

  #dragging(of: Mark | undefined, drag: (to: Point) => Quad, onEnd: (quad: Quad) => void): Grip {
    return {
      move: (to) => {
        this.#dragged = { quad: drag(to), of }
        this.#repaint()
      },
      end: (isGivenUp) => {
        const dragged = this.#dragged
        this.#dragged = undefined
        if (dragged && !isGivenUp) onEnd(dragged.quad)
        this.#repaint()
      },
    }
  }

  /** Arrows move the box, brackets turn it. */
  #nudge(review: Review, event: KeyboardEvent): boolean {
    const mark = review.selected
    if (!mark || event.ctrlKey || event.metaKey || event.altKey) return false
    const step = (event.shiftKey ? FAR_STEP : 1) / this.#viewer.view.scale
    const arrow = ARROWS[event.key]
    const turns = { '[': -1, ']': 1 }[event.key]
    if (arrow) review.place(mark.id, moved(mark.quad, [arrow[0] * step, arrow[1] * step]))
    else if (turns) review.place(mark.id, turnedBy(mark.quad, turns * TURN_STEP_RAD))
    return arrow !== undefined || turns !== undefined
  }

  #repaint(): void {
    if (this.#frame) return
    this.#frame = requestAnimationFrame(() => this.#paint())
  }

  #paint(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const seen = this.#seen
    if (!seen) return
    const { width, height } = seen.canvas
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width
      this.#canvas.height = height
    }
    this.#context.clearRect(0, 0, width, height)
    const review = this.#review
    if (!review || !this.#viewer.page) return
    const { selected, hovered } = review
    const { quad, of } = this.#dragged ?? {}
    const dragged = selected && quad && of?.id === selected.id ? { ...selected, quad } : selected
    const ratio = width / (this.#canvas.clientWidth || width)
    const area = this.#visibleArea()
    paintMarks(this.#context, {
      deviceFromPage: seen.deviceFromPage,
      ratio,
      paths: this.#pathsOf(review).within(area),
      marks: review.grid.within(area),
      selected: this.#mode === 'draw' ? undefined : dragged,
      hovered,
      numbers: this.#showsNumbers ? review.numbers : undefined,
      callouts: this.#callouts,
    })
    if (quad && !of) paintRubberBand(this.#context, quad, this.#viewer, ratio)
    if (this.#mode === 'edit' && dragged) paintHandles(this.#context, dragged.quad, this.#viewer, ratio)
  }

  #pathsOf({ shown }: Review): MarkPaths {
    const without = this.#dragged?.of?.id
    if (this.#paths?.shown !== shown || this.#paths.without !== without) {
      const paths = new MarkPaths(without ? shown.filter(({ id }) => id !== without) : shown)
      this.#paths = { shown, without, paths }
    }
    return this.#paths.paths
  }

  #visibleArea(): Bounds {
    const { width, height } = this.#viewer.element.getBoundingClientRect()
    return boundsOf([this.#viewer.pageFromScreen([0, 0]), this.#viewer.pageFromScreen([width, height])])
  }
}
