// @ts-check
// The field viewer as a fitter uses it: drawings are stored, read, measured and compared, and then there is no network.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { makePackage } from '../../npm/bin/manifests.mjs'
import { launch } from '../../scripts/chromium.mjs'
import { read_grey_png, write_grey_png } from '../../scripts/grey-png.mjs'
import { field_dist, in_root } from '../../scripts/project.mjs'
import { office_server } from './office-server.mjs'
import { killable_browser, look, mortal_server, temporary_folder } from './offline-site.mjs'

/** @typedef {import('playwright-core').Page} Page */

/** Reading takes seconds; beside other programs on a small machine, minutes. */
const PATIENCE_MILLIS = 240_000
const TABLET = { width: 1024, height: 768 }
const UPRIGHT = { width: 768, height: 1024 }
const PHONE = { width: 390, height: 844 }

const site = temporary_folder(field_dist)
const drawings = join(site, 'job')
/** @type {Awaited<ReturnType<typeof mortal_server>>} */
let server
/** @type {Awaited<ReturnType<typeof office_server>>} */
let office
/** @type {import('playwright-core').Browser | undefined} */
let browser
before(async () => {
  office = await office_server()
  write_job()
  server = await mortal_server(site)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server.kill()
  await office.close()
  rmSync(site, { recursive: true })
})

/** Two cut-outs of one real plate, and a package of them whose notes go to the office. */
function write_job() {
  rmSync(drawings, { recursive: true, force: true })
  const plate = read_grey_png(readFileSync(in_root('demo/qa/samples/rpm_plate.png')))
  mkdirSync(drawings)
  for (const [name, left] of /** @type {const} */ ([
    ['plate', 1100],
    ['plate-moved', 1060],
  ])) {
    writeFileSync(join(drawings, `${name}.png`), cut(plate, { left, top: 60, width: 900, height: 560 }))
  }
  makePackage(drawings, { id: 'job-7', title: 'Job 7', notes: `${office.url}notes/` })
}

/** @param {Page} page */
const go = (page, query = '') => page.goto(`${server.url}?package=job/drawings.json${query}`)

/** @param {Page} page @param {string} words */
const state_is = (page, words) =>
  page.locator('#state', { hasText: words }).waitFor({ timeout: PATIENCE_MILLIS })

/** Opens a drawing from the shelf, and waits for what was read of it. @param {Page} page @param {string} title */
async function open(page, title) {
  await page
    .locator('#shelf li', { has: page.getByText(title, { exact: true }) })
    .getByRole('button')
    .click()
  await page.locator('#list').click()
  await page.locator('.list li').first().waitFor({ timeout: PATIENCE_MILLIS })
  await page.locator('#reading').waitFor({ state: 'hidden', timeout: PATIENCE_MILLIS })
}

/** Chooses a dimension from the list. @param {Page} page @param {RegExp} spoken */
const choose = (page, spoken) => page.getByRole('button', { name: spoken }).first().click()

test('with the server dead a cold start reads, measures, finds alike, and a killed browser loses nothing', async (t) => {
  const profile = temporary_folder()
  t.after(() => rmSync(profile, { recursive: true, force: true }))
  /** @type {string[]} */
  const asked = []

  const office_day = await killable_browser(profile)
  office_day.context.on('request', (request) => asked.push(request.url()))
  const page = await office_day.context.newPage()
  await page.setViewportSize(TABLET)
  await go(page)
  await state_is(page, 'Works offline')
  await page.click('#get')
  for (const title of ['plate', 'plate-moved']) {
    const card = page.locator('#shelf li', { has: page.getByText(title, { exact: true }) })
    await card.getByText(/\d texts/).waitFor({ timeout: PATIENCE_MILLIS })
  }
  // The last vectors are on their way when the last text is there.
  await page.waitForFunction(all_embedded, 2, { timeout: PATIENCE_MILLIS, polling: 200 })
  assert.deepEqual(strangers(asked), [], 'no request leaves but for the files of the page and the drawings')
  await office_day.kill()
  await server.kill()
  server.forget()
  office.be('lose-request')

  const shop_floor = await killable_browser(profile)
  const cold = await shop_floor.context.newPage()
  await cold.setViewportSize(TABLET)
  await go(cold)
  await open(cold, 'plate')
  await choose(cold, /radius 65/)
  assert.equal(await cold.locator('.wanted').innerText(), 'R65')
  await cold.locator('.measured input').fill('65,4')
  await cold.getByRole('button', { name: 'Not OK' }).click()
  await cold.locator('#state', { hasText: '1 to send' }).waitFor()
  await cold.locator('#alike').click()
  await cold.locator('.hits strong', { hasText: 'plate-moved' }).waitFor({ timeout: PATIENCE_MILLIS })
  await shop_floor.kill()

  office.be('answer')
  await server.start()
  const next_day = await killable_browser(profile)
  t.after(() => next_day.kill())
  const later = await next_day.context.newPage()
  // As the installed application starts: without the office's link.
  await later.goto(server.url)
  await later.getByRole('button', { name: 'Get drawings', exact: true }).waitFor()
  await state_is(later, 'Works offline')
  await later.locator('#shelf li', { hasText: '1 checked · 1 not OK' }).waitFor()
  await office.has_done(1)
  assert.equal(office.done.length, 1)
  const [told = { path: '', body: {} }] = office.done
  assert.match(told.path, /^\/notes\/plate%2F/)
  const { measured, verdict, mark, drawing } =
    /** @type {{body: import('../../demo/field/src/finding.js').Finding}} */ (told.body).body
  assert.deepEqual([measured, verdict, mark.text, drawing.id], [65.4, 'not-ok', 'R65', 'plate'])
  await prepare(later)
})

test('a dimension that was misread is corrected, and its limits are those of the new text', async (t) => {
  const page = await prepared(t, TABLET)
  await choose(page, /radius 65/)
  await page.getByRole('button', { name: 'Misread' }).click()
  await page.getByLabel('What stands on the drawing').fill('Ø65 H7')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.limits', { hasText: '65.000 … 65.030 mm' }).waitFor({ timeout: PATIENCE_MILLIS })
  await page.locator('.measured input').fill('65.04')
  assert.equal(await page.locator('.verdict').innerText(), 'Too large by 0.01 mm')
  await page.locator('.measured input').fill('65.02')
  assert.equal(await page.locator('.verdict').innerText(), 'Within the limits')
  await page.reload()
  await page.locator('#list').click()
  await choose(page, /diameter 65 H7/)
  assert.equal(
    await page.locator('.measured input').inputValue(),
    '65.02',
    'what was typed is kept, decided or not',
  )
})

test('everything that is pressed is large enough for gloves, and axe finds nothing, in each size and look', async (t) => {
  for (const [size, colorScheme] of /** @type {const} */ ([
    [TABLET, 'light'],
    [UPRIGHT, 'dark'],
    [PHONE, 'light'],
    [PHONE, 'dark'],
  ])) {
    const page = await prepared(t, size, colorScheme)
    const where = `${size.width} × ${size.height} ${colorScheme}`
    await look(page, `${where}, list`)
    await choose(page, /radius 65/)
    await page.locator('.measured').waitFor()
    await look(page, `${where}, dimension`)
    await page.locator('#device').click()
    await page.locator('#device-view').getByText('Storage').waitFor()
    await look(page, `${where}, device`)
    await page.locator('#back').click()
    await page.locator('#shelf li').nth(1).waitFor()
    await look(page, `${where}, shelf`)
    await page.context().close()
  }
})

test('a conflict is shown, and a person decides', async (t) => {
  const page = await prepared(t, TABLET)
  office.be('answer')
  office.forget()
  await choose(page, /radius 65/)
  await page.getByRole('button', { name: 'OK', exact: true }).click()
  await office.has_done(1)
  const path = office.done[0]?.path ?? ''
  await page.getByRole('button', { name: 'OK', exact: true, pressed: true }).waitFor()
  office.overwrite(path, { from: 'another device' })
  await page.getByRole('button', { name: 'Not OK' }).click()
  await state_is(page, '1 to decide')
  await page.locator('#device').click()
  await page.getByText('Somebody else changed it meanwhile').waitFor()
  await page.getByRole('button', { name: 'Send mine' }).click()
  await page.getByText('Nothing waits to be sent').waitFor()
  assert.equal(/** @type {{body: {verdict: string}}} */ (office.thing(path)).body.verdict, 'not-ok')
})

test('everything is deleted by two presses', async (t) => {
  const page = await prepared(t, PHONE)
  await page.locator('#device').click()
  await page.getByRole('button', { name: 'Delete all drawings and findings' }).click()
  // Another tab sends something meanwhile: what is shown is rendered anew.
  await page.evaluate(() => new BroadcastChannel('draftlens-outbox').postMessage('change'))
  await page.getByRole('button', { name: 'Really delete' }).click()
  await page.getByText('0 drawings on this device').waitFor()
  await page.locator('#back').click()
  await page.locator('#nothing').waitFor()
  const left = await page.evaluate(() => ({ ...localStorage }))
  assert.deepEqual(left, {}, 'nothing tells whose drawings were here')
})

/** Reading it once is enough for all tests. */
let is_prepared = false

/**
 * A visitor with the plate open and its list shown, as the office prepared it.
 * @param {import('node:test').TestContext} t @param {{width: number, height: number}} viewport @param {'light' | 'dark'} [colorScheme]
 */
async function prepared(t, viewport, colorScheme = 'light') {
  const context = await browser?.newContext({ viewport, colorScheme })
  if (!context) throw new Error('The browser runs only within tests.')
  t.after(() => context.close())
  const page = await context.newPage()
  await go(page, '&read=off')
  await page.click('#get')
  await page.locator('#shelf li').nth(1).waitFor({ timeout: PATIENCE_MILLIS })
  await open(page, 'plate')
  await prepare(page)
  return page
}

/** The package brings what was read of the plate from here on. @param {Page} page */
async function prepare(page) {
  if (is_prepared) return
  writeFileSync(join(drawings, 'plate.png.readings.json'), await page.evaluate(stored_readings, 'plate'))
  makePackage(drawings, { id: 'job-7', title: 'Job 7', notes: `${office.url}notes/` })
  is_prepared = true
}

/** Addresses that belong neither to the page nor to the drawings. @param {string[]} asked */
function strangers(asked) {
  const { files } = JSON.parse(readFileSync(join(site, 'offline.json'), 'utf8'))
  const own = new Set(files.map((/** @type {{file: string}} */ { file }) => file))
  for (const file of ['', 'offline.json', 'draftlens-sw.js']) own.add(file)
  for (const file of ['drawings.json', 'plate.png', 'plate-moved.png']) own.add(`job/${file}`)
  return asked.filter((url) => {
    const { origin, pathname } = new URL(url)
    // Pictures that the page made itself.
    if (url.startsWith('blob:')) return false
    return `${origin}/` !== server.url || !own.has(pathname.slice(1))
  })
}

/** Runs in the browser. @param {string} id @returns {Promise<string>} */
function stored_readings(id) {
  return new Promise((resolve) => {
    const request = indexedDB.open('draftlens-field')
    request.onsuccess = () => {
      const transaction = request.result.transaction(['drawings', 'pages'])
      const drawing = transaction.objectStore('drawings').get(id)
      drawing.onsuccess = () => {
        const page = transaction.objectStore('pages').get(`${drawing.result.sha256} 0`)
        page.onsuccess = () => {
          request.result.close()
          const { analysis, embedding } = page.result
          resolve(JSON.stringify({ schema: 1, pages: [{ page: 0, analysis, embedding }] }))
        }
      }
    }
  })
}

/** Runs in the browser: polled, so what it finds it leaves for the next time. @param {number} n_pages */
function all_embedded(n_pages) {
  const seen = /** @type {{n_embedded?: number}} */ (globalThis)
  const request = indexedDB.open('draftlens-field')
  request.onsuccess = () => {
    const pages = request.result.transaction('pages').objectStore('pages').getAll()
    pages.onsuccess = () => {
      request.result.close()
      seen.n_embedded = pages.result.filter(({ embedding }) => embedding).length
    }
  }
  return seen.n_embedded === n_pages
}

/**
 * @param {{width_px: number, grey: Uint8Array}} page
 * @param {{left: number, top: number, width: number, height: number}} area
 */
function cut({ width_px, grey }, { left, top, width, height }) {
  const rows = Array.from({ length: height }, (_, y) => {
    const from = (top + y) * width_px + left
    return grey.subarray(from, from + width)
  })
  return write_grey_png({ width_px: width, height_px: height, bits: 8, dpi: 200, grey: Buffer.concat(rows) })
}
