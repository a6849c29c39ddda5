// @ts-check
// Is it still the same drawing? Opening without an error proves little: a fax with its bits reversed opens too.

/** A variant's size may be a pixel off after its way through points. */
const SIZE_TOLERANCE_PX = 2

/**
 * How far a page is from the drawing that it was made from, in grey levels on average; null where the two cannot
 * be compared because the page is something else. A page turned by a quarter is compared with the drawing turned.
 * @typedef {{width_px: number, height_px: number, grey: Uint8Array}} Picture
 * @param {Picture} page @param {Picture} drawing
 * @returns {number | null}
 */
export function difference_from(page, drawing) {
  if (has_size(page, drawing.width_px, drawing.height_px)) return mean_difference(page, drawing)
  if (has_size(page, drawing.height_px, drawing.width_px))
    return mean_difference(page, turned_clockwise(drawing))
  return null
}

/** @param {Picture} page @param {number} width_px @param {number} height_px */
function has_size(page, width_px, height_px) {
  const off_by_px = Math.max(Math.abs(page.width_px - width_px), Math.abs(page.height_px - height_px))
  return off_by_px <= SIZE_TOLERANCE_PX
}

/** @param {Picture} drawing @returns {Picture} */
function turned_clockwise({ width_px, height_px, grey }) {
  const turned = new Uint8Array(grey.length)
  for (let y = 0; y < height_px; y++) {
    for (let x = 0; x < width_px; x++)
      turned[x * height_px + (height_px - 1 - y)] = grey[y * width_px + x] ?? 0
  }
  return { width_px: height_px, height_px: width_px, grey: turned }
}

/** @param {Picture} a @param {Picture} b */
function mean_difference(a, b) {
  const width_px = Math.min(a.width_px, b.width_px)
  const height_px = Math.min(a.height_px, b.height_px)
  let sum = 0
  for (let y = 0; y < height_px; y++) {
    for (let x = 0; x < width_px; x++) {
      sum += Math.abs((a.grey[y * a.width_px + x] ?? 0) - (b.grey[y * b.width_px + x] ?? 0))
    }
  }
  return sum / (width_px * height_px)
}
