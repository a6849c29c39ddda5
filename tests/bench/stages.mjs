// @ts-check
// What each stage of reading a sheet takes on the CPU, natively and in Chromium, one after the other so that a busy machine is
// unfair to neither: A4, A3, and an A1 of four such A3. `node tests/bench/stages.mjs [RUNS]` (3 where not said); the package and
// the command line must be built, the latter by `cargo build --release -p draftlens` where its times are to mean something.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { read_grey_png, write_grey_png } from '../../scripts/grey-png.mjs'
import { ask, native_cli, target_folder } from '../../scripts/native-cli.mjs'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'
import { in_root, test_out } from '../../scripts/project.mjs'
import { median_of } from './runs.mjs'

const STAGES = /** @type {const} */ (['decode', 'detect', 'read', 'total'])
const PAGES = in_root('../shared/drawings/pages')
const runs = Number(process.argv[2] ?? 3)
const released = join(target_folder(), 'release', 'draftlens')
const cli = existsSync(released) ? released : native_cli()

/** @typedef {import('../../npm/src/analysis.js').Analysis} Analysis */

/** Two by two of a sheet, as large as two of its sizes further. @param {string} file */
function four_of(file) {
  const { width_px, height_px, bits, grey } = read_grey_png(readFileSync(file))
  const out = Buffer.alloc(4 * width_px * height_px)
  for (let y = 0; y < 2 * height_px; y++) {
    const row = grey.subarray((y % height_px) * width_px, ((y % height_px) + 1) * width_px)
    for (const column of [0, 1]) out.set(row, (2 * y + column) * width_px)
  }
  mkdirSync(test_out, { recursive: true })
  const path = join(test_out, 'four-sheets.png')
  const page = { width_px: 2 * width_px, height_px: 2 * height_px, bits, dpi: 200, grey: out }
  writeFileSync(path, write_grey_png(page))
  return path
}

const a3 = join(PAGES, 'fwi_c1pcb_p2.png')
const sheets = { A4: join(PAGES, 'odri_motor_shaft.png'), A3: a3, A1: four_of(a3) }
const chromium = await package_in_chromium()

/** @type {Record<string, (file: string) => Promise<Analysis>>} */
const readers = {
  native: async (file) => {
    const { code, stdout, stderr } = await ask(cli, ['analyze', file, '--device', 'cpu', '--json'])
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(stdout)
  },
  chromium: async (file) => {
    const analysis = await chromium.analyze(file, { index: 0, device: 'cpu' })
    if ('error' in analysis) throw new Error(analysis.error.message)
    return analysis
  },
}

try {
  console.log(`${cli}; medians of ${runs}, milliseconds`)
  console.log(
    `| sheet | where | ${STAGES.join(' | ')} | texts |\n|---|---|${'---|'.repeat(STAGES.length + 1)}`,
  )
  for (const [sheet, file] of Object.entries(sheets)) {
    /** @type {Map<string, Analysis[]>} */
    const read = new Map(Object.keys(readers).map((where) => [where, []]))
    for (let run = 0; run < runs; run++) {
      for (const [where, reader] of Object.entries(readers)) read.get(where)?.push(await reader(file))
    }
    for (const [where, analyses] of read) {
      const medians = STAGES.map((stage) => median_of(analyses.map((one) => one.timing_ms[stage])).toFixed(0))
      console.log(`| ${[sheet, where, ...medians, analyses[0]?.annotations.length].join(' | ')} |`)
    }
  }
} finally {
  await chromium.close()
}
