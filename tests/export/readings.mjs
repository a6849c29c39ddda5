// @ts-check
// An analysis with what is hard to carry over: turned boxes, symbols, markup, line breaks, doubt.

/** @typedef {import('draftlens').Analysis} Analysis */
/** @typedef {import('draftlens').Annotation} Annotation */

/** A rectangle turned about its upper left. @param {number} x @param {number} y @param {number} width @param {number} height @param {number} degrees */
export function turned(x, y, width, height, degrees) {
  const turn = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const at = (/** @type {number} */ along, /** @type {number} */ down) =>
    /** @type {[number, number]} */ ([x + cos * along - sin * down, y + sin * along + cos * down])
  return /** @type {Annotation['quad']} */ ([at(0, 0), at(width, 0), at(width, height), at(0, height)])
}

/** @param {Partial<Annotation> & Pick<Annotation, 'id' | 'kind' | 'quad' | 'text'>} parts @returns {Annotation} */
const annotation = (parts) => ({ score: 0.98, text_score: 0.97, unsure: false, ...parts })

/** An A3 sheet at 200 dpi. @type {Analysis} */
export const ANALYSIS = {
  schema: 1,
  page: { index: 0, width_px: 3307, height_px: 2339, dpi: 200 },
  models: { detector: { id: 'd', sha256: '0' }, reader: { id: 'r', sha256: '0' } },
  backend: { name: 'cpu', why: 'forced', adapter: 'none' },
  annotations: [
    annotation({
      id: 'a1',
      kind: 'dimension',
      quad: turned(400, 300, 160, 40, 0),
      text: 'Ø12 H7',
      value: {
        type: 'diameter',
        nominal: 12,
        unit: 'mm',
        fit: 'H7',
        upper: 0.018,
        lower: 0,
        tolerance: 'fit',
      },
    }),
    annotation({
      id: 'a2',
      kind: 'dimension',
      quad: turned(900, 1200, 220, 44, 270),
      text: '35 +0.1/-0.2',
      unsure: true,
      value: { type: 'linear', nominal: 35, unit: 'mm', upper: 0.1, lower: -0.2, tolerance: 'deviations' },
    }),
    annotation({
      id: 'a3',
      kind: 'thread',
      quad: turned(1500, 900, 200, 90, 33),
      text: '4x M6-6H\n↧ 12 "deep" <&\'>',
      value: { type: 'thread', count: 4, nominal: 6, unit: 'mm' },
    }),
    annotation({
      id: 'a4',
      kind: 'gdt',
      quad: turned(2200, 1500, 300, 60, 0),
      text: '⌖|Ø0.1Ⓜ|A|B',
      value: { type: 'frame' },
    }),
    annotation({
      id: 'a5',
      kind: 'note',
      quad: turned(200, 2000, 700, 50, 0),
      text: '=1+1, “deburr” 日本語',
    }),
    annotation({
      id: 'a6',
      kind: 'dimension',
      quad: turned(2800, 400, 170, 40, 0),
      text: '(6.15/6.00)',
      value: { type: 'linear', max: 6.15, min: 6, unit: 'mm', tolerance: 'limits', reference: true },
    }),
    annotation({ id: 'a7', kind: 'dimension', quad: turned(2500, 2000, 60, 40, 0), text: '-5' }),
  ],
  fields: { number: { text: 'MP 01-02', quad: turned(2900, 2200, 200, 40, 0) } },
  facets: { number: 'MP 01-02', sheet: 'A3', units: 'mm' },
  timing_ms: { decode: 1, detect: 2, read: 3, total: 6 },
}
