// @ts-check
// The built npm package in a real browser, under the real policy: what the format matrix, the benchmark and
// `npm run browser` drive.
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { launch } from './chromium.mjs'
import { npm_package, test_out } from './project.mjs'
import { serve } from './serve.mjs'

const BLANK_PAGE = '<!doctype html><meta charset="utf-8"><title>Draftlens in a blank page</title>\n'
/** Rows are fetched in strips: an A0 sheet would not fit one message of the debugging protocol. */
const STRIP_PX = 4_000_000

/**
 * @typedef {{code: string, message: string, hint: string}} Failure
 * @typedef {import('./grey-png.mjs').GreyPage} GreyPage
 * @typedef {import('../npm/src/engine/facts.js').Device} Device
 * @typedef {import('../npm/src/analysis.js').Analysis} Analysis
 * @typedef {{analyze: Analysis, embed: import('../npm/src/embedding.js').Embedding}} Answers by the analyzer's method
 * @typedef {{index: number, device: Device, password?: string | undefined}} PageOfFile
 */

/** @param {{flags?: string[], mounts?: Record<string, string>, brotli?: import('./serve.mjs').Compress}} [options] */
export async function package_in_chromium({ flags = [], mounts = {}, ...how } = {}) {
  const site = join(test_out, 'blank')
  mkdirSync(site, { recursive: true })
  writeFileSync(join(site, 'index.html'), BLANK_PAGE)
  const served = { '/': site, '/draftlens/': join(npm_package, 'dist'), ...mounts }
  const server = await serve(served, how)
  const browser = await launch({ flags })
  const page = await browser.newPage()
  await page.goto(server.url)

  /** The address under which the server gives a file from anywhere. @param {string} file */
  const address_of = (file) => {
    const folder = dirname(resolve(file))
    const known = Object.entries(served).find(([, path]) => path === folder)
    const prefix = known?.[0] ?? `/files/${Object.keys(served).length}/`
    Object.assign(served, { [prefix]: folder })
    return `${prefix}${encodeURIComponent(basename(file))}`
  }

  /**
   * @template {keyof Answers} Wanted
   * @param {Wanted} wanted @param {string} file @param {PageOfFile} what
   * @returns {Promise<{error: Failure, at: 'open' | 'page'} | Answers[Wanted]>}
   */
  const ask = (wanted, file, what) =>
    page.evaluate(/** @type {(asked: unknown) => Promise<any>} */ (ask_of_page), {
      ...{ address: address_of(file), wanted },
      ...what,
    })

  return {
    browser,
    page,
    url: server.url,
    address_of,
    /** As `draftlens pages FILE --json`. @param {string} file @param {string} [password] */
    pages: async (file, password) => {
      const listing = await page.evaluate(list_pages, { address: address_of(file), password })
      return 'error' in listing ? listing : { file, ...listing }
    },
    /** @param {string} file @param {{index: number, dpi?: number | undefined, password?: string | undefined}} what */
    grey: (file, what) => fetch_grey(page, { address: address_of(file), ...what }),
    /** As `draftlens analyze FILE --json`. @param {string} file @param {PageOfFile} what */
    analyze: (file, what) => ask('analyze', file, what),
    /** A line of `draftlens embed FILE`. @param {string} file @param {PageOfFile} what */
    embed: async (file, what) => {
      const embedding = await ask('embed', file, what)
      if ('error' in embedding) return embedding
      const { model, dim, sheet, views } = embedding
      return { id: parse(file).name, page: what.index, model, dim, vector: sheet, views }
    },
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

/**
 * Runs in the browser.
 * @param {{address: string, password: string | undefined}} what
 * @returns {Promise<{error: Failure} | {format: string, pages: Record<string, unknown>[], notices: unknown[]}>}
 */
async function list_pages({ address, password }) {
  const { createAnalyzer } = await import(`${location.origin}/draftlens/index.js`)
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer())
  const analyzer = await createAnalyzer({ assetBase: '/draftlens/' })
  try {
    const document = await analyzer.open(bytes, password === undefined ? {} : { password })
    const pages = []
    for (const info of document.pages) {
      const text = await document.page(info.index).textLayer()
      pages.push({
        ...info,
        text_words: text ? text.words.length : null,
        text_chars: text
          ? text.words.reduce(
              (/** @type {number} */ n, /** @type {{text: string}} */ word) => n + [...word.text].length,
              0,
            )
          : null,
      })
    }
    return { format: document.format, pages, notices: document.notices }
  } catch (error) {
    const { code = 'unexpected', message, hint = '' } = /** @type {Failure} */ (error)
    return { error: { code, message, hint } }
  } finally {
    analyzer.dispose()
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {{address: string, index: number, dpi?: number | undefined, password?: string | undefined}} what
 * @returns {Promise<{error: Failure, at: 'open' | 'page'} | GreyPage>}
 */
async function fetch_grey(page, what) {
  const opened = await page.evaluate(load_page, what)
  if ('error' in opened) return opened
  const { width_px, height_px } = opened
  const grey = Buffer.alloc(width_px * height_px)
  const rows = Math.max(1, Math.floor(STRIP_PX / width_px))
  for (let y = 0; y < height_px; y += rows) {
    const strip = await page.evaluate(grey_strip, { y, height: Math.min(rows, height_px - y) })
    grey.write(strip, y * width_px, 'base64')
  }
  await page.evaluate(close_page)
  return { ...opened, grey }
}

/** Between two calls of the browser the page stays open in `globalThis.draftlens_page`. @typedef {{analyzer: any, page: any}} Opened */

/**
 * Runs in the browser.
 * @param {{address: string, index: number, dpi?: number | undefined, password?: string | undefined}} what
 * @returns {Promise<{error: Failure, at: 'open' | 'page'} | {width_px: number, height_px: number, bits: number, dpi: number}>}
 */
async function load_page({ address, index, dpi, password }) {
  const { createAnalyzer } = await import(`${location.origin}/draftlens/index.js`)
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer())
  const analyzer = await createAnalyzer({ assetBase: '/draftlens/' })
  /** @type {'open' | 'page'} */
  let at = 'open'
  try {
    const document = await analyzer.open(bytes, password === undefined ? {} : { password })
    at = 'page'
    const page = document.page(index)
    const { width_px, height_px, bits, dpi: loaded_dpi } = await page.load(dpi === undefined ? {} : { dpi })
    Object.assign(globalThis, { draftlens_page: { analyzer, page } })
    return { width_px, height_px, bits, dpi: loaded_dpi }
  } catch (error) {
    analyzer.dispose()
    const { code = 'unexpected', message, hint = '' } = /** @type {Failure} */ (error)
    return { at, error: { code, message, hint } }
  }
}

/** Runs in the browser. @param {{y: number, height: number}} rows */
async function grey_strip({ y, height }) {
  const { page } = /** @type {{draftlens_page: Opened}} */ (/** @type {unknown} */ (globalThis))
    .draftlens_page
  /** @type {Uint8Array} */
  const bytes = await page.grey({ x: 0, y, width: page.info.width_px, height })
  let text = ''
  for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768))
  return btoa(text)
}

/** Runs in the browser. */
function close_page() {
  const global = /** @type {{draftlens_page?: Opened}} */ (/** @type {unknown} */ (globalThis))
  global.draftlens_page?.analyzer.dispose()
  delete global.draftlens_page
}

/**
 * Runs in the browser.
 * @param {PageOfFile & {address: string, wanted: keyof Answers}} what
 */
async function ask_of_page({ address, index, device, password, wanted }) {
  const { createAnalyzer } = await import(`${location.origin}/draftlens/index.js`)
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer())
  const analyzer = await createAnalyzer({ assetBase: '/draftlens/', device })
  /** @type {'open' | 'page'} */
  let at = 'open'
  try {
    const document = await analyzer.open(bytes, password === undefined ? {} : { password })
    at = 'page'
    return await analyzer[wanted](document.page(index))
  } catch (error) {
    const { code = 'unexpected', message, hint = '' } = /** @type {Failure} */ (error)
    return { at, error: { code, message, hint } }
  } finally {
    analyzer.dispose()
  }
}
