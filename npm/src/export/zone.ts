import type { Analysis } from '../analysis.js'
import type { Point } from '../page-facts.js'

/** Long and short side in millimetres, and how many fields ISO 5457 divides them into. */
const ISO_SHEETS = [
  { long_mm: 1189, short_mm: 841, along: 24, across: 16 },
  { long_mm: 841, short_mm: 594, along: 16, across: 12 },
  { long_mm: 594, short_mm: 420, along: 12, across: 8 },
  { long_mm: 420, short_mm: 297, along: 8, across: 6 },
  { long_mm: 297, short_mm: 210, along: 6, across: 4 },
]
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const MM_PER_INCH = 25.4
/** Scans are cut a little short or come with the scanner's edge. */
const SIZE_TOLERANCE = 0.03

/**
 * The field of ISO 5457's grid that a point lies in, as `B3`: letters from the top down, figures from left to right.
 * Nothing where the page has no ISO size: its border may be divided in any way.
 *
 * @example
 * ```ts
 * import { zoneOf } from 'draftlens/export'
 *
 * const A3 = { index: 0, width_px: 3307, height_px: 2339, dpi: 200 }
 * zoneOf([700, 500], A3) // → 'B2'
 * ```
 */
export function zoneOf([x, y]: Point, { width_px, height_px, dpi }: Analysis['page']): string | undefined {
  const [long_mm, short_mm] = [Math.max(width_px, height_px), Math.min(width_px, height_px)].map(
    (px) => (px / dpi) * MM_PER_INCH,
  ) as [number, number]
  const near = (a: number, b: number) => Math.abs(a / b - 1) < SIZE_TOLERANCE
  const sheet = ISO_SHEETS.find((size) => near(long_mm, size.long_mm) && near(short_mm, size.short_mm))
  if (!sheet) return undefined
  const [columns, rows] = width_px >= height_px ? [sheet.along, sheet.across] : [sheet.across, sheet.along]
  const column = Math.min(Math.max(Math.floor((x / width_px) * columns), 0), columns - 1)
  const row = Math.min(Math.max(Math.floor((y / height_px) * rows), 0), rows - 1)
  return `${LETTERS[row]}${column + 1}`
}
