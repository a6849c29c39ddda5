import type { Point } from '../page-facts.js'
import type { Quad } from '../quad.js'
import { handlesOf, type Places } from './box-grip.js'

const HANDLE_PX = 4
const LINE_PX = 1.5
const INK = '#16181b'

/** Where a box can be taken hold of. */
export function paintHandles(
  context: CanvasRenderingContext2D,
  quad: Quad,
  places: Places,
  ratio: number,
): void {
  const { corners, turn } = handlesOf(quad, places)
  const handles = new Path2D()
  for (const [x, y] of corners) {
    const side = 2 * HANDLE_PX * ratio
    handles.rect((x - HANDLE_PX) * ratio, (y - HANDLE_PX) * ratio, side, side)
  }
  handles.moveTo((turn[0] + HANDLE_PX + 1) * ratio, turn[1] * ratio)
  handles.arc(turn[0] * ratio, turn[1] * ratio, (HANDLE_PX + 1) * ratio, 0, 2 * Math.PI)
  context.setLineDash([])
  context.lineWidth = LINE_PX * ratio
  context.fillStyle = '#fff'
  context.strokeStyle = INK
  context.fill(handles)
  context.stroke(handles)
}

/** A box that is being drawn. */
export function paintRubberBand(
  context: CanvasRenderingContext2D,
  quad: Quad,
  places: Places,
  ratio: number,
): void {
  const band = new Path2D()
  for (const corner of quad) {
    const [x, y]: Point = places.screenFromPage(corner)
    band.lineTo(x * ratio, y * ratio)
  }
  band.closePath()
  context.setLineDash([4 * ratio, 3 * ratio])
  context.lineWidth = LINE_PX * ratio
  context.strokeStyle = INK
  context.stroke(band)
}
