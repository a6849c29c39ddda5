// @ts-check
// npm run formats: every way a drawing is stored, opened natively and in the browser, pixel for pixel.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { difference_from } from '../tests/formats/likeness.mjs'
import { make_variants } from '../tests/formats/variants.mjs'
import { build } from './build.mjs'
import { read_grey_png } from './grey-png.mjs'
import { build_native_cli, native_cli } from './native-cli.mjs'
import { package_in_chromium } from './package-in-chromium.mjs'
import { compare, open_in_browser, open_natively, told } from './parity.mjs'
import { in_root, test_out } from './project.mjs'
import { write_results } from './results-section.mjs'
import { set_up } from './set-up.mjs'
import { main, StepFailed, step } from './steps.mjs'

const SOURCE = in_root('demo/qa/samples/rpm_plate.png')
const ROBUSTNESS = in_root('../shared/drawings/robustness')

/** Colours, one bit and hard compression change a line drawing, which is mostly paper, by less than this. */
const MOST_GREY_LEVELS_OFF = 8

/**
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
    const drawing = read_grey_png(readFileSync(SOURCE))
    const chromium = await package_in_chromium()
    try {
      for (const one of cases) {
        progress(one.path)
        const native = await open_natively(cli, one.path)
        const browser = await open_in_browser(chromium, one.path)
        const verdict = compare(one, native, browser)
        const likeness = likeness_of(one, native, drawing)
        if (verdict.is_wrong) wrong.push(`${one.path}: ${verdict.text}`)
        if (likeness.is_wrong) wrong.push(`${one.path}: it is not the drawing any more (${likeness.text})`)
        const cells = [told(native), told(browser), verdict.text, likeness.text]
        log(`${one.path}: ${cells.join(' | ')}`)
        rows.push(`| ${[...one.title, ...cells].join(' | ')} |`)
      }
    } finally {
      await chromium.close()
    }
    return `${cases.length} files`
  })
  const head = [
    '| format | variant | native | browser | pixels | from the source |',
    '|---|---|---|---|---|---|',
  ]
  write_results('formats', 'Formats', [...head, ...rows])
  await step('formats, verdict', ({ log }) => {
    for (const text of wrong) log(text)
    if (wrong.length > 0)
      throw new StepFailed(`${wrong.length} of ${cases.length} files are not as they should be.`)
    return 'all as they should be; the table is in docs/results.md'
  })
})

/** @param {Case} one @param {import('./parity.mjs').Outcome} native @param {import('../tests/formats/likeness.mjs').Picture} drawing */
function likeness_of({ is_free }, native, drawing) {
  const page = 'pages' in native && !is_free ? native.pages[0] : undefined
  const difference = page ? difference_from(page, drawing) : null
  if (difference === null) return { text: '–', is_wrong: false }
  return { text: difference.toFixed(2), is_wrong: difference > MOST_GREY_LEVELS_OFF }
}

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
