// @ts-check
// npm run screenshots: what people see while they work, at a desk and on a tablet, in light and dark, to be looked at.
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

const SAMPLE = 'demo/qa/samples/odri_motor_shaft.png'
/** Reading takes seconds; beside other programs on a small machine, minutes. */
const PATIENCE_MILLIS = 240_000
const SIZES = { desktop: { width: 1440, height: 900 }, tablet: { width: 1024, height: 768 } }
const LOOKS = /** @type {const} */ (['light', 'dark'])

/**
 * What is opened, and how one comes to each picture of it.
 * @type {{path: string, pictures: Record<string, (page: Page) => Promise<unknown>>}[]}
 */
const TASKS = [
  {
    path: '',
    pictures: {
      'workbench-read': has_read,
      'workbench-corrected': (page) => page.locator('#readings li button').first().click(),
      'workbench-export': (page) => page.locator('#export').click(),
    },
  },
  { path: '', pictures: { 'workbench-check': (page) => page.click('#check') } },
  { path: '', pictures: { 'workbench-device': (page) => page.click('#device') } },
  {
    path: 'field/?package=job/drawings.json',
    pictures: {
      'field-shelf': has_stored,
      'field-sheet': (page) => page.locator('#shelf li button').first().click(),
      'field-list': (page) => page.locator('#list').click(),
      'field-device': (page) => page.locator('#device').click(),
    },
  },
]

/** @param {Page} page */
async function has_read(page) {
  await page.locator('#readings li').first().waitFor({ timeout: PATIENCE_MILLIS })
  await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'hidden', timeout: PATIENCE_MILLIS })
}

/** @param {Page} page */
async function has_stored(page) {
  await page.click('#get')
  await page
    .locator('#shelf li')
    .getByText(/\d texts/)
    .waitFor({ timeout: PATIENCE_MILLIS })
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
  cpSync(in_root(SAMPLE), join(site, 'job', 'motor-shaft.png'))
  makePackage(join(site, 'job'), { id: 'job', title: 'Motor shaft' })
  const server = await serve({ '/': demo_dist, '/field/': site })
  const browser = await launch()
  try {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of LOOKS) {
        for (const { path, pictures } of TASKS) {
          const context = await browser.newContext({ viewport, colorScheme })
          const page = await context.newPage()
          await page.goto(`${server.url}${path}`)
          for (const [name, come_to] of Object.entries(pictures)) {
            progress(`${name}, ${size}, ${colorScheme}`)
            await come_to(page)
            // Panels slide and sheets sharpen.
            await page.waitForTimeout(1000)
            await page.screenshot({ path: join(into, `${name}-${size}-${colorScheme}.png`) })
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
