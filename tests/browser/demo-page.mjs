// @ts-check
// What every browser test stands on: the built demo and package behind the strict server, one Chromium, and
// pages that remember each request and each violation of the policy.
import { existsSync } from 'node:fs'
import { after, before } from 'node:test'
import { launch } from '../../scripts/chromium.mjs'
import { demo_dist, in_root, npm_package } from '../../scripts/project.mjs'
import { serve } from '../../scripts/serve.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContextOptions} ContextOptions */
/** @typedef {{page: Page, requests: string[], complaints: string[]}} Watched */

/** Real drawings that lie beside the project where it is developed; users need none of them. */
export const DRAWINGS = in_root('../shared/drawings')
export const NO_DRAWINGS = existsSync(DRAWINGS) ? false : 'the folder of real drawings is not on this machine'
/** The smallest page under the policy, which imports nothing by itself. */
export const BARE_PAGE = 'tests/bare.html'

/** Starts server and browser for a test file, and ends them after it. */
export function browser_under_test() {
  /** @type {import('playwright-core').Browser | undefined} */
  let browser
  /** @type {Awaited<ReturnType<typeof serve>> | undefined} */
  let server
  before(async () => {
    server = await serve({
      '/': demo_dist,
      '/npm/': `${npm_package}/dist`,
      '/tests/': in_root('tests/browser/pages'),
    })
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await server?.close()
  })

  /**
   * A page of its own context, on `path` of the server.
   * @param {string} [path] @param {ContextOptions} [options] @param {(page: Page) => Promise<unknown>} [prepare]
   * @returns {Promise<Watched>}
   */
  async function visit(path = '', options = {}, prepare = async () => {}) {
    if (!browser || !server) throw new Error('The browser runs only within tests.')
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
    const page = await context.newPage()
    /** @type {string[]} */
    const requests = []
    /** @type {string[]} */
    const complaints = []
    context.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)
      })
    })
    await prepare(page)
    await page.goto(server.url + path)
    return { page, requests, complaints }
  }

  return { visit, url: () => server?.url ?? '' }
}

/** Waits until the demo shows a decoded page. @param {Page} page @param {number} [timeout] */
export async function page_shown(page, timeout = 30_000) {
  await page.locator('#facts', { hasText: 'Decoded in' }).waitFor({ timeout })
  await page.waitForFunction(
    () => {
      const canvas = document.querySelector('#viewer canvas')
      const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null
      if (!context) return false
      const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height)
      // Ink: opaque and dark. The stage around the sheet is transparent.
      for (let at = 0; at < data.length; at += 4) {
        if ((data[at + 3] ?? 0) === 255 && (data[at] ?? 255) < 100) return true
      }
      return false
    },
    undefined,
    { timeout },
  )
}

/** The zoom that the toolbar shows, in per cent. @param {Page} page */
export async function shown_zoom(page) {
  return Number.parseInt((await page.locator('#zoom').textContent()) ?? '', 10)
}

/** What the canvas shows, small enough to compare. @param {Page} page @returns {Promise<string>} */
export function picture_of(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('#viewer canvas')
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no canvas')
    const small = document.createElement('canvas')
    small.width = 64
    small.height = 40
    const context = small.getContext('2d')
    if (!context) throw new Error('no context')
    context.drawImage(canvas, 0, 0, small.width, small.height)
    return small.toDataURL()
  })
}
