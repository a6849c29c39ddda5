// @ts-check
// `draftlens/viewer` without the demo around it.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'
import { write_sheet } from './sheet-png.mjs'

/** @typedef {import('draftlens/viewer').DrawingViewer} DrawingViewer */

const { visit } = browser_under_test()
const folder = mkdtempSync(join(tmpdir(), 'draftlens-'))
const large_sheet = join(folder, 'a1.png')

before(() => write_sheet(large_sheet, { width: 7016, height: 9933 }))
after(() => rmSync(folder, { recursive: true }))

/** A viewer of 800 × 600 on a page of its own, showing the large sheet. @param {import('playwright-core').BrowserContextOptions} [options] */
async function viewer_on_sheet(options) {
  const watched = await visit(BARE_PAGE, options)
  const { page } = watched
  await page.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    const box = document.createElement('div')
    box.style.width = '800px'
    box.style.height = '600px'
    document.body.append(input, box)
  })
  await page.setInputFiles('input', large_sheet)
  await page.evaluate(async () => {
    const [face, viewer_face] = ['/npm/index.js', '/npm/viewer.js']
    const { createAnalyzer } = await import(face)
    const { DrawingViewer } = await import(viewer_face)
    const viewer = new DrawingViewer(document.querySelector('div'))
    const analyzer = await createAnalyzer()
    const drawing = await analyzer.open(document.querySelector('input')?.files?.[0])
    await viewer.show(drawing)
    Object.assign(globalThis, { viewer, drawing })
  })
  return watched
}

test('what is under a point of the screen and where a point of the page lies are each other’s inverse, however the sheet is turned', async () => {
  const { page } = await viewer_on_sheet()
  const worst = await page.evaluate(() => {
    const { viewer } = /** @type {{viewer: DrawingViewer}} */ (/** @type {unknown} */ (globalThis))
    let worst = 0
    for (let turn = 0; turn < 8; turn++) {
      viewer.rotate(1)
      if (turn === 3) viewer.flip()
      viewer.zoomBy(1.3, [100, 50])
      viewer.panBy([13, -7])
      for (const point of /** @type {[number, number][]} */ ([
        [0, 0],
        [7016, 9933],
        [1234, 77],
      ])) {
        const [x, y] = viewer.pageFromScreen(viewer.screenFromPage(point))
        worst = Math.max(worst, Math.abs(x - point[0]), Math.abs(y - point[1]))
      }
    }
    return worst
  })
  assert.ok(worst < 1e-6, `${worst} px`)
})

test('zooming keeps the point under the pointer where it is', async () => {
  const { page } = await viewer_on_sheet()
  const moved = await page.evaluate(() => {
    const { viewer } = /** @type {{viewer: DrawingViewer}} */ (/** @type {unknown} */ (globalThis))
    viewer.zoomTo(0.5)
    const before = viewer.pageFromScreen([300, 200])
    viewer.zoomBy(2.5, [300, 200])
    const after = viewer.pageFromScreen([300, 200])
    return Math.hypot(after[0] - before[0], after[1] - before[1])
  })
  assert.ok(moved < 1e-6, `${moved} px`)
})

test('a clockwise turn shows the upper edge at the right, also of a mirrored sheet at the left', async () => {
  const { page } = await viewer_on_sheet()
  const seen = await page.evaluate(() => {
    const { viewer } = /** @type {{viewer: DrawingViewer}} */ (/** @type {unknown} */ (globalThis))
    const top = () => viewer.screenFromPage([3508, 0])[0]
    viewer.rotate(1)
    const turned = top()
    viewer.fit()
    viewer.flip()
    return { turned, mirrored: top() }
  })
  assert.ok(seen.turned > 600, `${seen.turned}`)
  assert.ok(seen.mirrored < 200, `${seen.mirrored}`)
})

test('the sheet cannot be lost: its nearest point stays in the middle however far it is pushed', async () => {
  const { page } = await viewer_on_sheet()
  const centre = await page.evaluate(() => {
    const { viewer } = /** @type {{viewer: DrawingViewer}} */ (/** @type {unknown} */ (globalThis))
    viewer.panBy([1e6, -1e6])
    return viewer.view.centreInPage
  })
  assert.deepEqual(centre, [0, 9933])
})

test('the tiles in memory stay bounded while the whole sheet is passed over at full size', async () => {
  const { page } = await viewer_on_sheet({ deviceScaleFactor: 2 })
  const most = await page.evaluate(async () => {
    const { viewer } = /** @type {{viewer: DrawingViewer}} */ (/** @type {unknown} */ (globalThis))
    viewer.zoomTo(1)
    let most = 0
    // A busy machine has not made many tiles when the sheet has passed: it passes again.
    for (let pass = 0; pass < 5 && most <= 20; pass++) {
      for (let y = 0; y < 9933; y += 250) {
        viewer.panBy([y % 500 === 0 ? -2500 : 2500, -125])
        await new Promise((resolve) => setTimeout(resolve, 60))
        most = Math.max(most, viewer.tilesKept)
      }
      viewer.panBy([0, 20_000])
    }
    return most
  })
  assert.ok(most > 20, `${most} tiles: the test passed over the sheet`)
  assert.ok(most <= 64, `${most} tiles`)
})

test('tiles that have gone out of sight before their turn came are never made', async () => {
  const { page } = await viewer_on_sheet()
  const tiles_made = await page.evaluate(async () => {
    const { viewer, drawing } =
      /** @type {{viewer: DrawingViewer, drawing: import('draftlens').DrawingDocument}} */ (
        /** @type {unknown} */ (globalThis)
      )
    let tiles = 0
    const post_message = Worker.prototype.postMessage
    Worker.prototype.postMessage = function (/** @type {any} */ message, ...rest) {
      if (message.request.method === 'tile') tiles++
      return Reflect.apply(post_message, this, [message, ...rest])
    }
    viewer.zoomTo(1, [400, 0])
    // Large requests that came first keep the worker busy while the sheet rushes by.
    const strip = { x: 0, y: 0, width: 7016, height: 2500 }
    const busy = Promise.all(Array.from({ length: 16 }, () => drawing.page(0).grey(strip)))
    for (let view = 0; view < 15; view++) {
      viewer.panBy([0, -600])
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    await busy
    await new Promise((resolve) => setTimeout(resolve, 1500))
    return tiles
  })
  assert.ok(
    tiles_made > 0 && tiles_made <= 15,
    `${tiles_made} tiles, where a view has up to 9 and 15 were passed`,
  )
})

test('a view settles with its own tiles: every pixel of the screen is one of the page at 100 %', async () => {
  const { page } = await viewer_on_sheet()
  const differing = await page.evaluate(async () => {
    const { viewer, drawing } =
      /** @type {{viewer: DrawingViewer, drawing: import('draftlens').DrawingDocument}} */ (
        /** @type {unknown} */ (globalThis)
      )
    viewer.zoomTo(1)
    const [left, top] = viewer.pageFromScreen([0, 0]).map(Math.round)
    viewer.panBy([
      (viewer.pageFromScreen([0, 0])[0] ?? 0) - (left ?? 0),
      (viewer.pageFromScreen([0, 0])[1] ?? 0) - (top ?? 0),
    ])
    const grey = await drawing.page(0).grey({ x: left ?? 0, y: top ?? 0, width: 800, height: 600 })
    const context = viewer.element.querySelector('canvas')?.getContext('2d')
    const differing = () => {
      const shown = context?.getImageData(0, 0, 800, 600).data ?? []
      return grey.filter((value, at) => shown[at * 4] !== value).length
    }
    for (let look = 0; look < 300 && differing() > 0; look++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return differing()
  })
  assert.equal(differing, 0)
})

test('on a dense screen every pixel of it is drawn', async () => {
  const { page } = await viewer_on_sheet({ deviceScaleFactor: 2 })
  const seen = await page.evaluate(() => {
    const { viewer } = /** @type {{viewer: DrawingViewer}} */ (/** @type {unknown} */ (globalThis))
    viewer.zoomTo(1)
    const canvas = viewer.element.querySelector('canvas')
    return { canvas: [canvas?.width, canvas?.height], scale: viewer.view.scale }
  })
  assert.deepEqual(seen, { canvas: [1600, 1200], scale: 0.5 })
})

test('the viewer is reached by keyboard, has a name and tells its zoom politely', async () => {
  const { page } = await viewer_on_sheet()
  await page.locator('input').focus()
  await page.keyboard.press('Tab')
  const focused = await page.evaluate(() => ({
    role: document.activeElement?.getAttribute('role'),
    name: document.activeElement?.getAttribute('aria-label'),
  }))
  assert.deepEqual(focused, { role: 'application', name: 'Drawing' })
  await page.keyboard.press('1')
  await page.locator('[aria-live=polite]', { hasText: 'Zoom 100 %' }).waitFor({ state: 'attached' })
})

test('a disposed viewer leaves nothing behind', async () => {
  const { page, complaints } = await viewer_on_sheet()
  const left = await page.evaluate(async () => {
    const { viewer } = /** @type {{viewer: DrawingViewer}} */ (/** @type {unknown} */ (globalThis))
    viewer.zoomTo(1)
    viewer.dispose()
    await new Promise((resolve) => setTimeout(resolve, 300))
    return { children: document.querySelector('div')?.childElementCount, tiles: viewer.tilesKept }
  })
  assert.deepEqual(left, { children: 0, tiles: 0 })
  assert.deepEqual(complaints, [])
})
