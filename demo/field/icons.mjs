// The application's icon as PNG, which installing asks for; drawn, so that no picture lies in the repository.
import { deflateSync } from 'node:zlib'
import { chunk, SIGNATURE } from '../../scripts/grey-png.mjs'

const BLUE = [0x1c, 0x4f, 0xa8]
const WHITE = [0xff, 0xff, 0xff]
/** Of a field of 16 × 16, as in icon.svg: a plate and its dimension line. */
const STROKE = 0.7
const LINES = [
  [3.5, 4, 12.5, 4],
  [12.5, 4, 12.5, 8],
  [12.5, 8, 3.5, 8],
  [3.5, 8, 3.5, 4],
  [3, 11.5, 13, 11.5],
  [3, 10, 3, 13],
  [13, 10, 13, 13],
]
const SAMPLES = 3

/** @param {number} side_px @param {number} scale of what is drawn: systems cut the edges of maskable icons off */
export function icon_png(side_px, scale) {
  const rows = Buffer.alloc(side_px * (1 + 3 * side_px))
  for (let y = 0; y < side_px; y++) {
    for (let x = 0; x < side_px; x++) {
      const white = coverage(x, y, side_px, scale)
      const at = y * (1 + 3 * side_px) + 1 + 3 * x
      for (let channel = 0; channel < 3; channel++) {
        rows[at + channel] = Math.round(white * WHITE[channel] + (1 - white) * BLUE[channel])
      }
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side_px, 0)
  header.writeUInt32BE(side_px, 4)
  header.set([8, 2], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.of()),
  ])
}

/** Part of a pixel that lies on a line. @param {number} x @param {number} y @param {number} side_px @param {number} scale */
function coverage(x, y, side_px, scale) {
  let inside = 0
  for (let at = 0; at < SAMPLES * SAMPLES; at++) {
    const unit = (/** @type {number} */ pixel, /** @type {number} */ step) =>
      (((pixel + (step + 0.5) / SAMPLES) / side_px) * 16 - 8) / scale + 8
    const [u, v] = [unit(x, at % SAMPLES), unit(y, Math.floor(at / SAMPLES))]
    if (LINES.some((line) => distance(u, v, line) <= STROKE / 2)) inside++
  }
  return inside / (SAMPLES * SAMPLES)
}

/** All lines are level or plumb. @param {number} u @param {number} v @param {number[]} line */
function distance(u, v, [x0 = 0, y0 = 0, x1 = 0, y1 = 0]) {
  const beyond = (at, from, to) => Math.max(Math.min(from, to) - at, 0, at - Math.max(from, to))
  return Math.hypot(beyond(u, x0, x1), beyond(v, y0, y1))
}
