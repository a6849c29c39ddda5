// @ts-check
// The same file opened by the command line and by the package in a browser: the same pages, pixel for pixel, or
// the same error.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read_grey_png } from './grey-png.mjs'
import { ask } from './native-cli.mjs'
import { test_out } from './project.mjs'

/** Grey levels: the rasteriser's sums may round differently in wasm, its lines may not move. */
const MEAN_TOLERANCE = 0.05

/**
 * What became of a file: its pages, or the error.
 * @typedef {{width_px: number, height_px: number, dpi: number, grey: Uint8Array}} OpenedPage
 * @typedef {{error: {code: string, message: string}} | {pages: OpenedPage[], words: number | null}} Outcome
 */

/** @param {string} cli @param {string} file @returns {Promise<Outcome>} */
export async function open_natively(cli, file) {
  const listed = await ask(cli, ['pages', file, '--json'])
  if (listed.stdout === '') return crashed(listed)
  const listing = JSON.parse(listed.stdout)
  if (listing.error) return listing
  const pages = []
  mkdirSync(test_out, { recursive: true })
  const out = join(test_out, 'native.png')
  for (const { index, dpi } of listing.pages) {
    const rendered = await ask(cli, ['render', file, '--page', String(index), '--out', out])
    if (rendered.code !== 0) return failed_page(rendered, index)
    const { width_px, height_px, grey } = read_grey_png(readFileSync(out))
    pages.push({ width_px, height_px, dpi, grey })
  }
  return { pages, words: word_count(listing.pages) }
}

/** @param {{code: number, stderr: string}} answer @returns {Outcome} */
const crashed = ({ code, stderr }) => ({ error: { code: `exit ${code}`, message: stderr.trim() } })

/** `render` tells people, not programs: its words are kept. @param {{code: number, stderr: string}} answer @param {number} index @returns {Outcome} */
function failed_page({ code, stderr }, index) {
  const [first = ''] = stderr.replace(/^draftlens: /, '').split('\n')
  return { error: { code: `exit ${code}, page ${index}`, message: first } }
}

/** @param {Awaited<ReturnType<typeof import('./package-in-chromium.mjs').package_in_chromium>>} chromium @param {string} file @returns {Promise<Outcome>} */
export async function open_in_browser(chromium, file) {
  const listing = await chromium.pages(file)
  if ('error' in listing) return listing
  const pages = []
  for (const index of listing.pages.keys()) {
    const page = await chromium.grey(file, { index })
    if ('error' in page) return { error: { ...page.error, code: `${page.error.code}, page ${index}` } }
    pages.push({ width_px: page.width_px, height_px: page.height_px, dpi: page.dpi, grey: page.grey })
  }
  return { pages, words: word_count(listing.pages) }
}

/** @param {any[]} pages */
function word_count(pages) {
  const counts = pages.map(({ text_words }) => text_words).filter((count) => count !== null)
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0)
}

/** @param {{refused?: string | undefined, is_free?: boolean | undefined}} one refused: the error that it must give; is_free: people judge what it does
 * @param {Outcome} native @param {Outcome} browser */
export function compare({ refused, is_free = false }, native, browser) {
  if ('error' in native || 'error' in browser) {
    const codes = [native, browser].map((outcome) => ('error' in outcome ? outcome.error.code : 'opens'))
    const is_refused = codes.every((code) => code === refused)
    const is_same =
      codes[0] === codes[1] ||
      ('error' in native && 'error' in browser && native.error.message === browser.error.message)
    if (is_refused) return { text: 'refused, as it must be', is_wrong: false }
    return { text: is_same ? 'same error' : 'different', is_wrong: !is_same || !is_free }
  }
  if (refused !== undefined) return { text: `should be refused: ${refused}`, is_wrong: true }
  return compare_pixels(native.pages, browser.pages)
}

/** @param {OpenedPage[]} native @param {OpenedPage[]} browser */
function compare_pixels(native, browser) {
  const size = (/** @type {OpenedPage} */ { width_px, height_px, dpi }) =>
    `${width_px} × ${height_px} at ${dpi.toFixed(2)}`
  if (native.map(size).join() !== browser.map(size).join()) return { text: 'sizes differ', is_wrong: true }
  let sum = 0
  let count = 0
  let most = 0
  for (const [i, { grey }] of native.entries()) {
    const other = browser[i]?.grey ?? grey
    for (let at = 0; at < grey.length; at++) {
      const difference = Math.abs((grey[at] ?? 0) - (other[at] ?? 0))
      sum += difference
      most = Math.max(most, difference)
    }
    count += grey.length
  }
  if (most === 0) return { text: 'same', is_wrong: false }
  const mean = sum / count
  return { text: `differ by ${mean.toFixed(4)} on average, ${most} at most`, is_wrong: mean > MEAN_TOLERANCE }
}

/** @param {Outcome} outcome */
export function told(outcome) {
  if ('error' in outcome) return `\`${outcome.error.code}\` ${outcome.error.message.replaceAll('|', '\\|')}`
  const { pages, words } = outcome
  const first = pages[0]
  const size = first ? `${first.width_px} × ${first.height_px}, ${Math.round(first.dpi)} dpi` : 'no page'
  return [
    'opens',
    ...(pages.length > 1 ? [`${pages.length} pages`] : []),
    size,
    ...(words ? [`${words} words`] : []),
  ].join(', ')
}
