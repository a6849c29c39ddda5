import type { Analysis, Annotation } from '../analysis.js'
import type { Point } from '../page-facts.js'
import { type InspectionOptions, inspectionRows } from './inspection.js'
import { boxAround, turnedBoxOf } from './quad.js'

/** A numbered circle beside what it numbers. */
export interface Balloon {
  number: number
  id: string
  centre: Point
  radius: number
  /** Where its line ends, on the edge of the text. */
  foot: Point
}

type Box = [x: number, y: number, width: number, height: number]

const MM_PER_INCH = 25.4
/** Large enough to be read on paper, small enough for a crowded sheet. */
const RADIUS_MM = 2.6
/** Directions in which a place is looked for, nearest rings first. */
const DIRECTIONS = 16
const RINGS = [1.6, 2.6, 3.8, 5.2]

/**
 * Analysis → a balloon for each row of its inspection, off all texts and each other where there is room.
 *
 * @example
 * ```ts
 * import { balloons } from 'draftlens/export'
 *
 * for (const { number, centre } of balloons(analysis)) console.log(number, centre)
 * ```
 */
export function balloons(analysis: Analysis, options: InspectionOptions = {}): Balloon[] {
  const { annotations, page } = analysis
  const radius = (RADIUS_MM / MM_PER_INCH) * page.dpi
  const taken: Box[] = annotations.map(({ quad }) => boxAround(quad))
  const annotationOf = new Map(annotations.map((annotation) => [annotation.id, annotation]))
  return inspectionRows(analysis, options).flatMap(({ number, id }) => {
    const annotation = annotationOf.get(id)
    if (!annotation) return []
    const { centre, foot } = freePlace(annotation, radius, taken, page)
    taken.push([centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius])
    return [{ number, id, centre, radius, foot }]
  })
}

/** The first place from the text's upper left on, ring by ring, that covers nothing; else that which covers least. */
function freePlace({ quad }: Annotation, radius: number, taken: readonly Box[], page: Analysis['page']) {
  const { degrees } = turnedBoxOf(quad)
  const start = ((degrees + 180) * Math.PI) / 180
  let best: { centre: Point; foot: Point; covered: number } | undefined
  for (const ring of RINGS) {
    for (let step = 0; step < DIRECTIONS; step++) {
      const angle = start + Math.ceil(step / 2) * (step % 2 ? 1 : -1) * ((2 * Math.PI) / DIRECTIONS)
      const foot = edgeToward(quad, angle)
      const centre: Point = [
        foot[0] + Math.cos(angle) * radius * ring,
        foot[1] + Math.sin(angle) * radius * ring,
      ]
      const box: Box = [centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius]
      const outside = 4 * radius * radius - overlap(box, [0, 0, page.width_px, page.height_px])
      const covered = outside + taken.reduce((sum, other) => sum + overlap(box, other), 0)
      if (!best || covered < best.covered) best = { centre, foot, covered }
      if (covered === 0) return best
    }
  }
  return best ?? { centre: quad[0], foot: quad[0] }
}

/** Where a ray from a quad's middle leaves it. */
function edgeToward(quad: Annotation['quad'], angle: number): Point {
  const { width, height, degrees } = turnedBoxOf(quad)
  const middle: Point = [(quad[0][0] + quad[2][0]) / 2, (quad[0][1] + quad[2][1]) / 2]
  const own = angle - (degrees * Math.PI) / 180
  const reach = Math.min(
    width / 2 / Math.max(Math.abs(Math.cos(own)), 1e-9),
    height / 2 / Math.max(Math.abs(Math.sin(own)), 1e-9),
  )
  return [middle[0] + Math.cos(angle) * reach, middle[1] + Math.sin(angle) * reach]
}

function overlap([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): number {
  const width = Math.min(ax + aw, bx + bw) - Math.max(ax, bx)
  const height = Math.min(ay + ah, by + bh) - Math.max(ay, by)
  return Math.max(width, 0) * Math.max(height, 0)
}
