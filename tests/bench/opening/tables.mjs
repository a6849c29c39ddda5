// @ts-check
// What opening costs, as tables.

/**
 * @param {Awaited<ReturnType<typeof import('./opening.mjs').opening>>} measured
 * @param {import('./peak-memory.mjs').Peak[]} memory
 */
export function opening_tables({ runs, cold_start, download }, memory) {
  const ours = new Map(
    runs.filter(({ engine }) => engine === 'draftlens').map((run) => [run.model, run.median_ms]),
  )
  return [
    '`decode` ends with the page, `open` with its first tile.',
    '',
    '| work | engine | median ms | min | max | of ours | runs |',
    '|---|---|---|---|---|---|---|',
    ...runs.map(({ model, engine, median_ms, min_ms, max_ms, n }) => {
      const of_ours = ours.get(model)
      const ratio = of_ours === undefined ? '–' : `${(median_ms / of_ours).toFixed(2)} ×`
      return `| ${model} | ${engine} | ${median_ms} | ${min_ms} | ${max_ms} | ${ratio} | ${n} |`
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
