// @ts-check
// What every browser test stands on: the built demo and package behind the strict server, one Chromium, and
// pages that remember each request and each violation of the policy.
import { existsSync } from 'node:fs'
import { after, afterEach, before } from 'node:test'
import { launch } from '../../scripts/chromium.mjs'
import { demo_dist, in_root, npm_package } from '../../scripts/project.mjs'
import { serve } from '../../scripts/serve.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContextOptions} ContextOptions */
/** @typedef {{page: Page, requests: string[], complaints: string[]}} Watched */

/** Real drawings that lie beside the project where it is developed; users need none of them. */
export const DRAWINGS = in_root('../shared/drawings')
export const NO_DRAWINGS = existsSync(DRAWINGS) ? false : 'the folder of real drawings is not on this machine'
/** Tiles come within some frames, on a busy machine within some hundred milliseconds. */
const STILL_MILLIS = 800
/** The smallest page under the policy, which imports nothing by itself. */
export const BARE_PAGE = 'tests/bare.html'

/**
 * Starts server and browser for a test file, and ends them after it.
 * @param {{mounts?: import('../../scripts/serve.mjs').Mounts, flags?: string[]}} [more] served and told in addition
 */
export function browser_under_test({ mounts = {}, flags = [] } = {}) {
  /** @type {import('playwright-core').Browser | undefined} */
  let browser
  /** @type {Awaited<ReturnType<typeof serve>> | undefined} */
  let server
  before(async () => {
    server = await serve({
      '/': demo_dist,
      '/npm/': `${npm_package}/dist`,
      '/tests/': in_root('tests/browser/pages'),
      ...mounts,
    })
    browser = await launch({ flags })
  })
  after(async () => {
    await browser?.close()
    await server?.close()
  })
  // A page that is left open goes on reading and measuring, and the next test waits for it.
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close()
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

/** Waits until the demo shows a decoded page, with its ink. @param {Page} page @param {number} [timeout] */
export async function page_shown(page, timeout = 30_000) {
  // Attached and not visible: on small screens the facts are folded away.
  await page.locator('#facts', { hasText: 'Decoded in' }).waitFor({ timeout, state: 'attached' })
  const deadline = Date.now() + timeout
  while ((await ink_share(page)) === 0) {
    if (Date.now() > deadline) throw new Error('The viewer shows no ink.')
    await page.waitForTimeout(30)
  }
}

/** Part of the viewer that is opaque and not white; the stage around the sheet is transparent. @param {Page} page */
export async function ink_share(page) {
  const pixels = await pixels_of(page, 360, 225)
  let ink = 0
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] === 255 && (pixels[at] ?? 255) < 225) ink++
  }
  return ink / (pixels.length / 4)
}

/**
 * The viewer's picture, made smaller. Read from a copy: reading from the canvas itself would move it from the
 * GPU to memory, and what is measured afterwards would be another canvas.
 * @param {Page} page @param {number} width @param {number} height @returns {Promise<number[]>}
 */
function pixels_of(page, width, height) {
  return page.evaluate(
    ([width, height]) => {
      const canvas = document.querySelector('#viewer canvas')
      const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
      if (!(canvas instanceof HTMLCanvasElement) || !context) throw new Error('no canvas')
      context.drawImage(canvas, 0, 0, width, height)
      return [...context.getImageData(0, 0, width, height).data]
    },
    /** @type {[number, number]} */ ([width, height]),
  )
}

/** The zoom that the toolbar shows, in per cent. @param {Page} page */
export async function shown_zoom(page) {
  return Number.parseInt((await page.locator('#zoom').textContent()) ?? '', 10)
}

/** The picture, once it has not changed for a while: all tiles of the view have come. @param {Page} page */
export async function settled_picture(page) {
  let [picture, since] = [await picture_of(page), Date.now()]
  for (const deadline = since + 30_000; Date.now() < Math.min(since + STILL_MILLIS, deadline); ) {
    await page.waitForTimeout(100)
    const now = await picture_of(page)
    if (now !== picture) [picture, since] = [now, Date.now()]
  }
  return picture
}

/** What the viewer shows, small enough to compare. @param {Page} page */
export async function picture_of(page) {
  return (await pixels_of(page, 64, 40)).join()
}

/** Waits until the viewer shows something else. @param {Page} page @param {string} before */
export async function picture_changed(page, before) {
  const deadline = Date.now() + 30_000
  while ((await picture_of(page)) === before) {
    if (Date.now() > deadline) throw new Error('The viewer still shows the same.')
    await page.waitForTimeout(20)
  }
}

/** The tasks of a trace, by the processor's time and the clock's. @param {Buffer} trace @returns {{cpu_ms: number, wall_ms: number}[]} */
export function main_thread_tasks(trace) {
  /** @type {{name: string, ph: string, pid: number, tid: number, dur?: number, tdur?: number, args: {name?: string}}[]} */
  const events = JSON.parse(trace.toString()).traceEvents
  const thread = (/** @type {{pid: number, tid: number}} */ { pid, tid }) => `${pid}/${tid}`
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(thread),
  )
  return events
    .filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && main.has(thread(event)))
    .map(({ dur = 0, tdur = dur }) => ({ cpu_ms: tdur / 1000, wall_ms: dur / 1000 }))
}
