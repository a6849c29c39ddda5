// @ts-check
// Opening drawings in Chromium, side by side with the browser's decoders and pdf.js.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotli_size, measure } from '../../../scripts/byte-budgets.mjs'
import { package_in_chromium } from '../../../scripts/package-in-chromium.mjs'
import { in_root, test_out } from '../../../scripts/project.mjs'
import { in_fresh_profile } from '../fresh-profile.mjs'
import { cold_start_of, run_of, take_turns } from '../runs.mjs'

const SAMPLES = in_root('demo/qa/samples')
const PDFJS = in_root('node_modules/pdfjs-dist')
const PDF_DPI = 200

/**
 * @typedef {'draftlens' | 'create-image-bitmap' | 'pdf-js'} Engine
 * @typedef {{name: string, file: string, dpi?: number, engines: Engine[]}} Drawing
 * @typedef {Awaited<ReturnType<typeof package_in_chromium>>} Chromium
 */

/** @param {number} rounds */
export async function opening(rounds) {
  const mounts = { '/engines/': in_root('tests/bench/opening/engines'), '/pdfjs/': PDFJS }
  const chromium = await package_in_chromium({ mounts })
  try {
    const all = drawings()
    const runs = await opening_times(chromium, all, rounds)
    const cold_start = await cold_starts(chromium, all, rounds)
    return { runs, cold_start, download: downloads() }
  } finally {
    await chromium.close()
  }
}

/** @returns {Drawing[]} */
function drawings() {
  /** @type {Drawing[]} */
  const all = [
    { name: 'png', file: join(SAMPLES, 'rpm_plate.png'), engines: ['draftlens', 'create-image-bitmap'] },
    { name: 'tiff-g4', file: join(SAMPLES, 'g4.tif'), engines: ['draftlens'] },
    { name: 'pdf', file: join(SAMPLES, 'multipage_a2.pdf'), dpi: PDF_DPI, engines: ['draftlens', 'pdf-js'] },
  ]
  const jpeg = join(test_out, 'bench.jpg')
  mkdirSync(test_out, { recursive: true })
  if (spawnSync('convert', [join(SAMPLES, 'rpm_plate.png'), '-quality', '90', jpeg]).status === 0) {
    all.splice(1, 0, { name: 'jpeg', file: jpeg, engines: ['draftlens', 'create-image-bitmap'] })
  } else console.error('bench: no JPEG is measured: apt-get install imagemagick')
  return all
}

/** @param {Chromium} chromium @param {Drawing[]} all @param {number} rounds */
async function opening_times(chromium, all, rounds) {
  const ours = chromium.page
  // pdf.js does not live under our policy; it gets a page without one.
  const context = await chromium.browser.newContext({ bypassCSP: true })
  const theirs = await context.newPage()
  await theirs.goto(chromium.url)
  const runs = []
  for (const drawing of all) {
    const address = chromium.address_of(drawing.file)
    for (const work of /** @type {const} */ (['decode', 'open'])) {
      const times = await take_turns(drawing.engines, { rounds }, (engine) => {
        const page = engine === 'draftlens' ? ours : theirs
        return page.evaluate(time_once, { engine, work, address, dpi: drawing.dpi })
      })
      for (const [engine, millis] of times)
        runs.push(run_of('chromium', engine, `${work}-${drawing.name}`, millis))
    }
  }
  return runs
}

/** Runs in the browser. @param {{engine: Engine, work: 'decode' | 'open', address: string, dpi: number | undefined}} what */
async function time_once({ engine, work, address, dpi }) {
  const global = /** @type {Record<string, any>} */ (globalThis)
  const key = `bench ${engine}`
  global[key] ??= await (await import(`${location.origin}/engines/${engine}.mjs`)).prepare()
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer())
  const started = performance.now()
  await global[key][work](bytes, dpi)
  return performance.now() - started
}

/** What a person waits for the first time. @param {Chromium} chromium @param {Drawing[]} all @param {number} rounds */
async function cold_starts({ browser, url, address_of }, all, rounds) {
  const starts = []
  for (const { name, file, dpi, engines } of all) {
    const address = address_of(file)
    const times = await take_turns(engines, { rounds, warm_ups: 0 }, (engine) =>
      in_fresh_profile(browser, { bypassCSP: engine !== 'draftlens' }, async (page) => {
        await page.goto(url)
        return page.evaluate(first_tile, { engine, address, dpi })
      }),
    )
    for (const [engine, millis] of times) starts.push(cold_start_of(engine, `open-${name}`, millis))
  }
  return starts
}

/** Runs in the browser; its clock starts at the navigation. @param {{engine: Engine, address: string, dpi: number | undefined}} what */
async function first_tile({ engine, address, dpi }) {
  const { prepare } = await import(`${location.origin}/engines/${engine}.mjs`)
  const [opener, response] = await Promise.all([prepare(), fetch(address)])
  await opener.open(new Uint8Array(await response.arrayBuffer()), dpi)
  return performance.now()
}

/** What a page fetches for each engine. */
function downloads() {
  const sizes = measure(JSON.parse(readFileSync(in_root('tests/budgets.json'), 'utf8')))
  const ours = sizes.map(({ name, brotli_bytes }) => ({ engine: `draftlens ${name}`, brotli_bytes }))
  const scripts = ['pdf.min.mjs', 'pdf.worker.min.mjs'].map((name) =>
    readFileSync(join(PDFJS, 'build', name)),
  )
  return [...ours, { engine: 'pdf-js', brotli_bytes: scripts.map(brotli_size).reduce((a, b) => a + b) }]
}
