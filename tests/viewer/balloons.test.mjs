// @ts-check
// Numbers that stay with their dimensions from one revision of a sheet to the next.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assignNumbers } from 'draftlens/viewer'
import fc from 'fast-check'
import { annotation, box, sheet } from './sheets.mjs'

/** @typedef {import('draftlens').Annotation} Annotation */
/** @typedef {import('draftlens/viewer').Numbered} Numbered */

/** @param {Annotation[]} marks @param {Map<string, number>} numbers @returns {Numbered[]} */
function numbered(marks, numbers) {
  return marks.map((mark) => ({ ...mark, number: numbers.get(mark.id) ?? Number.NaN }))
}

/** Another reading of the same sheet: other ids, in another order. @param {Annotation[]} marks */
function read_again(marks) {
  return marks.map((mark) => ({ ...mark, id: `b${mark.id}` })).reverse()
}

/** @param {Annotation} mark @param {(point: [number, number]) => [number, number]} move @returns {Annotation} */
function moved(mark, move) {
  return { ...mark, quad: /** @type {Annotation['quad']} */ (mark.quad.map(move)) }
}

test('a first reading is numbered from 1 without a gap, in its own order', () => {
  fc.assert(
    fc.property(sheet, (marks) => {
      const numbers = assignNumbers(marks)
      assert.deepEqual(
        marks.map(({ id }) => numbers.get(id)),
        marks.map((_, at) => at + 1),
      )
    }),
  )
})

test('the same sheet read again has the same numbers, whatever the order and the ids', () => {
  fc.assert(
    fc.property(sheet, (marks) => {
      const first = assignNumbers(marks)
      const second = assignNumbers(read_again(marks), numbered(marks, first))
      for (const { id } of marks) assert.equal(second.get(`b${id}`), first.get(id))
    }),
  )
})

test('what goes takes its number along, what comes gets one that nobody had, and no other changes', () => {
  fc.assert(
    fc.property(sheet, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (marks, stays) => {
      const first = assignNumbers(marks)
      const kept = marks.filter((_, at) => stays[at])
      const added = annotation({ id: 'new', quad: box(60, 9000), text: 'R99.5' })
      const second = assignNumbers([added, ...read_again(kept)], numbered(marks, first))
      for (const { id } of kept) assert.equal(second.get(`b${id}`), first.get(id))
      assert.equal(second.get('new'), marks.length + 1)
    }),
  )
})

test('a dimension whose text changes in its place keeps its number', () => {
  fc.assert(
    fc.property(sheet, fc.nat(), (marks, which) => {
      const first = assignNumbers(marks)
      const at = which % marks.length
      const revised = read_again(marks.map((mark, i) => (i === at ? { ...mark, text: '77.7' } : mark)))
      const second = assignNumbers(revised, numbered(marks, first))
      for (const { id } of marks) assert.equal(second.get(`b${id}`), first.get(id))
    }),
  )
})

test('a sheet that is scanned askew in size and place keeps its numbers, if some texts stand on it once only', () => {
  const shifts = fc.record({
    dx: fc.integer({ min: -400, max: 400 }),
    dy: fc.integer({ min: -400, max: 400 }),
    scale: fc.constantFrom(0.5, 0.75, 1, 1.5, 2),
  })
  fc.assert(
    fc.property(sheet, shifts, (marks, { dx, dy, scale }) => {
      const known = ['Ø101.1', '102.2', 'M103'].map((text, at) =>
        annotation({ id: `known${at}`, text, quad: box(40 + 1100 * at, 2500 + 90 * at * at) }),
      )
      const all = [...marks, ...known]
      const first = assignNumbers(all)
      const revised = read_again(all).map((mark) => moved(mark, ([x, y]) => [scale * x + dx, scale * y + dy]))
      const second = assignNumbers(revised, numbered(all, first))
      for (const { id } of all) assert.equal(second.get(`b${id}`), first.get(id))
    }),
  )
})

test('a single dimension that moved is known by its text where no other has it', () => {
  const marks = ['12', '30', '30', 'R5'].map((text, at) =>
    annotation({ id: `a${at}`, text, quad: box(100, 100 + 200 * at) }),
  )
  const first = assignNumbers(marks)
  const revised = marks.map((mark) =>
    ['12', '30'].includes(mark.text) ? mark : { ...mark, quad: box(1500, 1400) },
  )
  assert.deepEqual(assignNumbers(revised, numbered(marks, first)), first)
})

test('a view that moved by a line keeps its numbers: what a text says comes before where it stands', () => {
  const column = ['10', '20', '30'].map((text, at) =>
    annotation({ id: `c${at}`, text, quad: box(900, 100 + 36 * at) }),
  )
  const others = ['41', '42', '43', '44', '45'].map((text, at) =>
    annotation({ id: `o${at}`, text, quad: box(100, 300 + 200 * at) }),
  )
  const first = assignNumbers([...column, ...others])
  // Each stands nearer now to where the one below it stood than to its own old place.
  const revised = [...column.map((mark) => moved(mark, ([x, y]) => [x, y + 30])), ...others]
  assert.deepEqual(assignNumbers(revised, numbered([...column, ...others], first)), first)
})

test('numbers are unique, and none is given twice over many revisions', () => {
  fc.assert(
    fc.property(fc.array(sheet, { minLength: 2, maxLength: 5 }), (revisions) => {
      /** @type {Map<number, Numbered>} */
      const ever = new Map()
      for (const marks of revisions) {
        const numbers = assignNumbers(marks, [...ever.values()])
        assert.equal(new Set(numbers.values()).size, marks.length)
        for (const one of numbered(marks, numbers)) ever.set(one.number, one)
      }
    }),
  )
})
