import type { Point } from './page-facts.js'

/** Four corners, clockwise from the text's own upper left. */
export type Quad = [Point, Point, Point, Point]

/** The upright rectangle around some points. */
export interface Bounds {
  left: number
  top: number
  right: number
  bottom: number
}

/**
 * Points → the upright rectangle around them.
 *
 * @example
 * ```ts
 * import { boundsOf } from 'draftlens/viewer'
 *
 * boundsOf([[4, 1], [9, 3], [2, 8]]) // → { left: 2, top: 1, right: 9, bottom: 8 }
 * ```
 */
export function boundsOf(points: readonly Point[]): Bounds {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

/**
 * Quad → the middle of its corners.
 *
 * @example
 * ```ts
 * import { centreOf } from 'draftlens/viewer'
 *
 * centreOf([[0, 0], [20, 0], [20, 10], [0, 10]]) // → [10, 5]
 * ```
 */
export function centreOf(quad: Quad): Point {
  const sum = quad.reduce<Point>(([x, y], corner) => [x + corner[0], y + corner[1]], [0, 0])
  return [sum[0] / 4, sum[1] / 4]
}

/** The direction in which the text runs. */
export function angleOf([upperLeft, upperRight]: Quad): number {
  return Math.atan2(upperRight[1] - upperLeft[1], upperRight[0] - upperLeft[0])
}

/** As the text itself lies. */
export function sizeOf([upperLeft, upperRight, , lowerLeft]: Quad): { width: number; height: number } {
  return { width: distance(upperLeft, upperRight), height: distance(upperLeft, lowerLeft) }
}

/** Positive where the corners run clockwise on a screen. */
function signedArea(polygon: readonly Point[]): number {
  let twice = 0
  for (const [at, [x, y]] of polygon.entries()) {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length] ?? [x, y]
    twice += x * nextY - nextX * y
  }
  return twice / 2
}

/**
 * Polygon without crossings → its area.
 *
 * @example
 * ```ts
 * import { areaOf } from 'draftlens/viewer'
 *
 * areaOf([[0, 0], [20, 0], [20, 10], [0, 10]]) // → 200
 * ```
 */
export function areaOf(polygon: readonly Point[]): number {
  return Math.abs(signedArea(polygon))
}

/**
 * Whether a point lies within a quad or on its edge.
 *
 * @example
 * ```ts
 * import { contains } from 'draftlens/viewer'
 *
 * contains([[0, 0], [20, 0], [20, 10], [0, 10]], [10, 5]) // → true
 * ```
 */
export function contains(quad: Quad, point: Point): boolean {
  const clockwise = Math.sign(signedArea(quad))
  return quad.every((corner, at) => clockwise * side(corner, quad[(at + 1) % 4] ?? corner, point) >= 0)
}

/**
 * The area that two convex polygons share.
 *
 * @example
 * ```ts
 * import { sharedArea } from 'draftlens/viewer'
 *
 * sharedArea([[0, 0], [20, 0], [20, 10], [0, 10]], [[10, 0], [30, 0], [30, 10], [10, 10]]) // → 100
 * ```
 */
export function sharedArea(one: readonly Point[], other: readonly Point[]): number {
  const clockwise = Math.sign(signedArea(other))
  let rest = [...one]
  for (const [at, from] of other.entries()) {
    const to = other[(at + 1) % other.length] ?? from
    rest = cut(rest, (point) => clockwise * side(from, to, point))
    if (rest.length === 0) return 0
  }
  return areaOf(rest)
}

/**
 * Shared area over the area of both together: 1 where they are the same.
 *
 * @example
 * ```ts
 * import { overlapOf } from 'draftlens/viewer'
 *
 * overlapOf([[0, 0], [20, 0], [20, 10], [0, 10]], [[0, 0], [10, 0], [10, 10], [0, 10]]) // → 0.5
 * ```
 */
export function overlapOf(one: readonly Point[], other: readonly Point[]): number {
  const shared = sharedArea(one, other)
  return shared === 0 ? 0 : shared / (areaOf(one) + areaOf(other) - shared)
}

export function moved(quad: Quad, [dx, dy]: Point): Quad {
  return mapped(quad, ([x, y]) => [x + dx, y + dy])
}

export function turnedBy(quad: Quad, angle_rad: number): Quad {
  const [middleX, middleY] = centreOf(quad)
  const [cos, sin] = [Math.cos(angle_rad), Math.sin(angle_rad)]
  return mapped(quad, ([x, y]) => {
    const [dx, dy] = [x - middleX, y - middleY]
    return [middleX + dx * cos - dy * sin, middleY + dx * sin + dy * cos]
  })
}

/** Larger on each side by so much, along its own sides. */
export function grownBy([a, b, c, d]: Quad, margin: number): Quad {
  const width = distance(a, b) || 1
  const x = ((b[0] - a[0]) / width) * margin
  const y = ((b[1] - a[1]) / width) * margin
  return [
    [a[0] - x + y, a[1] - y - x],
    [b[0] + x + y, b[1] + y - x],
    [c[0] + x - y, c[1] + y + x],
    [d[0] - x - y, d[1] - y + x],
  ]
}

/** The rectangle between two opposite corners whose sides run along `angle_rad`. */
export function rectangleBetween(one: Point, other: Point, angle_rad = 0): Quad {
  const [cos, sin] = [Math.cos(angle_rad), Math.sin(angle_rad)]
  const inOwn = ([x, y]: Point): Point => [x * cos + y * sin, -x * sin + y * cos]
  const inPage = (x: number, y: number): Point => [x * cos - y * sin, x * sin + y * cos]
  const { left, top, right, bottom } = boundsOf([inOwn(one), inOwn(other)])
  return [inPage(left, top), inPage(right, top), inPage(right, bottom), inPage(left, bottom)]
}

export function distance([x, y]: Point, [otherX, otherY]: Point): number {
  return Math.hypot(otherX - x, otherY - y)
}

function mapped(quad: Quad, change: (point: Point) => Point): Quad {
  return quad.map(change) as Quad
}

/** On which side of a line a point lies. */
function side(from: Point, to: Point, point: Point): number {
  return (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])
}

/** The part of a polygon where `height` is not negative; `height` is linear. */
function cut(polygon: Point[], height: (point: Point) => number): Point[] {
  const kept: Point[] = []
  for (const [at, point] of polygon.entries()) {
    const next = polygon[(at + 1) % polygon.length] ?? point
    const [here, there] = [height(point), height(next)]
    if (here >= 0) kept.push(point)
    if (here * there < 0) {
      const share = here / (here - there)
      kept.push([point[0] + share * (next[0] - point[0]), point[1] + share * (next[1] - point[1])])
    }
  }
  return kept
}
