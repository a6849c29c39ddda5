import type { Annotation } from '../analysis.js'
import type { Point } from '../page-facts.js'

export type Quad = Annotation['quad']

/** A rectangle's upright size, and how far its own upper left is turned about, clockwise as pages have it. */
export interface TurnedBox {
  corner: Point
  width: number
  height: number
  /** 0 to 360. */
  degrees: number
}

/** Least upright rectangle around a quad: x, y, width, height. */
export function boundsOf(quad: Quad): [x: number, y: number, width: number, height: number] {
  const xs = quad.map(([x]) => x)
  const ys = quad.map(([, y]) => y)
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top]
}

export function centreOf(quad: Quad): Point {
  return [
    quad.reduce((sum, [x]) => sum + x, 0) / quad.length,
    quad.reduce((sum, [, y]) => sum + y, 0) / quad.length,
  ]
}

export function areaOf(quad: Quad): number {
  const twice = quad.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = quad[(index + 1) % quad.length] ?? quad[0]
    return sum + x * nextY - nextX * y
  }, 0)
  return Math.abs(twice) / 2
}

/** Quad → the rectangle that it is, or nearly is. */
export function turnedBoxOf([a, b, c, d]: Quad): TurnedBox {
  const width = (distance(a, b) + distance(d, c)) / 2
  const height = (distance(a, d) + distance(b, c)) / 2
  const turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI
  return { corner: a, width, height, degrees: (turn + 360) % 360 }
}

export function quadOf({ corner: [x, y], width, height, degrees }: TurnedBox): Quad {
  const turn = (degrees * Math.PI) / 180
  const along: Point = [Math.cos(turn) * width, Math.sin(turn) * width]
  const down: Point = [-Math.sin(turn) * height, Math.cos(turn) * height]
  return [
    [x, y],
    [x + along[0], y + along[1]],
    [x + along[0] + down[0], y + along[1] + down[1]],
    [x + down[0], y + down[1]],
  ]
}

/** Eight numbers, x and y in turn → quad; nothing where there are more or fewer, or some are no numbers. */
export function quadFromNumbers(numbers: readonly number[]): Quad | undefined {
  if (numbers.length !== 8 || !numbers.every(Number.isFinite)) return undefined
  const point = (index: number): Point => [numbers[2 * index] ?? 0, numbers[2 * index + 1] ?? 0]
  return [point(0), point(1), point(2), point(3)]
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1])
}
