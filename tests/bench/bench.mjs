// @ts-check
// npm run -s bench [-- --json] [--write] [--n N] [--no-memory]: opening drawings in Chromium, side by side
// with the browser's decoders and pdf.js, taking turns in one run; and what an A0 sheet costs in memory.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { brotli_size, measure } from '../../scripts/byte-budgets.mjs'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'
import { in_root, npm_package, test_out } from '../../scripts/project.mjs'
import { write_results } from '../../scripts/results-section.mjs'
import { cold_starts } from './cold-start.mjs'
import { median_of } from './median.mjs'
import { peak_memory } from './peak-memory.mjs'

const SAMPLES = in_root('demo/qa/samples')
const PDFJS = in_root('node_modules/pdfjs-dist')
const PDF_DPI = 200

/**
 * @typedef {'draftlens' | 'create-image-bitmap' | 'pdf-js'} Engine
 * @typedef {{name: string, file: string, dpi?: number, engines: Engine[]}} Drawing
 * @typedef {{where: 'chromium', engine: Engine, model: string, threads: 1, n: number, median_ms: number, min_ms: number, max_ms: number}} Run
 */

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    n: { type: 'string', default: '9' },
    write: { type: 'boolean', default: false },
    'no-memory': { type: 'boolean', default: false },
  },
})
if (!existsSync(join(npm_package, 'dist', 'index.js'))) {
  console.error('bench: the package is not built: npm run build')
  process.exit(1)
}
const rounds = Math.max(5, Number(values.n))
const { runs, cold_start } = await timings(rounds)
const result = {
  machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${process.platform} ${process.arch}`,
  when: new Date().toISOString(),
  runs,
  cold_start,
  download: downloads(),
  peak_memory: values['no-memory'] ? [] : await peak_memory(),
}
if (values.write) write_results('bench', 'Opening, side by side', tables(result))
console.log(values.json ? JSON.stringify(result, null, 1) : tables(result).join('\n'))

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

/** @param {number} n */
async function timings(n) {
  const mounts = { '/engines/': in_root('tests/bench/engines'), '/pdfjs/': PDFJS }
  const chromium = await package_in_chromium({ mounts })
  try {
    const runs = await opening_times(chromium, n)
    const starts = drawings().flatMap(({ engines, name, file, dpi }) =>
      engines.map((engine) => ({ engine, model: `open-${name}`, address: chromium.address_of(file), dpi })),
    )
    return { runs, cold_start: await cold_starts(chromium.browser, chromium.url, starts, n) }
  } finally {
    await chromium.close()
  }
}

/**
 * @param {Awaited<ReturnType<typeof package_in_chromium>>} chromium @param {number} n
 * @returns {Promise<Run[]>}
 */
async function opening_times(chromium, n) {
  const ours = chromium.page
  // pdf.js does not live under our policy; it gets a page without one.
  const context = await chromium.browser.newContext({ bypassCSP: true })
  const theirs = await context.newPage()
  await theirs.goto(chromium.url)
  const runs = []
  for (const drawing of drawings()) {
    const address = chromium.address_of(drawing.file)
    for (const work of /** @type {const} */ (['decode', 'open'])) {
      const times = await take_turns(drawing.engines, n, (engine) => {
        const page = engine === 'draftlens' ? ours : theirs
        return page.evaluate(time_once, { engine, work, address, dpi: drawing.dpi })
      })
      for (const [engine, millis] of times) runs.push(run_of(engine, `${work}-${drawing.name}`, millis))
    }
  }
  return runs
}

/**
 * One engine after the other, round by round, so that a machine that slows down slows all of them.
 * @param {Engine[]} engines @param {number} n @param {(engine: Engine) => Promise<number>} time
 */
async function take_turns(engines, n, time) {
  /** @type {Map<Engine, number[]>} */
  const millis = new Map(engines.map((engine) => [engine, []]))
  // The first round warms up and is not counted.
  for (let round = 0; round <= n; round++) {
    for (const engine of millis.keys()) {
      try {
        const took_ms = await time(engine)
        if (round > 0) millis.get(engine)?.push(took_ms)
      } catch (error) {
        millis.delete(engine)
        console.error(`bench: ${engine} is left out: ${/** @type {Error} */ (error).message.split('\n')[0]}`)
      }
    }
  }
  return millis
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

/** @param {Engine} engine @param {string} model @param {number[]} times @returns {Run} */
function run_of(engine, model, times) {
  const to_tenth = (/** @type {number} */ ms) => Number(ms.toFixed(1))
  const [min_ms, max_ms] = [to_tenth(Math.min(...times)), to_tenth(Math.max(...times))]
  return {
    ...{ where: 'chromium', engine, model, threads: 1, n: times.length },
    ...{ median_ms: median_of(times), min_ms, max_ms },
  }
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

/** @param {typeof result} measured */
function tables({ machine, when, runs, cold_start, download, peak_memory: memory }) {
  const ours = new Map(
    runs.filter(({ engine }) => engine === 'draftlens').map((run) => [run.model, run.median_ms]),
  )
  return [
    `${machine}; ${when.slice(0, 10)}; medians of ${runs[0]?.n}, taking turns; \`decode\` ends with the page, \`open\` with its first tile.`,
    '',
    '| work | engine | median ms | min | max | of ours |',
    '|---|---|---|---|---|---|',
    ...runs.map(({ model, engine, median_ms, min_ms, max_ms }) => {
      const of_ours = ours.get(model)
      const ratio = of_ours === undefined ? '–' : `${(median_ms / of_ours).toFixed(2)} ×`
      return `| ${model} | ${engine} | ${median_ms} | ${min_ms} | ${max_ms} | ${ratio} |`
    }),
    '',
    '| navigation to first tile, empty cache | engine | median ms |',
    '|---|---|---|',
    ...cold_start.map(({ model, engine, median_ms }) => `| ${model} | ${engine} | ${median_ms} |`),
    '',
    '| download | brotli kB |',
    '|---|---|',
    ...download.map(({ engine, brotli_bytes }) => `| ${engine} | ${Math.round(brotli_bytes / 1000)} |`),
    '',
    '| A0 at 300 dpi | pixels | file MB | peak of the renderer above a blank page, MB | budget MB |',
    '|---|---|---|---|---|',
    ...memory.map(
      (row) =>
        `| ${row.model} | ${row.pixels} | ${row.file_mb} | ${row.peak_mb ?? row.error} | ${row.budget_mb} |`,
    ),
  ]
}
