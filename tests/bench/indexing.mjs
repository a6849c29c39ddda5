// @ts-check
// node tests/bench/indexing.mjs DIR [--rounds 3] [--cli PROGRAM] [--facets]: how many pages a second `draftlens index` makes searchable, by one
// thread and by as many as there are cores, taking turns. PROGRAM is the optimised one: cargo build --release --bin draftlens
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ask, target_folder } from '../../scripts/native-cli.mjs'

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    cli: { type: 'string' },
    facets: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const [folder] = positionals
if (!folder) throw new Error('node tests/bench/indexing.mjs DIR [--rounds 3] [--cli PROGRAM] [--facets]')
const cli = values.cli ?? join(target_folder(), 'release', 'draftlens')

/** @param {number} jobs @returns {Promise<{pages: number, seconds: number}>} */
async function index_anew(jobs) {
  const out = mkdtempSync(join(tmpdir(), 'draftlens-indexing-'))
  try {
    const how = ['--device', 'cpu', '--jobs', String(jobs), '--json', ...(values.facets ? ['--facets'] : [])]
    const { code, stdout, stderr } = await ask(cli, [
      'index',
      String(folder),
      '--out',
      join(out, 'index'),
      ...how,
    ])
    if (code !== 0) throw new Error(stderr + stdout)
    const { pages, seconds } = JSON.parse(stdout)
    return { pages, seconds }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

const cores = availableParallelism()
const all_jobs = [...new Set([1, 2, cores])].filter((jobs) => jobs <= cores)
/** @type {Map<number, number[]>} */
const rates = new Map(all_jobs.map((jobs) => [jobs, []]))
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [jobs, of_jobs] of rates) {
    const { pages, seconds } = await index_anew(jobs)
    of_jobs.push(pages / seconds)
    console.error(`${jobs} threads: ${pages} pages in ${seconds.toFixed(1)} s`)
  }
}
console.log('| threads | pages/s, median | best |\n|---|---|---|')
for (const [jobs, of_jobs] of rates) {
  const sorted = of_jobs.toSorted((a, b) => a - b)
  console.log(`| ${jobs} | ${sorted[sorted.length >> 1]?.toFixed(2)} | ${sorted.at(-1)?.toFixed(2)} |`)
}
