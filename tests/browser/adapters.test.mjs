// @ts-check
// OpenSeadragon and Annotorious, the real ones, with sheets and readings of ours.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { build } from 'esbuild'
import { in_root, test_out } from '../../scripts/project.mjs'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'

const folder = join(test_out, 'adapters')
const { visit } = browser_under_test({ mounts: { '/adapters/': folder } })
before(() =>
  build({
    entryPoints: [in_root('tests/browser/pages/adapters-app.js')],
    outfile: join(folder, 'app.js'),
    bundle: true,
    format: 'esm',
    logLevel: 'error',
  }),
)

async function application() {
  // OpenSeadragon itself sets innerHTML, which the strict policy forbids.
  const visited = await visit(BARE_PAGE, { bypassCSP: true })
  await visited.page.addStyleTag({ url: '/adapters/app.css' })
  const url = '/adapters/app.js'
  await visited.page.evaluate(async (url) => void (await import(url)), url)
  return visited
}

test('OpenSeadragon shows a sheet tile by tile, down to its full size', async () => {
  const { page, requests } = await application()
  const info = await page.evaluate(() => /** @type {any} */ (globalThis).adapters.openSeadragon())
  /** Dark pixels of what it drew. */
  const ink = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('.openseadragon-canvas canvas')
      if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return 0
      const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).getImageData(
        ...[0, 0, canvas.width, canvas.height],
      )
      let dark = 0
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] === 255 && /** @type {number} */ (data[at]) < 200) dark++
      }
      return dark
    })
  await until(async () => (await ink()) > 500, 'the whole sheet is drawn')
  const size = await page.evaluate(() => {
    const { viewer } = /** @type {any} */ (globalThis)
    viewer.viewport.zoomTo(viewer.world.getItemAt(0).imageToViewportZoom(1), undefined, true)
    const { x, y } = viewer.world.getItemAt(0).getContentSize()
    return [x, y]
  })
  assert.deepEqual(size, [info.width_px, info.height_px])
  const levels = () =>
    page.evaluate(() => {
      const { viewer } = /** @type {any} */ (globalThis)
      return viewer.world.getItemAt(0).lastDrawn.map((/** @type {any} */ { tile }) => tile.level)
    })
  await until(async () => (await levels()).includes(info.levels.length - 1), 'tiles of full size are drawn')
  assert.equal(requests.filter((url) => url.includes('draftlens:')).length, 0, 'tiles are not fetched')
})

test('readings appear in Annotorious, and what is done there is done in the review', async () => {
  const { page } = await application()
  await page.evaluate(() => /** @type {any} */ (globalThis).adapters.annotorious())
  const seen = await page.evaluate(async () => {
    const { annotator, review } = /** @type {any} */ (globalThis)
    const texts = () => annotator.getAnnotations().map((/** @type {any} */ { body }) => body[0].value)
    const before = {
      shown: texts().sort(),
      read: review.annotations.map((/** @type {any} */ { text }) => text).sort(),
    }

    const mark = review.marks.find((/** @type {any} */ { text }) => text === '33,40')
    review.select(mark.id)
    const selected = annotator.getSelected().map((/** @type {any} */ { id }) => id)
    await review.correct(mark.id, { text: '33,41' })
    const corrected = texts().includes('33,41')
    const shown = document.querySelectorAll('.a9s-annotation').length
    review.undo()
    const undone = texts().includes('33,40')
    review.remove(mark.id)
    return { before, selected, id: mark.id, corrected, undone, shown, left: texts().length }
  })
  assert.ok(seen.before.shown.includes('4,50'))
  assert.deepEqual(seen.before.shown, seen.before.read)
  assert.deepEqual(seen.selected, [seen.id], 'what is chosen in the list is chosen there')
  assert.ok(seen.corrected && seen.undone, JSON.stringify(seen))
  assert.equal(seen.left, seen.before.shown.length - 1)
  assert.ok(seen.shown > 5, `${seen.shown} are drawn`)

  const [x, y] = await page.evaluate(() => {
    const { quad } = /** @type {any} */ (globalThis).review.marks.find(
      (/** @type {any} */ { text }) => text === '4,50',
    )
    const { left, top } = /** @type {HTMLImageElement} */ (
      document.querySelector('img')
    ).getBoundingClientRect()
    return [left + (quad[0][0] + quad[2][0]) / 2, top + (quad[0][1] + quad[2][1]) / 2]
  })
  await page.evaluate(([x, y]) => scrollTo(x - 400, y - 400), /** @type {[number, number]} */ ([x, y]))
  const [left, top] = await page.evaluate(() => [scrollX, scrollY])
  await page.mouse.move(x - left, y - top)
  await page.mouse.click(x - left, y - top)
  const chosen = () => page.evaluate(() => /** @type {any} */ (globalThis).review.selected?.text)
  await until(async () => (await chosen()) === '4,50', 'what is clicked there is chosen in the review')
  await page.evaluate(() => {
    const { review } = /** @type {any} */ (globalThis)
    scrollTo(0, 0)
    review.select(undefined)
  })
  await until(
    () => page.evaluate(() => /** @type {any} */ (globalThis).annotator.getSelected().length === 0),
    'nothing is chosen there either',
  )

  // A rectangle, by mouse.
  const count = () => page.evaluate(() => /** @type {any} */ (globalThis).review.marks.length)
  const marks = await count()
  await page.mouse.move(40, 60)
  await page.mouse.down()
  await page.mouse.move(90, 80, { steps: 4 })
  await page.mouse.move(140, 110, { steps: 4 })
  await page.mouse.up()
  await until(async () => (await count()) === marks + 1, 'what is drawn there is a mark')
  const { width, isDrawn, known } = await page.evaluate(() => {
    const { annotator, review } = /** @type {any} */ (globalThis)
    const { id, quad, isDrawn } = review.selected
    return { width: quad[1][0] - quad[0][0], isDrawn, known: annotator.getAnnotationById(id) !== undefined }
  })
  assert.ok(Math.abs(width - 100) <= 3, `${width} px`)
  assert.ok(isDrawn && known)
})

/** @param {() => Promise<boolean>} condition @param {string} what */
async function until(condition, what) {
  for (const deadline = Date.now() + 30_000; !(await condition()); ) {
    if (Date.now() > deadline) assert.fail(`after 30 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
