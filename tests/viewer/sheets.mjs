// @ts-check
// Made-up sheets for property tests.
import fc from 'fast-check'

/** @typedef {import('draftlens').Annotation} Annotation */
/** @typedef {import('draftlens').Quad} Quad */
/** @typedef {[number, number]} Point */

const TEXT_HEIGHT_PX = 24

/** @param {number} x @param {number} y @param {number} [width] @param {number} [height] @returns {Quad} */
export function box(x, y, width = 70, height = TEXT_HEIGHT_PX) {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
}

/** @param {Partial<Annotation>} [given] @returns {Annotation} */
export function annotation(given = {}) {
  const { id = 'a1', kind = 'dimension', quad = box(100, 100), text = '12', ...rest } = given
  return { id, kind, quad, text, score: 0.9, text_score: 0.95, unsure: false, ...rest }
}

/** Texts in the cells of a grid, so that none lies on another; some of them say the same. */
export const sheet = fc
  .uniqueArray(fc.nat({ max: 399 }), { minLength: 3, maxLength: 60 })
  .chain((cells) =>
    fc.tuple(
      fc.constant(cells),
      fc.array(fc.nat({ max: 40 }), { minLength: cells.length, maxLength: cells.length }),
    ),
  )
  .map(([cells, sizes]) =>
    cells.map((cell, at) =>
      annotation({
        id: `a${at + 1}`,
        quad: box((cell % 20) * 150 + 20, Math.floor(cell / 20) * 120 + 20),
        text: String(sizes[at]),
      }),
    ),
  )
