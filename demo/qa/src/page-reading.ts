import type { Analysis, Analyzer, DraftlensError, DrawingPage, Point, SheetFields } from 'draftlens'
import { isDraftlensError } from 'draftlens'
import { type Callout, type Numbered, Review } from 'draftlens/viewer'

export type ReadingState = 'unread' | 'reading' | 'read' | 'stopped' | 'failed'

/** One page on its way from opened to checked; `change` tells of its state, `review` of its marks. */
export class PageReading extends EventTarget {
  readonly review: Review
  /** What is shown besides the readings: where they differ from labels. */
  callouts: readonly Callout[] = []
  readonly #analyzer: () => Promise<Analyzer>
  #state: ReadingState = 'unread'
  #progress: { done: number; total: number } | undefined
  #analysis: Analysis | undefined
  #error: DraftlensError | undefined
  #stop = new AbortController()

  constructor(analyzer: () => Promise<Analyzer>, numbered: readonly Numbered[] = []) {
    super()
    this.#analyzer = analyzer
    this.review = new Review({
      understand: async (text, kind) => (await analyzer()).understand(text, kind, this.#fields),
      numbered,
    })
  }

  get state(): ReadingState {
    return this.#state
  }

  /** Tiles of the sheet. */
  get progress(): { done: number; total: number } | undefined {
    return this.#progress
  }

  /** As it was read. */
  get analysis(): Analysis | undefined {
    return this.#analysis
  }

  /** As it was corrected. */
  get corrected(): Analysis | undefined {
    return this.#analysis && { ...this.#analysis, annotations: this.review.annotations }
  }

  get error(): DraftlensError | undefined {
    return this.#error
  }

  /** What was read of the page elsewhere. */
  adopt(analysis: Analysis, callouts: readonly Callout[]): void {
    this.#stop.abort()
    this.#stop = new AbortController()
    this.#analysis = analysis
    this.callouts = callouts
    this.review.complete(analysis.annotations)
    this.#become('read')
  }

  /** Reads the page, what is in focus first; what was corrected before stays. */
  async start(page: DrawingPage, focus?: Point): Promise<void> {
    this.#stop.abort()
    const stop = new AbortController()
    this.#stop = stop
    this.#error = undefined
    this.#progress = undefined
    this.#become('reading')
    const ifCurrent =
      <T>(work: (what: T) => void) =>
      (what: T) => {
        if (this.#stop === stop && !stop.signal.aborted) work(what)
      }
    try {
      const analyzer = await this.#analyzer()
      this.#analysis = await analyzer.analyze(page, {
        signal: stop.signal,
        ...(focus && { focus }),
        onPartial: ifCurrent((annotations) => this.review.add(annotations)),
        onProgress: ifCurrent((progress) => {
          this.#progress = progress
          this.#become('reading')
        }),
      })
      if (this.#stop !== stop) return
      this.review.complete(this.#analysis.annotations)
      this.#become('read')
    } catch (error) {
      if (this.#stop !== stop) return
      if (!isDraftlensError(error)) {
        this.#become('stopped')
        throw error
      }
      this.#error = error
      this.#become(error.code === 'cancelled' || error.code === 'disposed' ? 'stopped' : 'failed')
    }
  }

  stop(): void {
    this.#stop.abort()
  }

  get #fields(): SheetFields | undefined {
    return this.#analysis?.fields
  }

  #become(state: ReadingState): void {
    this.#state = state
    this.dispatchEvent(new Event('change'))
  }
}
