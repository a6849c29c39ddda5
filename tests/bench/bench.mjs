// @ts-check
// npm run -s bench: how fast drawings open and nets run, ours and the peers taking turns in one run.
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { npm_package } from '../../scripts/project.mjs'
import { write_results } from '../../scripts/results-section.mjs'
import { gpu_reports, gpu_tables } from './nets/gpu.mjs'
import { nets } from './nets/nets.mjs'
import { net_tables } from './nets/tables.mjs'
import { opening } from './opening/opening.mjs'
import { peak_memory } from './opening/peak-memory.mjs'
import { opening_tables } from './opening/tables.mjs'

const NET_PARTS = /** @type {const} */ (['nets-chromium', 'nets-cold-start', 'nets-native'])
const PARTS = /** @type {const} */ (['opening', 'memory', ...NET_PARTS])
const USAGE = `npm run -s bench -- [--json] [--write] [--n N] [--minutes N] [--only PART]... [--gpu]

--only takes a part or the beginning of some: ${PARTS.join(', ')}
--n    rounds that are counted, 15 where not said; an engine that takes long sits some out
--minutes that nets take at most beside what is built first, 20 where not said; fewer rounds are counted then
--write puts the tables into docs/results.md
--gpu  instead: our kernels natively on this machine's GPU, against what it gives at best`

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    n: { type: 'string', default: '15' },
    minutes: { type: 'string', default: '20' },
    gpu: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [''] },
    help: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.n)
const most_ms = Number(values.minutes) * 60_000
/** @param {typeof PARTS[number]} part */
const is_wanted = (part) => !values.gpu && values.only.some((start) => part.startsWith(start))

if (
  values.help ||
  !Number.isInteger(rounds) ||
  rounds < 1 ||
  !(most_ms > 0) ||
  !(values.gpu || PARTS.some(is_wanted))
) {
  console.error(USAGE)
  process.exitCode = values.help ? 0 : 2
} else if (!existsSync(join(npm_package, 'dist', 'index.js'))) {
  console.error('bench: the package is not built: npm run build')
  process.exitCode = 1
} else await bench()

async function bench() {
  const NOTHING = { runs: [], cold_start: [], download: [] }
  const opened = is_wanted('opening') ? await opening(rounds) : NOTHING
  const memory = is_wanted('memory') ? await peak_memory() : []
  const ran = NET_PARTS.some(is_wanted) ? await nets({ rounds, most_ms }, is_wanted) : NOTHING
  const gpu = values.gpu ? await gpu_reports(rounds) : undefined
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${process.platform} ${process.arch}`
  const when = new Date().toISOString()
  const head = [`${machine}; ${when.slice(0, 10)}; medians of up to ${rounds}, taking turns.`, '']

  /** @type {{name: string, heading: string, lines: string[]}[]} */
  const sections = []
  if (is_wanted('opening') || is_wanted('memory')) {
    const lines = [...head, ...opening_tables(opened, memory)]
    sections.push({ name: 'opening', heading: 'Opening, side by side', lines })
  }
  if (NET_PARTS.some(is_wanted)) {
    sections.push({ name: 'nets', heading: 'Nets, side by side', lines: [...head, ...net_tables(ran)] })
  }
  if (gpu) sections.push({ name: 'gpu', heading: 'Kernels on a GPU', lines: [...head, ...gpu_tables(gpu)] })
  if (values.write) for (const { name, heading, lines } of sections) write_results(name, heading, lines)

  const result = {
    machine,
    when,
    runs: [...opened.runs, ...ran.runs],
    cold_start: [...opened.cold_start, ...ran.cold_start],
    download: [...opened.download, ...ran.download],
    peak_memory: memory,
    ...(gpu && { gpu }),
  }
  const text = sections.map(({ lines }) => lines.join('\n')).join('\n\n')
  console.log(values.json ? JSON.stringify(result, null, 1) : text)
}
