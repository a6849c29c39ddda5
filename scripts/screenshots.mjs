// @ts-check
// npm run screenshots: what people see while they work, at a desk and on a tablet,
// in light and dark, to be looked at.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makePackage } from '../npm/bin/manifests.mjs'
import { build } from './build.mjs'
import { launch } from './chromium.mjs'
import { demo_dist, field_dist, in_root, test_out } from './project.mjs'
import { serve } from './serve.mjs'
import { set_up } from './set-up.mjs'
import { main, step } from './steps.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Record<string, (page: Page) => Promise<unknown>>} Pictures by name, and how one comes to each from the one before */

const SAMPLE = in_root('demo/qa/samples/odri_motor_shaft.png')
const LABELS = in_root('tests/drawing/motor-shaft.json')
/** Reading takes seconds; beside other programs on a small machine, minutes. */
const PATIENCE_MILLIS = 240_000
/** Panels slide and sheets sharpen: a picture is taken when it is the same as this long before. */
const STILL_MILLIS = 1000
const N_LOOKS = 20
const TOUCH = { hasTouch: true, isMobile: true }
/** @type {Record<string, import('playwright-core').BrowserContextOptions>} */
const SIZES = {
  desktop: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 }, ...TOUCH },
  upright: { viewport: { width: 820, height: 1180 }, ...TOUCH },
}
const LOOKS = /** @type {const} */ (['light', 'dark'])

/** @type {{path: string, pictures: Pictures}[]} */
const TASKS = [
  {
    path: '?device=cpu',
    pictures: {
      'workbench-read': has_read,
      'workbench-corrected': open_first_reading,
      'workbench-export': (page) => page.locator('#export').click(),
    },
  },
  {
    path: '?read=off',
    pictures: {
      'workbench-facts': (page) => panel_open(page).then(() => page.click('#facts-tab')),
      'workbench-samples': (page) => page.click('#samples'),
      'workbench-help': (page) => page.keyboard.press('Escape').then(() => page.click('#help')),
    },
  },
  {
    path: '?sample=none',
    pictures: {
      'workbench-empty': (page) => page.locator('#message').waitFor(),
      'workbench-check-empty': (page) => page.click('#check'),
      'workbench-check': has_checked,
    },
  },
  { path: '?read=off', pictures: { 'workbench-device': has_tested } },
  {
    path: 'field/',
    pictures: {
      'field-empty': (page) => page.locator('#nothing').waitFor(),
      'field-photo': (page) =>
        page.setInputFiles('#camera', SAMPLE).then(() => page.locator('#photo-keep').waitFor()),
    },
  },
  {
    path: 'field/?package=job/drawings.json',
    pictures: {
      'field-shelf': has_stored,
      'field-sheet': (page) => page.locator('#shelf li button').first().click(),
      'field-list': (page) => page.locator('#list').click(),
      'field-alike': (page) => page.locator('#alike').click(),
      'field-measure': (page) => page.locator('#next').click(),
      'field-device': (page) => page.locator('#device').click(),
    },
  },
]

/** On tablets the readings lie over the sheet, and only when they are asked for. @param {Page} page */
async function panel_open(page) {
  const is_closed = await page.locator('body[data-facts=closed]').count()
  if (is_closed) await page.click('#toggle-facts')
}

/** @param {Page} page */
async function has_read(page) {
  await page
    .locator('#reading-state', { hasText: 's on the CPU' })
    .waitFor({ timeout: PATIENCE_MILLIS, state: 'attached' })
}

/** @param {Page} page */
async function open_first_reading(page) {
  await panel_open(page)
  await page.locator('#readings li button').first().click()
}

/** @param {Page} page */
async function has_checked(page) {
  await page.setInputFiles('#check-files', [SAMPLE, LABELS])
  await page.locator('#check-table tbody tr').waitFor()
  await page.selectOption('#check-device', 'cpu')
  await page.click('#check-run')
  await page.locator('#check-state', { hasText: '1 page, 1 read' }).waitFor({ timeout: PATIENCE_MILLIS })
}

/** @param {Page} page */
async function has_tested(page) {
  await page.click('#device')
  await page.locator('#device-report[aria-busy=false]').waitFor({ timeout: PATIENCE_MILLIS })
}

/** @param {Page} page */
async function has_stored(page) {
  await page.click('#get')
  await page
    .locator('#shelf li')
    .getByText(/\d texts/)
    .waitFor({ timeout: PATIENCE_MILLIS })
}

/** @param {Page} page @param {string} path */
async function take(page, path) {
  let before = await page.screenshot({ path })
  for (let look = 1; look < N_LOOKS; look++) {
    await page.waitForTimeout(STILL_MILLIS)
    const now = await page.screenshot({ path })
    if (now.equals(before)) return
    before = now
  }
}

await main(async () => {
  await set_up()
  await build()
  await step('screenshots', take_all)
})

/** @param {import('./steps.mjs').Run} given */
async function take_all({ progress }) {
  const into = join(test_out, 'screenshots')
  const site = mkdtempSync(join(tmpdir(), 'draftlens-screenshots-'))
  cpSync(field_dist, site, { recursive: true })
  mkdirSync(join(site, 'job'))
  cpSync(SAMPLE, join(site, 'job', 'motor-shaft.png'))
  makePackage(join(site, 'job'), { id: 'job', title: 'Motor shaft' })
  const server = await serve({ '/': demo_dist, '/field/': site })
  const browser = await launch()
  try {
    for (const [size, screen] of Object.entries(SIZES)) {
      for (const colorScheme of LOOKS) {
        for (const { path, pictures } of TASKS) {
          const context = await browser.newContext({ ...screen, colorScheme })
          const page = await context.newPage()
          await page.goto(`${server.url}${path}`)
          for (const [name, come_to] of Object.entries(pictures)) {
            progress(`${name}, ${size}, ${colorScheme}`)
            await come_to(page)
            await take(page, join(into, `${name}-${size}-${colorScheme}.png`))
          }
          await context.close()
        }
      }
    }
  } finally {
    await browser.close()
    await server.close()
    rmSync(site, { recursive: true })
  }
  return into
}
