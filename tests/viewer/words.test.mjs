// @ts-check
// Values as people read and hear them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doubtInWords, spoken, valueInWords } from 'draftlens/viewer'
import { annotation } from './sheets.mjs'

/** @typedef {import('draftlens').Value} Value */

/** @type {[text: string, value: Value, words: string, heard: string][]} */
const CASES = [
  [
    'Ø12 H7',
    {
      type: 'diameter',
      nominal: 12,
      decimals: 0,
      unit: 'mm',
      fit: 'H7',
      upper: 0.018,
      lower: 0,
      tolerance: 'fit',
    },
    '12.000 … 12.018 mm',
    'diameter 12 H7, upper 0.018, lower 0, confident',
  ],
  [
    '4xØ6.60 +0.40/-0.10',
    {
      ...{ type: 'diameter', count: 4, nominal: 6.6, decimals: 2, unit: 'mm' },
      ...{ upper: 0.4, lower: -0.1, tolerance: 'deviations' },
    },
    '4 × 6.50 … 7.00 mm',
    '4 times diameter 6.60, upper 0.4, lower minus 0.1, confident',
  ],
  [
    '8.20/8.00',
    { type: 'linear', max: 8.2, min: 8, decimals: 2, unit: 'mm', tolerance: 'limits' },
    '8.00 … 8.20 mm',
    'linear 8.00 … 8.20 mm, confident',
  ],
  [
    '26.05±0.20',
    {
      type: 'linear',
      nominal: 26.05,
      decimals: 2,
      unit: 'mm',
      upper: 0.2,
      lower: -0.2,
      tolerance: 'symmetric',
    },
    '25.85 … 26.25 mm',
    'linear 26.05, plus or minus 0.2, confident',
  ],
  [
    'R5 MAX',
    { type: 'radius', nominal: 5, decimals: 0, unit: 'mm', upper: 0, tolerance: 'max' },
    'at most 5 mm',
    'radius 5, at most, confident',
  ],
  [
    '(25,5)',
    { type: 'linear', nominal: 25.5, decimals: 1, unit: 'mm', reference: true },
    '25.5 mm, for reference',
    'linear 25.5, for reference, confident',
  ],
  [
    '1x45°',
    {
      type: 'chamfer',
      nominal: 1,
      decimals: 0,
      unit: 'mm',
      angle: { nominal: 45, unit: 'deg', decimals: 0 },
    },
    '1 mm × 45°',
    'chamfer 1, at 45 degrees, confident',
  ],
  [
    'M8x1.25-6H ↧20',
    {
      ...{ type: 'thread', nominal: 8, unit: 'mm', depth: { nominal: 20, decimals: 0, unit: 'mm' } },
      thread: { standard: 'M', size: '8', pitch_mm: 1.25, class: '6H' },
    },
    'M8, pitch 1.25 mm, class 6H, 20 mm deep',
    'thread M8, pitch 1.25 mm, class 6H, 20 mm deep, confident',
  ],
  [
    '⌖|Ø0.2Ⓜ|A',
    {
      type: 'frame',
      rows: [
        {
          symbol: 'position',
          zone: 0.2,
          unit: 'mm',
          form: 'cylinder',
          modifiers: ['Ⓜ'],
          datums: [{ letters: 'A' }],
        },
      ],
    },
    'position within Ø0.2 mm Ⓜ to A',
    'position within Ø0.2 mm Ⓜ to A, confident',
  ],
  [
    'Ra 3.2',
    { type: 'surface', surface: { roughness: [{ parameter: 'Ra', value: 3.2, unit: 'µm' }] } },
    'Ra at most 3.2 µm',
    'surface Ra at most 3.2 µm, confident',
  ],
  [
    'Ø6.6 THRU ⌴ Ø11 ↧6',
    {
      ...{ type: 'diameter', nominal: 6.6, decimals: 1, unit: 'mm', through: true },
      features: [
        {
          ...{ type: 'counterbore', nominal: 11, decimals: 0, unit: 'mm' },
          depth: { nominal: 6, decimals: 0, unit: 'mm' },
        },
      ],
    },
    '6.6 mm, through; 11 mm, 6 mm deep',
    'diameter 6.6, through, counterbore 11, 6 deep, confident',
  ],
]

for (const [text, value, words, heard] of CASES) {
  test(`${text} is shown as “${words}” and heard as “${heard}”`, () => {
    assert.equal(valueInWords(value), words)
    assert.equal(spoken({ ...annotation({ text, value }), verdict: 'open', isDrawn: false }), heard)
  })
}

test('doubt is spoken with its reasons, a number comes first, a verdict last', () => {
  const mark = {
    ...annotation({
      ...{ text: '12', unsure: true, doubts: /** @type {const} */ (['low_confidence']) },
      value: { type: 'linear', nominal: 12, unit: 'mm' },
    }),
    verdict: /** @type {const} */ ('open'),
    isDrawn: false,
  }
  assert.equal(
    spoken(/** @type {any} */ (mark), 7),
    'number 7, linear 12, doubtful: the reader was not sure of the text',
  )
  assert.match(spoken(/** @type {any} */ ({ ...mark, verdict: 'rejected' })), /, rejected$/)
})

test('words have no value, and a reason that is not known yet is told by its name', () => {
  assert.equal(valueInWords(undefined), '')
  assert.equal(doubtInWords(/** @type {any} */ ('beyond_the_border')), 'beyond the border')
})
