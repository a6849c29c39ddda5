// @ts-check
// A page is read in the browser: what comes back, what is heard meanwhile, and how it is stopped.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'

/** @typedef {typeof import('draftlens')} Draftlens */
/** @typedef {import('draftlens').DraftlensError} DraftlensError */

const { visit } = browser_under_test()
/** Some of what stands on the sample, read off by eye. */
const EXPECTED = ['80', '58', '40', '49', '60', '68.8', '100', '50.8', 'R65']

test('a page is read, its texts are told as they come, and their quads lie on it', async () => {
  const { page, complaints } = await visit(BARE_PAGE)
  const { analysis, partial, progress } = await page.evaluate(read_sample)
  assert.equal(analysis.schema, 1)
  assert.deepEqual([analysis.page.width_px, analysis.page.height_px], [2339, 1653])
  assert.equal(analysis.backend.name, 'cpu')
  assert.match(analysis.models.detector.sha256, /^[0-9a-f]{64}$/)
  assert.ok(analysis.annotations.length > 10, `${analysis.annotations.length} annotations`)
  for (const { id, quad, score, text } of analysis.annotations) {
    assert.match(id, /^a\d+$/)
    assert.ok(text.length > 0 && score > 0 && score <= 1)
    for (const [x, y] of quad) assert.ok(x > -20 && x < 2359 && y > -20 && y < 1673, `${id} at ${x}, ${y}`)
  }
  const texts = analysis.annotations.map(({ text }) => text)
  for (const text of EXPECTED) assert.ok(texts.includes(text), `${text} is not among ${texts.join(' · ')}`)
  const last_heard = new Set(partial.map(({ text }) => text))
  assert.ok(
    texts.every((text) => last_heard.has(text)),
    'whatever is in the result was told before',
  )
  assert.equal(progress.at(-1)?.done, progress.at(-1)?.total)
  assert.ok(analysis.timing_ms.total >= analysis.timing_ms.detect)
  assert.deepEqual(complaints, [])
})

test('a reading is cancelled, and the next one is whole', async () => {
  const { page } = await visit(BARE_PAGE)
  const seen = await page.evaluate(cancel_reading)
  assert.equal(seen.code, 'cancelled')
  assert.equal(seen.heard_later, 0, 'nobody hears of a reading that was given up')
  assert.ok(seen.annotations > 10)
})

/** Runs in the browser. */
async function read_sample() {
  const url = '/npm/index.js'
  const { createAnalyzer } = /** @type {Draftlens} */ (await import(url))
  const analyzer = await createAnalyzer({ device: 'cpu' })
  const drawing = await analyzer.open('/samples/rpm_plate.png')
  /** @type {import('draftlens').Annotation[]} */
  const partial = []
  /** @type {{done: number, total: number}[]} */
  const progress = []
  const analysis = await analyzer.analyze(drawing.page(0), {
    onPartial: (annotations) => partial.push(...annotations),
    onProgress: (step) => progress.push(step),
  })
  analyzer.dispose()
  return { analysis, partial, progress }
}

/** Runs in the browser. */
async function cancel_reading() {
  const url = '/npm/index.js'
  const { createAnalyzer } = /** @type {Draftlens} */ (await import(url))
  const analyzer = await createAnalyzer({ device: 'cpu' })
  const drawing = await analyzer.open('/samples/rpm_plate.png')
  const stop = new AbortController()
  let heard = 0
  const reading = analyzer.analyze(drawing.page(0), { signal: stop.signal, onProgress: () => heard++ }).then(
    () => 'read',
    (/** @type {DraftlensError} */ error) => error.code,
  )
  while (heard === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  stop.abort()
  const code = await reading
  const heard_before = heard
  const { annotations } = await analyzer.analyze(drawing.page(0))
  return { code, heard_later: heard - heard_before, annotations: annotations.length }
}
