import type { Point } from '../page-facts.js'
import { boundsOf, centreOf, grownBy, type Quad, sizeOf } from '../quad.js'
import { type Mark, standingOf } from './mark.js'
import { KIND_LOOKS, KIND_WASH, STANDING_COLOURS, STANDING_LOOKS } from './mark-look.js'
import { type MarkPath, trace, withAir } from './mark-paths.js'
import { type Affine, apply } from './view.js'

/** A box that is no mark of the sheet: a difference to the truth, a hit of a search. */
export interface Callout {
  quad: Quad
  colour: string
  /** Stands beside it. */
  words: string
  dash?: readonly number[]
}

export interface MarkPicture {
  deviceFromPage: Affine
  /** Device pixels a screen pixel. */
  ratio: number
  /** Those in sight, as lines and as marks. */
  paths: readonly MarkPath[]
  marks: readonly Mark[]
  selected: Mark | undefined
  hovered: Mark | undefined
  /** By the marks' ids, where numbers are to be seen. */
  numbers: ReadonlyMap<string, number> | undefined
  callouts: readonly Callout[]
}

/** In screen pixels. */
const LINE_PX = 1.5
const SELECTED_LINE_PX = 2.5
/** What is pointed at stands off its box. */
const HALO_PX = 2
/** A sign in a smaller box than that could not be told. */
const SIGN_FROM_PX = 11
const BALLOON_RADIUS_PX = 9
const BALLOON_FROM_PX = 5
const FONT = 'system-ui, "Draftlens Symbols", sans-serif'

/** Draws what is seen of the marks. */
export function paintMarks(context: CanvasRenderingContext2D, picture: MarkPicture): void {
  const brush = new Brush(context, picture)
  brush.paths(picture.paths)
  if (picture.hovered && picture.hovered !== picture.selected) brush.halo(picture.hovered.quad, LINE_PX)
  if (picture.selected) brush.halo(picture.selected.quad, SELECTED_LINE_PX)
  for (const mark of picture.marks) brush.sign(mark)
  for (const callout of picture.callouts) brush.callout(callout)
  if (picture.numbers) {
    for (const mark of picture.marks) brush.balloon(mark, picture.numbers.get(mark.id))
  }
}

class Brush {
  readonly #context: CanvasRenderingContext2D
  readonly #deviceFromPage: Affine
  readonly #ratio: number
  /** Screen pixels a page pixel. */
  readonly #scale: number

  constructor(context: CanvasRenderingContext2D, { deviceFromPage, ratio }: MarkPicture) {
    this.#context = context
    this.#deviceFromPage = deviceFromPage
    this.#ratio = ratio
    this.#scale = Math.hypot(deviceFromPage.a, deviceFromPage.b) / ratio
  }

  /** In the page's own pixels: nothing is computed for a frame. */
  paths(paths: readonly MarkPath[]): void {
    const context = this.#context
    const { a, b, c, d, e, f } = this.#deviceFromPage
    context.setTransform(a, b, c, d, e, f)
    context.lineWidth = LINE_PX / this.#scale
    for (const { kind, standing, areas, lines } of paths) {
      const { dash, wash } = STANDING_LOOKS[standing]
      context.fillStyle = wash ?? `${kind.colour}${KIND_WASH}`
      context.fill(areas)
      context.setLineDash(dash.map((length) => length / this.#scale))
      context.strokeStyle = standing === 'rejected' ? STANDING_COLOURS.rejected : kind.colour
      context.stroke(lines)
    }
    context.resetTransform()
  }

  /** Around what is pointed at. */
  halo(quad: Quad, widthPx: number): void {
    const corners = this.#corners(quad, HALO_PX + widthPx)
    const path = new Path2D()
    trace(path, [...corners, corners[0]])
    this.#stroke(path, '#fff', widthPx + 3, [])
    this.#stroke(path, '#16181b', widthPx, [])
  }

  callout({ quad, colour, words, dash = [] }: Callout): void {
    const corners = this.#corners(quad, 2 * HALO_PX)
    const path = new Path2D()
    trace(path, [...corners, corners[0]])
    this.#context.fillStyle = `${colour}1f`
    this.#context.fill(path)
    this.#stroke(path, colour, SELECTED_LINE_PX, dash)
    if (this.#height(quad) < BALLOON_FROM_PX) return
    const { left, bottom } = boundsOf(corners)
    this.#label(words, [left, bottom + 3 * this.#ratio], colour)
  }

  sign(mark: Mark): void {
    const standing = standingOf(mark)
    const { sign } = STANDING_LOOKS[standing]
    if (!sign || this.#height(mark.quad) < SIGN_FROM_PX) return
    const [x, y] = this.#corners(mark.quad)[1]
    this.#disc([x, y], 6, STANDING_COLOURS[standing], STANDING_COLOURS[standing])
    this.#letter(sign, [x, y], 9, '#fff')
  }

  balloon({ quad, kind, verdict }: Mark, number: number | undefined): void {
    if (number === undefined || verdict === 'rejected' || this.#height(quad) < BALLOON_FROM_PX) return
    const [upperLeft, , , lowerLeft] = this.#corners(quad)
    const [middleX, middleY] = this.#inDevice(centreOf(quad))
    // Beside the text's beginning, away from its middle.
    const start: Point = [(upperLeft[0] + lowerLeft[0]) / 2, (upperLeft[1] + lowerLeft[1]) / 2]
    const apart = Math.hypot(start[0] - middleX, start[1] - middleY) || 1
    const out = (BALLOON_RADIUS_PX + 3) * this.#ratio
    const at: Point = [
      start[0] + ((start[0] - middleX) / apart) * out,
      start[1] + ((start[1] - middleY) / apart) * out,
    ]
    const { colour } = KIND_LOOKS[kind]
    this.#disc(at, BALLOON_RADIUS_PX, '#fff', colour)
    this.#letter(String(number), at, number > 99 ? 8 : 10, colour)
  }

  #label(words: string, [x, y]: Point, colour: string): void {
    const context = this.#context
    const size = 12 * this.#ratio
    context.font = `600 ${size}px ${FONT}`
    context.textAlign = 'left'
    context.textBaseline = 'top'
    context.fillStyle = colour
    context.fillRect(x, y, context.measureText(words).width + size * 0.7, size * 1.4)
    context.fillStyle = '#fff'
    context.fillText(words, x + size * 0.35, y + size * 0.25)
  }

  #disc([x, y]: Point, radiusPx: number, fill: string, line: string): void {
    const path = new Path2D()
    path.arc(x, y, radiusPx * this.#ratio, 0, 2 * Math.PI)
    this.#context.fillStyle = fill
    this.#context.fill(path)
    this.#stroke(path, line, LINE_PX, [])
  }

  #letter(letter: string, [x, y]: Point, sizePx: number, colour: string): void {
    const context = this.#context
    context.font = `600 ${sizePx * this.#ratio}px ${FONT}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillStyle = colour
    context.fillText(letter, x, y + 0.5 * this.#ratio)
  }

  #stroke(path: Path2D, colour: string, widthPx: number, dash: readonly number[]): void {
    const context = this.#context
    context.setLineDash(dash.map((length) => length * this.#ratio))
    context.lineWidth = widthPx * this.#ratio
    context.strokeStyle = colour
    context.stroke(path)
  }

  /** With the air around a mark and so much more, in device pixels. */
  #corners(quad: Quad, offPx = 0): Quad {
    const [a, b, c, d] = grownBy(withAir(quad), offPx / this.#scale)
    return [this.#inDevice(a), this.#inDevice(b), this.#inDevice(c), this.#inDevice(d)]
  }

  #inDevice(point: Point): Point {
    return apply(this.#deviceFromPage, point)
  }

  #height(quad: Quad): number {
    return sizeOf(quad).height * this.#scale
  }
}
