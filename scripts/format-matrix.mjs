// @ts-check
// npm run formats: every way a drawing is stored, opened natively and in the browser, pixel for pixel.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { make_variants } from '../tests/formats/variants.mjs'
import { build } from './build.mjs'
import { read_grey_png } from './grey-png.mjs'
import { ask, build_native_cli, native_cli } from './native-cli.mjs'
import { package_in_chromium } from './package-in-chromium.mjs'
import { in_root, test_out } from './project.mjs'
import { write_results } from './results-section.mjs'
import { set_up } from './set-up.mjs'
import { main, StepFailed, step } from './steps.mjs'

const SOURCE = in_root('demo/qa/samples/rpm_plate.png')
const ROBUSTNESS = in_root('../shared/drawings/robustness')

/** Grey levels: the rasteriser's sums may round differently in wasm, its lines may not move. */
const MEAN_TOLERANCE = 0.05

/**
 * What became of a file: its pages, or the error.
 * @typedef {{width_px: number, height_px: number, dpi: number, grey: Uint8Array}} OpenedPage
 * @typedef {{error: {code: string, message: string}} | {pages: OpenedPage[], words: number | null}} Outcome
 * @typedef {{title: string[], path: string, refused?: string | undefined, is_free?: boolean}} Case is_free: what it must do is for people to judge
 */

await main(async () => {
  await set_up()
  await build()
  await step('command line', build_native_cli)
  /** @type {Case[]} */
  const cases = [...generated_cases(), ...robustness_cases()]
  const rows = /** @type {string[]} */ ([])
  const wrong = /** @type {string[]} */ ([])
  await step('formats, native and browser', async ({ progress, log }) => {
    const cli = native_cli()
    const chromium = await package_in_chromium()
    try {
      for (const one of cases) {
        progress(one.path)
        const native = await open_natively(cli, one.path)
        const browser = await open_in_browser(chromium, one.path)
        const verdict = compare(one, native, browser)
        if (verdict.is_wrong) wrong.push(`${one.path}: ${verdict.text}`)
        log(`${one.path}: ${told(native)} | ${told(browser)} | ${verdict.text}`)
        rows.push(`| ${[...one.title, told(native), told(browser), verdict.text].join(' | ')} |`)
      }
    } finally {
      await chromium.close()
    }
    return `${cases.length} files`
  })
  const head = ['| format | variant | native | browser | pixels |', '|---|---|---|---|---|']
  write_results('formats', 'Formats', [...head, ...rows])
  await step('formats, verdict', ({ log }) => {
    for (const text of wrong) log(text)
    if (wrong.length > 0)
      throw new StepFailed(`${wrong.length} of ${cases.length} files are not as they should be.`)
    return 'all as they should be; the table is in docs/results.md'
  })
})

/** @returns {Case[]} */
function generated_cases() {
  const folder = join(test_out, 'formats')
  rmSync(folder, { recursive: true, force: true })
  const made = make_variants(SOURCE, folder, (tool) => spawnSync(tool, ['--version']).error === undefined)
  const lacking = new Set(made.flatMap(({ lacks }) => lacks))
  if (lacking.size > 0) console.log(`! some variants are left out: apt-get install ${[...lacking].join(' ')}`)
  return made
    .filter(({ lacks }) => lacks.length === 0)
    .map(({ variant, path }) => ({ title: [variant.format, variant.name], path, refused: variant.refused }))
}

/** @returns {Case[]} */
function robustness_cases() {
  const list = join(ROBUSTNESS, 'expected.json')
  if (!existsSync(list)) {
    console.log('! ../shared/drawings/robustness is absent: its files are left out')
    return []
  }
  /** @type {{file: string, what: string, expect: string}[]} */
  const expected = JSON.parse(readFileSync(list, 'utf8'))
  return expected.map(({ file, what, expect }) => ({
    title: [file, `${what} → ${expect}`],
    path: join(ROBUSTNESS, file),
    is_free: true,
  }))
}

/** @param {string} cli @param {string} file @returns {Promise<Outcome>} */
async function open_natively(cli, file) {
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

/** @param {Awaited<ReturnType<typeof package_in_chromium>>} chromium @param {string} file @returns {Promise<Outcome>} */
async function open_in_browser(chromium, file) {
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

/** @param {Case} one @param {Outcome} native @param {Outcome} browser */
function compare({ refused, is_free = false }, native, browser) {
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
function told(outcome) {
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
