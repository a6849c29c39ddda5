import type { Analysis, Analyzer, DraftlensError } from 'draftlens'
import { isDraftlensError } from 'draftlens'
import { stemOf } from '../exports'
import { NO_COUNTS, totalOf } from '../score/figures'
import { type Counts, type PageScore, scorePage } from '../score/score'
import { scaledTo, type Truth, truthOf } from '../score/truth'
import { isSameSetup, type Setup } from './setup'

/** One page to be read, with its labels where there are some. */
export interface CheckPage {
  readonly name: string
  readonly source: Blob
  readonly index: number
  readonly truth: Truth | undefined
}

export interface Read {
  state: 'read'
  analysis: Analysis
  score: PageScore | undefined
}

/** What a run made of a page. */
export type CheckResult = Read | { state: 'failed'; error: DraftlensError }

/** All pages read in one way. */
export interface CheckRun {
  readonly setup: Setup
  readonly results: Map<CheckPage, CheckResult>
}

/** Makes an analyzer that reads in one way. */
export type MakeAnalyzer = (setup: Setup) => Promise<Analyzer>

/** Reads many pages one after the other and scores those that have labels; `change` tells of every step. */
export class Check extends EventTarget {
  readonly #makeAnalyzer: MakeAnalyzer
  readonly #pages: CheckPage[] = []
  readonly #runs: CheckRun[] = []
  #running: { run: CheckRun; page: CheckPage | undefined; stop: AbortController } | undefined

  constructor(makeAnalyzer: MakeAnalyzer) {
    super()
    this.#makeAnalyzer = makeAnalyzer
  }

  get pages(): readonly CheckPage[] {
    return this.#pages
  }

  get runs(): readonly CheckRun[] {
    return this.#runs
  }

  get running(): { run: CheckRun; page: CheckPage | undefined } | undefined {
    return this.#running
  }

  /** Drawings, and labels beside them: those of the picture that they name, or of the file with their own name. */
  async add(files: readonly File[]): Promise<void> {
    const labels = await labelsOf(files.filter(isJson))
    const analyzer = await this.#makeAnalyzer({ device: 'auto' })
    const drawings = files.filter((file) => !isJson(file))
    for (const file of drawings.toSorted((one, other) => one.name.localeCompare(other.name))) {
      const truth = labels.get(file.name) ?? labels.get(stemOf(file.name))
      const count = await pageCountOf(analyzer, file)
      for (let index = 0; index < count; index++) {
        // Labels are of one picture: which page of several they mean they do not say.
        this.#pages.push({ name: file.name, source: file, index, truth: index === 0 ? truth : undefined })
      }
      this.#changed()
    }
  }

  /** Reads what was not read in this way yet. Ends when all is read, or it is stopped. */
  async start(setup: Setup): Promise<void> {
    if (this.#running) return
    const run = this.#runOf(setup)
    const stop = new AbortController()
    this.#running = { run, page: undefined, stop }
    this.#changed()
    try {
      const analyzer = await this.#makeAnalyzer(setup)
      for (const page of this.#pages) {
        if (stop.signal.aborted) break
        if (run.results.get(page)?.state === 'read') continue
        this.#running = { run, page, stop }
        this.#changed()
        const result = await read(analyzer, page, stop.signal)
        if (result) run.results.set(page, result)
      }
    } finally {
      this.#running = undefined
      this.#changed()
    }
  }

  stop(): void {
    this.#running?.stop.abort()
  }

  clear(): void {
    this.stop()
    this.#pages.length = 0
    this.#runs.length = 0
    this.#changed()
  }

  /** Of the pages of a run that have labels. */
  totalOf(run: CheckRun): Counts {
    const scores = [...run.results.values()].flatMap((result) =>
      result.state === 'read' && result.score ? [result.score.counts] : [],
    )
    return scores.length > 0 ? totalOf(scores) : NO_COUNTS
  }

  #runOf(setup: Setup): CheckRun {
    const known = this.#runs.find((run) => isSameSetup(run.setup, setup))
    if (known) return known
    const run: CheckRun = { setup, results: new Map() }
    this.#runs.push(run)
    return run
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'))
  }
}

export function isJson({ name }: File): boolean {
  return name.toLowerCase().endsWith('.json')
}

/** By the names of the pictures they name, and by their own names without ending. */
async function labelsOf(files: readonly File[]): Promise<Map<string, Truth>> {
  const labels = new Map<string, Truth>()
  for (const file of files) {
    const truth = await file
      .text()
      .then(truthOf)
      .catch(() => undefined)
    if (!truth) continue
    labels.set(truth.image.split('/').at(-1) ?? '', truth)
    labels.set(stemOf(file.name), truth)
  }
  return labels
}

/** A file that does not open is one page: reading it tells why. */
async function pageCountOf(analyzer: Analyzer, file: File): Promise<number> {
  try {
    using document = await analyzer.open(file)
    return document.pageCount
  } catch (error) {
    if (isDraftlensError(error)) return 1
    throw error
  }
}

/** Nothing where it was stopped. */
async function read(
  analyzer: Analyzer,
  { source, index, truth }: CheckPage,
  signal: AbortSignal,
): Promise<CheckResult | undefined> {
  try {
    using document = await analyzer.open(source, { signal })
    const analysis = await analyzer.analyze(document.page(index), { signal })
    const score = truth && scorePage(scaledTo(truth, analysis.page), analysis.annotations)
    return { state: 'read', analysis, score }
  } catch (error) {
    if (!isDraftlensError(error)) throw error
    return error.code === 'cancelled' ? undefined : { state: 'failed', error }
  }
}
