// @ts-check
// A paper drawing photographed from the side: the browser's own perspective makes the photo, ours must undo it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { launch } from '../../scripts/chromium.mjs'
import { field_dist, in_root } from '../../scripts/project.mjs'
import { serve } from '../../scripts/serve.mjs'
import { look } from './offline-site.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{x: number, y: number}} Corner */

const PLATE = readFileSync(in_root('demo/qa/samples/rpm_plate.png'))
const CORNERS = ['upper-left', 'upper-right', 'lower-right', 'lower-left']
const PHOTO = { width: 1600, height: 1200 }
/** In pixels of the photo; the search looks at a picture five times smaller. */
const FOUND_WITHIN_PX = 12
/** Lines of a sheet that is straightened lie where they lay; on one that is not they are everywhere else. */
const LEAST_CORRELATION = 0.8

/** @type {import('playwright-core').Browser | undefined} */
let browser
/** @type {Awaited<ReturnType<typeof serve>> | undefined} */
let server
before(async () => {
  server = await serve({ '/': field_dist, '/samples/': in_root('demo/qa/samples') })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.close()
})

/** The plate on a dark bench, seen from the side. @returns {Promise<{photo: Buffer, corners: Corner[]}>} */
async function photographed() {
  const page = await browser?.newPage({ viewport: PHOTO })
  if (!page) throw new Error('The browser runs only within tests.')
  await page.setContent(`
    <style>
      body { margin: 0; height: 100vh; display: grid; place-items: center; perspective: 1500px; background: #4a3526 }
      div { position: relative; transform: rotateX(28deg) rotateY(-16deg) rotateZ(4deg) }
      img { display: block; width: 1160px }
      i { position: absolute; width: 0; height: 0 }
    </style>
    <div><img src="data:image/png;base64,${PLATE.toString('base64')}">
      <i style="left:0;top:0"></i><i style="right:0;top:0"></i><i style="right:0;bottom:0"></i><i style="left:0;bottom:0"></i></div>`)
  await page.waitForFunction(() => document.images[0]?.complete)
  const corners = await page.locator('i').evaluateAll((marks) =>
    marks.map((mark) => {
      const { x, y } = mark.getBoundingClientRect()
      return { x, y }
    }),
  )
  const photo = await page.screenshot()
  await page.close()
  return { photo, corners }
}

/** Where the rings are, in pixels of the photo. @param {Page} page @returns {Promise<Corner[]>} */
function rings(page) {
  return page.evaluate(
    ({ names, photo }) => {
      const canvas = document.querySelector('#photo-canvas')?.getBoundingClientRect() ?? new DOMRect()
      const scale = Math.min(canvas.width / photo.width, canvas.height / photo.height)
      const [left, top] = [
        (canvas.width - photo.width * scale) / 2,
        (canvas.height - photo.height * scale) / 2,
      ]
      return names.map((name) => {
        const ring = document.querySelector(`#corner-${name}`)?.getBoundingClientRect() ?? new DOMRect()
        const [x, y] = [ring.x + ring.width / 2 - canvas.x - left, ring.y + ring.height / 2 - canvas.y - top]
        return { x: x / scale, y: y / scale }
      })
    },
    { names: CORNERS, photo: PHOTO },
  )
}

/** Runs in the browser: how alike the stored sheet and the drawing itself are, 1 for the same. */
async function likeness() {
  /** @param {ImageBitmapSource} source */
  const small = async (source) => {
    const [width, height] = [117, 83]
    const context = new OffscreenCanvas(width, height).getContext('2d')
    const size = /** @type {const} */ ({ resizeWidth: width, resizeHeight: height, resizeQuality: 'high' })
    context?.drawImage(await createImageBitmap(source, size), 0, 0)
    const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] }
    return Array.from({ length: width * height }, (_, at) => data[4 * at] ?? 0)
  }
  const database = await new Promise((resolve) => {
    const request = indexedDB.open('draftlens-field')
    request.onsuccess = () => resolve(request.result)
  })
  /** @type {ArrayBuffer[]} */
  const files = await new Promise((resolve) => {
    const request = database.transaction('files').objectStore('files').getAll()
    request.onsuccess = () => resolve(request.result)
  })
  database.close()
  const one = await small(new Blob(files.slice(0, 1)))
  const other = await small(await (await fetch('samples/rpm_plate.png')).blob())
  /** @param {number[]} all */
  const mean = (all) => all.reduce((sum, x) => sum + x, 0) / all.length
  const [a, b] = [mean(one), mean(other)]
  const product = (
    /** @type {number[]} */ p,
    /** @type {number[]} */ q,
    /** @type {number} */ m,
    /** @type {number} */ n,
  ) => p.reduce((sum, x, at) => sum + (x - m) * ((q[at] ?? 0) - n), 0)
  return product(one, other, a, b) / Math.sqrt(product(one, one, a, a) * product(other, other, b, b))
}

test('a photographed sheet is found, its corners are put right by hand, and it is stored straightened', async () => {
  const { photo, corners } = await photographed()
  const context = await browser?.newContext({ viewport: { width: 1024, height: 768 } })
  const page = await context?.newPage()
  if (!page || !server) throw new Error('The browser runs only within tests.')
  await page.goto(`${server.url}?read=off`)
  await page.setInputFiles('#camera', { name: 'photo.png', mimeType: 'image/png', buffer: photo })
  await page.locator('#photo-keep').waitFor()
  await look(page, 'the photo')
  for (const [at, { x, y }] of (await rings(page)).entries()) {
    const real = corners[at] ?? { x: 0, y: 0 }
    assert.ok(
      Math.hypot(x - real.x, y - real.y) <= FOUND_WITHIN_PX,
      `${CORNERS[at]}: ${x} ${y}, not ${real.x} ${real.y}`,
    )
  }

  const ring = page.locator('#corner-upper-left')
  const before = (await rings(page))[0] ?? { x: 0, y: 0 }
  const box = (await ring.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const [middle_x, middle_y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(middle_x, middle_y)
  await page.mouse.down()
  await page.mouse.move(middle_x + 40, middle_y + 30)
  await page.mouse.up()
  const dragged = (await rings(page))[0] ?? { x: 0, y: 0 }
  assert.ok(dragged.x > before.x + 30 && dragged.y > before.y + 20, 'a finger moves a ring')
  for (let n = 0; n < 40; n++) await ring.press('ArrowLeft')
  for (let n = 0; n < 30; n++) await ring.press('ArrowUp')
  const back = (await rings(page))[0] ?? { x: 0, y: 0 }
  assert.ok(Math.hypot(back.x - before.x, back.y - before.y) < 2, 'and keys move it back')

  await page.click('#photo-keep')
  await page.locator('#shelf li', { hasText: 'Photo' }).waitFor({ timeout: 60_000 })
  const alike = await page.evaluate(likeness)
  assert.ok(alike >= LEAST_CORRELATION, `${alike}`)
  await context?.close()
})
