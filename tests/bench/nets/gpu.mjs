// @ts-check
// Our kernels natively on this machine's GPU, or what plays one: achieved against what WGSL reaches at best.
import { execFileSync } from 'node:child_process'
import { root, tool_environment } from '../../../scripts/project.mjs'
import { net_models } from './models.mjs'
import { wonnx_runs } from './wonnx.mjs'

const EXAMPLE = [
  'run',
  '--quiet',
  '--locked',
  '--release',
  '-p',
  'draftlens-gpu',
  '--example',
  'time-kernels',
]

/**
 * @typedef {{nodes: string, kernel: string, ms: number, mmac: number, share_of_peak: number, share_of_bandwidth: number}} Step
 * @typedef {{load_ms: number, first_run_ms: number, run_ms_median: number, kernels_ms: number, steps: Step[]}} Timed
 * @typedef {{device: {name: string, driver: string, backend: string, f16: boolean, subgroups: boolean, tier: string},
 *   peak: {size: number, matrix_product_gflops: number, copy_gigabytes_per_sec: number},
 *   models: {model: string, input: number[], stored_in: 'f32' | 'f16', timed: Timed}[]}} GpuReport
 */

/** @typedef {{layers: GpuReport, nets: GpuReport, wonnx: import('./wonnx.mjs').WonnxRun[]}} GpuReports */

/** The layers that dominate, whole nets, and a peer on the same nets. @param {number} rounds @returns {Promise<GpuReports>} */
export async function gpu_reports(rounds) {
  const models = net_models()
  const nets = time_kernels(
    rounds,
    models.map(({ file, shape }) => `${file}=${shape}`),
  )
  const name_of = (/** @type {string} */ path) => models.find(({ file }) => file === path)?.name ?? path
  nets.models = nets.models.map((timed) => ({ ...timed, model: name_of(timed.model) }))
  return { layers: time_kernels(rounds, []), nets, wonnx: await wonnx_runs(models, rounds) }
}

/** @param {number} rounds @param {string[]} models @returns {GpuReport} */
function time_kernels(rounds, models) {
  const args = [...EXAMPLE, '--', '--rounds', String(rounds), ...models]
  const json = execFileSync('cargo', args, {
    cwd: root,
    env: tool_environment(),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(json)
}

/** @param {GpuReports} reports */
export function gpu_tables({ layers, nets, wonnx }) {
  const { device, peak } = layers
  const { matrix_product_gflops: gflops, copy_gigabytes_per_sec: bandwidth } = peak
  const abilities = [device.f16 && 'f16', device.subgroups && 'subgroups'].filter(Boolean).join(', ')
  return [
    `${device.name}, ${device.driver}, ${device.backend}${abilities && `, ${abilities}`}; at best ${significant(gflops)} GFLOP/s in a`,
    `matrix product of ${peak.size} in f32, ${significant(bandwidth)} GB/s in a copy.`,
    '',
    '| layer | stored in | kernel | ms | GFLOP/s | of the best | of the bandwidth |',
    '|---|---|---|---|---|---|---|',
    ...layers.models.flatMap(({ model, stored_in, timed: { steps } }) =>
      steps
        .filter(({ mmac }) => mmac > 0)
        .map(({ kernel, ms, mmac, share_of_peak, share_of_bandwidth }) =>
          row([
            model,
            stored_in,
            kernel,
            ms.toFixed(3),
            (2 * mmac) / ms,
            percent(share_of_peak),
            percent(share_of_bandwidth),
          ]),
        ),
    ),
    '',
    '| net | stored in | load ms | first run ms | run ms | kernels alone ms | GFLOP/s | of the best |',
    '|---|---|---|---|---|---|---|---|',
    ...nets.models.map(
      ({ model, stored_in, timed: { load_ms, first_run_ms, run_ms_median, kernels_ms, steps } }) => {
        const achieved = (2 * steps.reduce((sum, { mmac }) => sum + mmac, 0)) / kernels_ms
        const times = [load_ms, first_run_ms, run_ms_median, kernels_ms].map((ms) => ms.toFixed(2))
        return row([model, stored_in, ...times, achieved, percent(achieved / gflops)])
      },
    ),
    '',
    '| net | ours ms | wonnx ms | wonnx over ours |',
    '|---|---|---|---|',
    ...wonnx.map((run) => {
      const ours = nets.models.find(({ model }) => model === run.model)?.timed.run_ms_median
      if ('refused' in run) return `| ${run.model} | ${ours ?? '–'} | refused: ${run.refused} | |`
      const ratio = ours === undefined ? '–' : `${significant(run.median_ms / ours)} ×`
      return row([run.model, ours ?? '–', run.median_ms, ratio])
    }),
  ]
}

/** @param {(string | number)[]} cells */
const row = (cells) =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? significant(cell) : cell)).join(' | ')} |`

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(0)} %`

/** Three digits: a software adapter reaches one GFLOP/s, a card ten thousand. @param {number} value */
const significant = (value) => Number(value.toPrecision(3))
