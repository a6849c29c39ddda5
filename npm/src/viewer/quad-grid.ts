import type { Point } from '../page-facts.js'
import { areaOf, type Bounds, boundsOf, contains, distance, grownBy, type Quad } from '../quad.js'

/** Page pixels: about a line of text and its neighbours. */
const CELL_PX = 256

/** Things with a place → those in an area or under a point, without asking all. */
export class QuadGrid<T extends { quad: Quad }> {
  readonly #cells = new Map<number, number[]>()
  readonly #things: readonly T[]
  readonly #bounds: Bounds[]

  constructor(things: readonly T[]) {
    this.#things = things
    this.#bounds = things.map(({ quad }) => boundsOf(quad))
    for (const [at, bounds] of this.#bounds.entries()) {
      for (const cell of cellsOf(bounds)) {
        const known = this.#cells.get(cell)
        if (known) known.push(at)
        else this.#cells.set(cell, [at])
      }
    }
  }

  /** Those whose bounds touch an area, in their own order. */
  within(area: Bounds): T[] {
    // A view of the whole sheet has more cells than there are things.
    const columns = (area.right - area.left) / CELL_PX
    const rows = (area.bottom - area.top) / CELL_PX
    const candidates =
      columns * rows > this.#things.length
        ? this.#things.keys()
        : [...new Set(cellsOf(area).flatMap((cell) => this.#cells.get(cell) ?? []))].sort((a, b) => a - b)
    const found: T[] = []
    for (const at of candidates) {
      const [thing, bounds] = [this.#things[at], this.#bounds[at]]
      if (thing && bounds && touches(bounds, area)) found.push(thing)
    }
    return found
  }

  /** The smallest one under a point; else, within `reach`, the nearest. */
  at([x, y]: Point, reach = 0): T | undefined {
    const near = this.within({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach })
    const under = near.filter(({ quad }) => contains(quad, [x, y]))
    if (under.length > 0) return least(under, ({ quad }) => areaOf(quad))
    const reached = near.filter(({ quad }) => contains(grownBy(quad, reach), [x, y]))
    return least(reached, ({ quad }) => Math.min(...quad.map((corner) => distance(corner, [x, y]))))
  }
}

/** Columns of a cell's number: more than any sheet has. */
const STRIDE = 65_536

function cellsOf({ left, top, right, bottom }: Bounds): number[] {
  const cells: number[] = []
  const first = Math.floor(left / CELL_PX)
  for (let row = Math.floor(top / CELL_PX); row <= Math.floor(bottom / CELL_PX); row++) {
    for (let column = first; column <= Math.floor(right / CELL_PX); column++)
      cells.push(row * STRIDE + column)
  }
  return cells
}

function touches(one: Bounds, other: Bounds): boolean {
  return (
    one.left <= other.right && one.right >= other.left && one.top <= other.bottom && one.bottom >= other.top
  )
}

function least<T>(things: T[], measure: (thing: T) => number): T | undefined {
  let best: T | undefined
  let bestMeasure = Number.POSITIVE_INFINITY
  for (const thing of things) {
    const measured = measure(thing)
    if (measured < bestMeasure) [best, bestMeasure] = [thing, measured]
  }
  return best
}
