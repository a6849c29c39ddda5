import {
  type AdapterFacts,
  createEngine,
  type Engine,
  isDraftlensError,
  type ModelName,
  modelFacts,
  type PlanFacts,
  type TimingFacts,
} from 'draftlens/engine'
import { button, byId, element } from './element'

/** An input as each model mostly sees them: what it is measured with. */
const TYPICAL_SHAPES: Record<ModelName, readonly number[]> = {
  detector: [1, 1, 640, 640],
  reader: [16, 1, 32, 128],
  embedder: [4, 1, 160, 160],
}
const TITLES: Record<ModelName, string> = {
  detector: 'Detector',
  reader: 'Reader',
  embedder: 'Embedder',
}
const MODELS = Object.keys(TYPICAL_SHAPES) as ModelName[]

type Rows = [name: string, words: string][]

/** The Device button: what this browser computes with, tested and measured while one looks. */
export function followDevice(): void {
  const dialog = byId<HTMLDialogElement>('device-dialog')
  let looking: AbortController | undefined
  const look = () => {
    looking?.abort()
    looking = new AbortController()
    void examine(new Report(byId('device-report'), looking.signal))
  }
  button('device', () => {
    dialog.showModal()
    look()
  })
  button('device-again', look)
  dialog.addEventListener('close', () => looking?.abort())
}

/** Sections that fill as answers come; one that nobody looks at any more stays as it is. */
class Report {
  readonly signal: AbortSignal
  readonly #place: HTMLElement

  constructor(place: HTMLElement, signal: AbortSignal) {
    this.signal = signal
    this.#place = place
    place.replaceChildren()
    place.setAttribute('aria-busy', 'true')
  }

  async section(title: string, work: () => Promise<Rows>): Promise<void> {
    if (this.signal.aborted) return
    const list = element('dl', {}, rowOf(['', 'Looking …']))
    this.#place.append(element('section', {}, element('h3', {}, title), list))
    const rows = await work().catch((error): Rows => [['', wordsOf(error)]])
    list.replaceChildren(...rows.map(rowOf))
  }

  end(): void {
    if (!this.signal.aborted) this.#place.setAttribute('aria-busy', 'false')
  }
}

async function examine(report: Report): Promise<void> {
  let engine: Engine | undefined
  await report.section('Processor', async () => {
    engine = await createEngine({ assetBase: 'draftlens/', signal: report.signal })
    const { simd, memory } = await engine.facts()
    return [
      ['Instructions', `WebAssembly with ${simd}`],
      ['Memory', megabytes(memory.wasm_bytes)],
    ]
  })
  if (engine) {
    using opened = engine
    await report.section('Graphics', async () => adapterRows(await opened.adapter()))
    await report.section('Self-test', async () =>
      (await opened.selfTests()).map(({ precision, families, problem }) => [
        precision,
        problem ?? `all answers right: ${families.join(', ')}`,
      ]),
    )
    for (const name of MODELS) {
      await report.section(TITLES[name], () => modelRows(opened, name, report.signal))
    }
  }
  report.end()
}

function adapterRows({ name, driver, backend, is_software, features, limits }: AdapterFacts): Rows {
  return [
    ['Adapter', [name, driver, backend].filter(Boolean).join(', ')],
    ['Kind', is_software ? 'software: a processor that plays a GPU' : 'hardware'],
    ['Features', features.join(', ') || 'none beyond the standard'],
    ...limits.map(([limit, most]): [string, string] => [limit, most.toLocaleString('en')]),
  ]
}

async function modelRows(engine: Engine, name: ModelName, signal: AbortSignal): Promise<Rows> {
  const shape = TYPICAL_SHAPES[name]
  const { id, bytes, sha256 } = modelFacts(name)
  using net = await engine.load(name, { typicalShape: shape, signal })
  const plan = await net.plan(shape)
  // What is wrong with the GPU shows in why the CPU serves.
  const timing = await net.measure(shape, { signal }).catch(() => undefined)
  const { name: backend, adapter, why } = await net.backend(shape)
  return [
    ['Model', `${id}, ${megabytes(bytes)}`],
    ['SHA-256', `${sha256.slice(0, 16)}…, verified`],
    ['Serves', `${backend === 'webgpu' ? 'GPU' : 'CPU'}, ${adapter}`],
    ['Why', why],
    ...(timing ? timingRows(timing, macsOf(plan)) : []),
    ['Plan', planInWords(plan)],
  ]
}

function timingRows({ cpu_secs, gpu_secs }: TimingFacts, macs: number): Rows {
  const speed = (secs: number) =>
    `${(secs * 1e3).toFixed(1)} ms, ${((2 * macs) / secs / 1e9).toFixed(1)} GFLOP/s`
  return [
    ['On the CPU', speed(cpu_secs)],
    ['On the GPU', gpu_secs === null ? 'stopped before its first answer' : speed(gpu_secs)],
  ]
}

function planInWords({ steps, peak_bytes }: PlanFacts): string {
  const sum = (of: (step: PlanFacts['steps'][number]) => number) =>
    steps.reduce((total, step) => total + of(step), 0)
  const ratio = sum((step) => step.moved_bytes) / sum((step) => step.least_bytes)
  return [
    `${steps.length} operators`,
    `${sum((step) => step.dispatches)} dispatches`,
    `${(sum((step) => step.macs) / 1e6).toFixed(0)} million multiply-adds`,
    `${ratio.toFixed(2)} × the least bytes`,
    `${megabytes(peak_bytes)} of activations`,
  ].join(', ')
}

function macsOf({ steps }: PlanFacts): number {
  return steps.reduce((total, { macs }) => total + macs, 0)
}

function rowOf([name, words]: [string, string]): HTMLElement {
  return element('div', {}, element('dt', {}, name), element('dd', {}, words))
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function wordsOf(error: unknown): string {
  return isDraftlensError(error) ? `${error.message} ${error.hint}` : String(error)
}
