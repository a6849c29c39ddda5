import type { Point } from '../page-facts.js'
import { type Bounds, boundsOf, centreOf, grownBy, type Quad, sizeOf } from '../quad.js'
import { type Mark, type Standing, standingOf } from './mark.js'
import { KIND_LOOKS, type KindLook } from './mark-look.js'

/** Marks of one look in one part of the page, as paths in page pixels: drawing them costs the same however many they are. */
export interface MarkPath {
  kind: KindLook
  standing: Standing
  /** What is washed, and what is drawn as lines. */
  areas: Path2D
  lines: Path2D
}

/** A part of the page with its paths. */
interface Patch {
  bounds: Bounds
  paths: Map<string, MarkPath>
}

/** Page pixels: a screen shows a few patches when it is close, and all of them are some dozens. */
const PATCH_PX = 2048
/** Air between the ink and its box, in heights of the text. */
const AIR_HEIGHTS = 0.08

/** The marks as they lie on the page, made once for all frames until one of them changes. */
export class MarkPaths {
  readonly #patches = new Map<string, Patch>()

  constructor(marks: Iterable<Mark>) {
    for (const mark of marks) this.#add(mark)
  }

  within(area: Bounds): MarkPath[] {
    const found: MarkPath[] = []
    for (const { bounds, paths } of this.#patches.values()) {
      const isSeen =
        bounds.left <= area.right &&
        bounds.right >= area.left &&
        bounds.top <= area.bottom &&
        bounds.bottom >= area.top
      if (isSeen) found.push(...paths.values())
    }
    return found
  }

  #add(mark: Mark): void {
    const standing = standingOf(mark)
    const kind = KIND_LOOKS[mark.kind] ?? KIND_LOOKS.note
    const corners = withAir(mark.quad)
    const patch = this.#patchOf(corners)
    const name = `${mark.kind} ${standing}`
    const path = patch.paths.get(name) ?? { kind, standing, areas: new Path2D(), lines: new Path2D() }
    patch.paths.set(name, path)
    trace(path.areas, [...corners, corners[0]])
    for (const line of linesOf(standing === 'rejected' ? 'crossed' : kind.form, corners))
      trace(path.lines, line)
  }

  #patchOf(corners: Quad): Patch {
    const [column, row] = centreOf(corners).map((at) => Math.floor(at / PATCH_PX))
    const name = `${column} ${row}`
    const own = boundsOf(corners)
    const { bounds = own, paths = new Map() } = this.#patches.get(name) ?? {}
    const patch: Patch = {
      bounds: {
        left: Math.min(bounds.left, own.left),
        top: Math.min(bounds.top, own.top),
        right: Math.max(bounds.right, own.right),
        bottom: Math.max(bounds.bottom, own.bottom),
      },
      paths,
    }
    this.#patches.set(name, patch)
    return patch
  }
}

export function withAir(quad: Quad): Quad {
  return grownBy(quad, sizeOf(quad).height * AIR_HEIGHTS)
}

/** A form → its lines. */
function linesOf(form: KindLook['form'] | 'crossed', [a, b, c, d]: Quad): Point[][] {
  switch (form) {
    case 'box':
      return [[a, b, c, d, a]]
    case 'crossed':
      return [
        [a, b, c, d, a],
        [d, b],
      ]
    case 'double':
      return [
        [a, b, c, d, a],
        [between(a, d, 1.15), between(b, c, 1.15)],
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

function between([x, y]: Point, [toX, toY]: Point, share: number): Point {
  return [x + (toX - x) * share, y + (toY - y) * share]
}

export function trace(path: Path2D, [first, ...rest]: readonly Point[]): void {
  if (first) path.moveTo(...first)
  for (const point of rest) path.lineTo(...point)
}
