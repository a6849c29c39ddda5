import type { Point } from '../page-facts.js'
import { boundsOf, centreOf, grownBy, type Quad, sizeOf } from '../quad.js'
import { type Mark, type Standing, standingOf } from './mark.js'
import { KIND_LOOKS, KIND_WASH, type KindLook, STANDING_COLOURS, STANDING_LOOKS } from './mark-look.js'
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
/** Air between the ink and its box. */
const AIR_PX = 2
/** A sign in a smaller box than that could not be told. */
const SIGN_FROM_PX = 11
const BALLOON_RADIUS_PX = 9
const BALLOON_FROM_PX = 5
/** In a smaller box the forms of the kinds could not be told: it is a box, and cheap. */
const FORM_FROM_PX = 5
const FONT = 'system-ui, sans-serif'

/** Draws the marks, all of one look at once: two thousand boxes are a few dozen paths. */
export function paintMarks(context: CanvasRenderingContext2D, picture: MarkPicture): void {
  const brush = new Brush(context, picture)
  for (const [look, marks] of byLook(picture.marks)) {
    brush.boxes(look, marks)
    if (STANDING_LOOKS[look.standing].sign) for (const mark of marks) brush.sign(mark)
  }
  if (picture.hovered && picture.hovered !== picture.selected) brush.halo(picture.hovered.quad, LINE_PX)
  if (picture.selected) brush.halo(picture.selected.quad, SELECTED_LINE_PX)
  for (const callout of picture.callouts) brush.callout(callout)
  if (picture.numbers) {
    for (const mark of picture.marks) brush.balloon(mark, picture.numbers.get(mark.id))
  }
}

interface Look {
  kind: KindLook
  standing: Standing
}

function byLook(marks: readonly Mark[]): Map<Look, Mark[]> {
  const looks = new Map<string, Look>()
  const groups = new Map<Look, Mark[]>()
  for (const mark of marks) {
    const standing = standingOf(mark)
    const name = `${mark.kind} ${standing}`
    const look = looks.get(name) ?? { kind: KIND_LOOKS[mark.kind] ?? KIND_LOOKS.note, standing }
    looks.set(name, look)
    const group = groups.get(look)
    if (group) group.push(mark)
    else groups.set(look, [mark])
  }
  return groups
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

  boxes({ kind, standing }: Look, marks: readonly Mark[]): void {
    const { dash, wash } = STANDING_LOOKS[standing]
    const colour = standing === 'rejected' ? STANDING_COLOURS.rejected : kind.colour
    const form = standing === 'rejected' ? 'box' : kind.form
    const areas = new Path2D()
    const lines = form === 'box' ? areas : new Path2D()
    for (const { quad } of marks) {
      const corners = this.#corners(quad)
      traceBox(areas, corners)
      if (form === 'box') continue
      if (this.#height(quad) < FORM_FROM_PX) traceBox(lines, corners)
      else for (const line of linesOf(form, corners)) trace(lines, line)
    }
    if (standing === 'rejected') for (const { quad } of marks) trace(lines, crossOf(this.#corners(quad)))
    this.#context.fillStyle = wash ?? `${kind.colour}${KIND_WASH}`
    this.#context.fill(areas)
    this.#stroke(lines, colour, LINE_PX, dash)
  }

  /** Around what is pointed at. */
  halo(quad: Quad, widthPx: number): void {
    const corners = this.#corners(quad, AIR_PX + widthPx)
    const path = new Path2D()
    trace(path, [...corners, corners[0]])
    this.#stroke(path, '#fff', widthPx + 3, [])
    this.#stroke(path, '#16181b', widthPx, [])
  }

  callout({ quad, colour, words, dash = [] }: Callout): void {
    const corners = this.#corners(quad, AIR_PX + 2)
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

  /** With air around, in device pixels. */
  #corners(quad: Quad, airPx = AIR_PX): Quad {
    const [a, b, c, d] = grownBy(quad, airPx / this.#scale)
    return [this.#inDevice(a), this.#inDevice(b), this.#inDevice(c), this.#inDevice(d)]
  }

  #inDevice(point: Point): Point {
    return apply(this.#deviceFromPage, point)
  }

  #height(quad: Quad): number {
    return sizeOf(quad).height * this.#scale
  }
}

/** A kind's form → its lines. */
function linesOf(form: Exclude<KindLook['form'], 'box'>, [a, b, c, d]: Quad): Point[][] {
  switch (form) {
    case 'double':
      return [
        [a, b, c, d, a],
        [between(a, d, 1.22), between(b, c, 1.22)],
      ]
    case 'brackets':
      return [
        [between(a, b, 0.15), a, d, between(d, c, 0.15)],
        [between(b, a, 0.15), b, c, between(c, d, 0.15)],
      ]
    case 'corners':
      return [
        [between(a, b, 0.3), a, between(a, d, 0.4)],
        [between(b, a, 0.3), b, between(b, c, 0.4)],
        [between(c, d, 0.3), c, between(c, b, 0.4)],
        [between(d, c, 0.3), d, between(d, a, 0.4)],
      ]
    case 'underline':
      return [[d, c]]
  }
}

/** What is rejected is crossed out. */
function crossOf([, b, , d]: Quad): Point[] {
  return [d, b]
}

function between([x, y]: Point, [toX, toY]: Point, share: number): Point {
  return [x + (toX - x) * share, y + (toY - y) * share]
}

function traceBox(path: Path2D, [a, b, c, d]: Quad): void {
  path.moveTo(a[0], a[1])
  path.lineTo(b[0], b[1])
  path.lineTo(c[0], c[1])
  path.lineTo(d[0], d[1])
  path.closePath()
}

function trace(path: Path2D, [first, ...rest]: readonly Point[]): void {
  if (first) path.moveTo(...first)
  for (const point of rest) path.lineTo(...point)
}
