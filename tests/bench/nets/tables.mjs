// @ts-check
// What nets cost, as tables: a row for each model, a column for each engine, and ours against the best of theirs.

/**
 * @typedef {import('../runs.mjs').Run} Run
 * @typedef {{engine: string, model: string, link?: string, median_ms: number}} Median
 */

/** @param {{runs: Run[], cold_start: Median[], download: {engine: string, brotli_bytes: number}[]}} measured */
export function net_tables({ runs, cold_start, download }) {
  const where = (/** @type {string} */ place) => runs.filter((run) => run.where === place)
  return [
    ...table('Chromium, ms a run', where('chromium'), RATIOS.chromium),
    ...table('native, ms a run', where('native'), RATIOS.native),
    ...[...new Set(cold_start.map(({ link }) => link))].flatMap((link) =>
      table(
        `Chromium, navigation to first answer, empty cache, files ${link ? `over ${link}` : 'from this machine'}, ms`,
        cold_start.filter((start) => start.link === link),
        RATIOS.chromium,
      ),
    ),
    ...downloads(download),
  ]
}

/** How many times longer a peer takes than ours. */
const RATIOS = {
  chromium: [
    { ours: 'draftlens-cpu', theirs: 'ort-wasm' },
    { ours: 'draftlens-webgpu', theirs: 'ort-webgpu' },
  ],
  native: [{ ours: 'draftlens', theirs: 'onnxruntime' }],
}

/** @param {string} title @param {Median[]} medians @param {{ours: string, theirs: string}[]} ratios */
function table(title, medians, ratios) {
  if (medians.length === 0) return []
  const engines = [...new Set(medians.map(({ engine }) => engine))]
  const models = [...new Set(medians.map(({ model }) => model))]
  const shown = ratios.filter(({ ours, theirs }) => engines.includes(ours) && engines.includes(theirs))
  return [
    `| ${[title, ...engines, ...shown.map(({ ours, theirs }) => `${theirs} / ${ours}`)].join(' | ')} |`,
    `|---|${'---|'.repeat(engines.length + shown.length)}`,
    ...models.map((model) => {
      const of = (/** @type {string} */ engine) =>
        medians.find((median) => median.engine === engine && median.model === model)?.median_ms
      const times = engines.map((engine) => of(engine) ?? '–')
      const cells = [model, ...times, ...shown.map(({ ours, theirs }) => ratio(of(theirs), of(ours)))]
      return `| ${cells.join(' | ')} |`
    }),
    '',
  ]
}

/** @param {number | undefined} theirs @param {number | undefined} ours */
const ratio = (theirs, ours) =>
  theirs === undefined || ours === undefined ? '–' : `${(theirs / ours).toFixed(2)} ×`

/** @param {{engine: string, brotli_bytes: number}[]} download */
function downloads(download) {
  if (download.length === 0) return []
  const kilobytes = (/** @type {number} */ bytes) => Math.round(bytes / 1000)
  return [
    '| download, models apart | brotli kB |',
    '|---|---|',
    ...download.map(({ engine, brotli_bytes }) => `| ${engine} | ${kilobytes(brotli_bytes)} |`),
  ]
}
