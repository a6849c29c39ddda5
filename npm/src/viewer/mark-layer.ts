import type { Point } from '../page-facts.js'
import { moved, type Quad, rectangleBetween, sizeOf, turnedBy } from '../quad.js'
import { dragOf, handlesOf } from './box-grip.js'
import type { DrawingViewer, SheetTool } from './drawing-viewer.js'
import type { Grip, Pointer } from './gestures.js'
import type { Mark } from './mark.js'
import { actOn, type MarkAction, markAction } from './mark-keys.js'
import { type Callout, paintMarks } from './paint-marks.js'
import type { Review } from './review.js'
import { spoken } from './spoken.js'
import type { Affine, Size } from './view.js'

/** What pressing on the sheet does: choose a mark, change the chosen one's box, draw a new one. */
export type MarkMode = 'select' | 'edit' | 'draw'

export interface MarkLayerEvents {
  mode: Event
  /** Somebody wants to change the selected mark's words. */
  edit: Event
}

const REACH_PX: Record<Pointer, number> = { mouse: 2, pen: 8, touch: 16 }
const HANDLE_PX = 4
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

/** Marks over a viewer's sheet: seen, pointed at, chosen, moved, drawn. */
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
  /** While it is dragged, the box is here and not yet in the review. */
  #dragged: Quad | undefined

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

  grip(at: Point, pointer: Pointer): Grip | undefined {
    const review = this.#review
    if (!review) return undefined
    if (this.#mode === 'draw' || pointer === 'pen') return this.#drawing(review, at)
    const mark = this.#mode === 'edit' ? review.selected : undefined
    const drag = mark && dragOf(mark.quad, at, pointer, this.#viewer)
    return mark && drag && this.#dragging(drag, (quad) => review.place(mark.id, quad))
  }

  tap(at: Point, pointer: Pointer): void {
    const mark = this.#under(at, pointer)
    this.#review?.select(mark?.id, 'sheet')
    if (!mark) this.mode = 'select'
  }

  hover(at: Point | undefined, pointer: Pointer): void {
    const mark = at && this.#mode === 'select' ? this.#under(at, pointer) : undefined
    this.#review?.hover(mark?.id)
    if (this.#mode !== 'draw') this.#viewer.element.style.cursor = mark ? 'pointer' : 'grab'
  }

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

  dispose(): void {
    cancelAnimationFrame(this.#frame)
    this.#stopPaint()
    this.#stopReview()
    if (this.#viewer.tool === this) this.#viewer.tool = undefined
    this.#canvas.remove()
  }

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
      (to) => rectangleBetween(start, this.#viewer.pageFromScreen(to), angle),
      (quad) => {
        const { width, height } = sizeOf(quad)
        if (Math.min(width, height) * this.#viewer.view.scale < DRAWN_MIN_PX) return
        review.draw(quad)
        this.act('edit')
      },
    )
  }

  #dragging(drag: (to: Point) => Quad, onEnd: (quad: Quad) => void): Grip {
    return {
      move: (to) => {
        this.#dragged = drag(to)
        this.#repaint()
      },
      end: (isGivenUp) => {
        const quad = this.#dragged
        this.#dragged = undefined
        if (quad && !isGivenUp) onEnd(quad)
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
    const dragged = selected && this.#dragged ? { ...selected, quad: this.#dragged } : selected
    const ratio = width / (this.#canvas.clientWidth || width)
    paintMarks(this.#context, {
      deviceFromPage: seen.deviceFromPage,
      ratio,
      marks: this.#visible(review).map((mark) => (mark.id === dragged?.id ? dragged : mark)),
      selected: this.#mode === 'draw' ? undefined : dragged,
      hovered,
      numbers: this.#showsNumbers ? review.numbers : undefined,
      callouts: this.#callouts,
    })
    if (this.#mode === 'draw' && this.#dragged) this.#paintDrawn(this.#dragged, ratio)
    if (this.#mode === 'edit' && dragged) this.#paintHandles(dragged.quad, ratio)
  }

  #visible(review: Review): Mark[] {
    const { width, height } = this.#viewer.element.getBoundingClientRect()
    const corners = [this.#viewer.pageFromScreen([0, 0]), this.#viewer.pageFromScreen([width, height])]
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
    return review.grid.within({
      ...{ left: Math.min(...xs), top: Math.min(...ys) },
      ...{ right: Math.max(...xs), bottom: Math.max(...ys) },
    })
  }

  #paintDrawn(quad: Quad, ratio: number): void {
    const box = new Path2D()
    for (const corner of quad) {
      const [x, y] = this.#viewer.screenFromPage(corner)
      box.lineTo(x * ratio, y * ratio)
    }
    box.closePath()
    this.#context.setLineDash([4 * ratio, 3 * ratio])
    this.#context.lineWidth = 1.5 * ratio
    this.#context.strokeStyle = '#16181b'
    this.#context.stroke(box)
  }

  #paintHandles(quad: Quad, ratio: number): void {
    const { corners, turn } = handlesOf(quad, this.#viewer)
    const context = this.#context
    context.setLineDash([])
    context.lineWidth = 1.5 * ratio
    context.fillStyle = '#fff'
    context.strokeStyle = '#16181b'
    const handles = new Path2D()
    for (const [x, y] of corners) {
      const side = 2 * HANDLE_PX * ratio
      handles.rect((x - HANDLE_PX) * ratio, (y - HANDLE_PX) * ratio, side, side)
    }
    handles.moveTo((turn[0] + HANDLE_PX + 1) * ratio, turn[1] * ratio)
    handles.arc(turn[0] * ratio, turn[1] * ratio, (HANDLE_PX + 1) * ratio, 0, 2 * Math.PI)
    context.fill(handles)
    context.stroke(handles)
  }
}
