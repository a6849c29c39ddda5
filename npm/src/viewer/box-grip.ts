import type { Point } from '../page-facts.js'
import {
  angleOf,
  centreOf,
  contains,
  distance,
  moved,
  type Quad,
  rectangleBetween,
  sizeOf,
  turnedBy,
} from '../quad.js'
import type { Pointer } from './gestures.js'

/** How the sheet lies on the screen. */
export interface Places {
  screenFromPage(point: Point): Point
  pageFromScreen(point: Point): Point
}

/** A place of the pointer → where the box lies then. */
export type Drag = (to: Point) => Quad

/** How far beside a handle one may press, in screen pixels. */
const REACH_PX: Record<Pointer, number> = { mouse: 9, pen: 14, touch: 22 }
/** The handle that turns stands this far off the box. */
const TURN_HANDLE_PX = 26
/** A box turned nearly level or upright is meant to be so. */
const SNAP_RAD = (2 * Math.PI) / 180
const SMALLEST_PX = 3

/** Where a selected box is taken hold of, in screen pixels: its corners, and above it the handle that turns it. */
export function handlesOf(quad: Quad, places: Places): { corners: Quad; turn: Point } {
  const corners = quad.map((corner) => places.screenFromPage(corner)) as Quad
  const [a, b, , d] = corners
  const top: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  const height = distance(a, d) || 1
  const up: Point = [(a[0] - d[0]) / height, (a[1] - d[1]) / height]
  return { corners, turn: [top[0] + up[0] * TURN_HANDLE_PX, top[1] + up[1] * TURN_HANDLE_PX] }
}

/** What a press does to a box: turn it, draw a corner, move it, or nothing. */
export function dragOf(quad: Quad, at: Point, pointer: Pointer, places: Places): Drag | undefined {
  const { corners, turn } = handlesOf(quad, places)
  if (distance(turn, at) <= REACH_PX[pointer]) return turning(quad, places)
  // In a small box the corners leave its middle free, or it could not be moved.
  const { width, height } = sizeOf(corners)
  const reach = Math.min(REACH_PX[pointer], Math.max(4, Math.min(width, height) / 2.5))
  const corner = corners.findIndex((one) => distance(one, at) <= reach)
  if (corner >= 0) return drawing(quad, corner, places)
  return contains(corners, at) ? moving(quad, at, places) : undefined
}

function moving(quad: Quad, from: Point, places: Places): Drag {
  const [fromX, fromY] = places.pageFromScreen(from)
  return (to) => {
    const [x, y] = places.pageFromScreen(to)
    return moved(quad, [x - fromX, y - fromY])
  }
}

/** The opposite corner stays where it is. */
function drawing(quad: Quad, corner: number, places: Places): Drag {
  const fixed = quad[(corner + 2) % 4] ?? quad[0]
  return (to) => {
    const drawn = rectangleBetween(fixed, places.pageFromScreen(to), angleOf(quad))
    const { width, height } = sizeOf(drawn)
    return Math.min(width, height) < SMALLEST_PX ? quad : drawn
  }
}

function turning(quad: Quad, places: Places): Drag {
  const middle = centreOf(quad)
  return (to) => {
    const [x, y] = places.pageFromScreen(to)
    // The handle stands above the text: a quarter turn before its direction.
    const angle = Math.atan2(y - middle[1], x - middle[0]) + Math.PI / 2
    const quarter = Math.round(angle / (Math.PI / 2)) * (Math.PI / 2)
    const wanted = Math.abs(angle - quarter) < SNAP_RAD ? quarter : angle
    return turnedBy(quad, wanted - angleOf(quad))
  }
}
