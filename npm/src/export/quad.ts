import type { Point } from '../page-facts.js'
import { angleOf, boundsOf, distance, type Quad } from '../quad.js'

/** A rectangle's upright size, and how far its own upper left is turned about, clockwise as pages have it. */
export interface TurnedBox {
  corner: Point
  width: number
  height: number
  /** 0 to 360. */
  degrees: number
}

/** Least upright rectangle around a quad: x, y, width, height. */
export function boxAround(quad: Quad): [x: number, y: number, width: number, height: number] {
  const { left, top, right, bottom } = boundsOf(quad)
  return [left, top, right - left, bottom - top]
}

/** Quad → the rectangle that it is, or nearly is. */
export function turnedBoxOf(quad: Quad): TurnedBox {
  const [a, b, c, d] = quad
  const width = (distance(a, b) + distance(d, c)) / 2
  const height = (distance(a, d) + distance(b, c)) / 2
  const degrees = (angleOf(quad) * 180) / Math.PI
  return { corner: a, width, height, degrees: (degrees + 360) % 360 }
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
