// @ts-check
// Marks while a person checks them: nothing that a person did is lost, and everything can be taken back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Review } from 'draftlens/viewer'
import fc from 'fast-check'
import { annotation, box, sheet } from './sheets.mjs'

/** @typedef {import('draftlens').Annotation} Annotation */

/** @param {Annotation[]} marks @param {ConstructorParameters<typeof Review>[0]} [options] */
function review_of(marks, options) {
  const review = new Review(options)
  review.complete(marks)
  return review
}

const step = fc.record({
  do: fc.constantFrom('accept', 'reject', 'remove', 'place', 'draw', 'correct', 'kind'),
  which: fc.nat(),
})

/** @param {Review} review @param {{do: string, which: number}} step */
function make(review, { do: what, which }) {
  const mark = review.marks[which % Math.max(1, review.marks.length)]
  if (what === 'draw') review.draw(box(which % 3000, 5000))
  if (!mark) return
  if (what === 'accept') review.judge(mark.id, 'accepted')
  if (what === 'reject') review.judge(mark.id, 'rejected')
  if (what === 'remove') review.remove(mark.id)
  if (what === 'place') review.place(mark.id, box(which % 3000, which % 2000))
  if (what === 'correct') void review.correct(mark.id, { text: `${which}` })
  if (what === 'kind') void review.correct(mark.id, { kind: 'note' })
}

test('all that was done is undone step by step, and done again', () => {
  fc.assert(
    fc.property(sheet, fc.array(step, { maxLength: 30 }), (marks, steps) => {
      const review = review_of(marks)
      const before = review.marks
      for (const one of steps) make(review, one)
      const after = review.marks
      while (review.canUndo) review.undo()
      assert.deepEqual(review.marks, before)
      while (review.canRedo) review.redo()
      assert.deepEqual(review.marks, after)
    }),
  )
})

test('readings that come later leave alone what a person touched', () => {
  fc.assert(
    fc.property(sheet, fc.array(step, { maxLength: 12 }), (marks, steps) => {
      const review = new Review()
      review.add(marks)
      for (const one of steps.filter((one) => one.do !== 'remove')) make(review, one)
      const touched = review.marks.filter((mark) => mark.verdict !== 'open' || mark.asRead || mark.isDrawn)
      review.complete(marks)
      for (const mark of touched) assert.deepEqual(review.mark(mark.id), mark)
    }),
  )
})

test('a text that is read twice on the way, or again at the end, is one mark', () => {
  const review = new Review()
  review.add([annotation({ id: 'p1', text: '1Z' })])
  review.add([
    annotation({ id: 'p1', text: '12', quad: box(102, 100) }),
    annotation({ id: 'p2', quad: box(500, 100) }),
  ])
  assert.deepEqual(
    review.marks.map(({ text }) => text),
    ['12', '12'],
  )
  const [first] = review.marks
  review.select(first?.id)
  review.complete([annotation({ id: 'a1' }), annotation({ id: 'a2', quad: box(500, 100) })])
  assert.deepEqual(
    review.marks.map(({ id }) => id),
    ['a1', 'a2'],
  )
  assert.equal(review.selected?.id, 'a1', 'what was selected stays so under its final name')
})

test('a corrected text is understood, and undone and done again with its value', async () => {
  /** @type {import('draftlens').Meaning} */
  const meaning = { kind: 'thread', value: { type: 'thread', nominal: 8, unit: 'mm' }, doubts: [] }
  const review = review_of([annotation({ text: 'N8', unsure: true, doubts: ['not_understood'] })], {
    understand: async () => meaning,
  })
  await review.correct('a1', { text: 'M8' })
  const corrected = review.mark('a1')
  assert.deepEqual(
    { text: corrected?.text, kind: corrected?.kind, value: corrected?.value, unsure: corrected?.unsure },
    { text: 'M8', kind: 'thread', value: meaning.value, unsure: false },
  )
  assert.equal(corrected?.verdict, 'accepted')
  assert.equal(corrected?.asRead?.text, 'N8')
  review.undo()
  assert.equal(review.mark('a1')?.text, 'N8')
  review.redo()
  assert.deepEqual(review.mark('a1'), corrected)
})

test('an understanding that comes after the next change does not undo that', async () => {
  /** @type {((meaning: import('draftlens').Meaning) => void)[]} */
  const answers = []
  const review = review_of([annotation()], {
    understand: () => new Promise((resolve) => answers.push(resolve)),
  })
  const first = review.correct('a1', { text: '13' })
  const second = review.correct('a1', { text: '14' })
  answers[1]?.({ kind: 'dimension', value: { type: 'linear', nominal: 14 }, doubts: [] })
  answers[0]?.({ kind: 'dimension', value: { type: 'linear', nominal: 13 }, doubts: [] })
  await Promise.all([first, second])
  assert.equal(review.mark('a1')?.value?.nominal, 14)
  review.undo()
  assert.equal(review.mark('a1')?.value?.nominal, 13)
})

test('many are accepted as one step, and the filter says which are shown', () => {
  const review = review_of([
    annotation({ id: 'a1', text: 'Ø12,5' }),
    annotation({ id: 'a2', text: 'M8', kind: 'thread', quad: box(500, 100) }),
    annotation({ id: 'a3', text: '7', unsure: true, quad: box(900, 100) }),
  ])
  review.filter = { text: 'o12.5' }
  assert.deepEqual(
    review.shown.map(({ id }) => id),
    ['a1'],
  )
  review.filter = { standings: new Set(/** @type {const} */ (['unsure'])) }
  assert.deepEqual(
    review.shown.map(({ id }) => id),
    ['a3'],
  )
  review.filter = { kinds: new Set(/** @type {const} */ (['thread', 'dimension'])) }
  review.judgeAll(['a1', 'a2'], 'accepted')
  assert.equal(review.marks.filter(({ verdict }) => verdict === 'accepted').length, 2)
  review.undo()
  assert.equal(review.canUndo, false)
})

test('what is rejected is in no analysis, and a mark keeps its number through every change', () => {
  const review = review_of([annotation({ id: 'a1' }), annotation({ id: 'a2', quad: box(500, 100) })])
  assert.deepEqual([...review.numbers.values()], [1, 2])
  review.remove('a1')
  const drawn = review.draw(box(100, 600))
  assert.equal(review.numbers.get(drawn.id), 3, 'a number that was given is not given again')
  review.undo()
  review.undo()
  assert.equal(review.numbers.get('a1'), 1)
  review.judge('a1', 'rejected')
  assert.deepEqual(
    review.annotations.map(({ id }) => id),
    ['a2'],
  )
})

test('a new revision is numbered as the earlier one was, and goes on behind its last number', () => {
  const earlier = review_of([
    annotation({ id: 'a1', text: '5' }),
    annotation({ id: 'a2', quad: box(500, 100) }),
  ])
  const review = review_of([
    annotation({ id: 'a1', text: 'R3', quad: box(100, 20) }),
    annotation({ id: 'a2', quad: box(502, 101) }),
    annotation({ id: 'a3', text: '5.1' }),
  ])
  review.numberAs(earlier.numbered)
  assert.deepEqual(Object.fromEntries(review.numbers), { a3: 1, a2: 2, a1: 3 })
})
