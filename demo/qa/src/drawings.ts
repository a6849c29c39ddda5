import { type Analyzer, DraftlensError, type DrawingDocument } from 'draftlens'
import type { PageReading } from './page-reading'
import type { Sample } from './samples'

/** A drawing that a person opened: a tab. */
export interface Drawing {
  readonly id: number
  readonly name: string
  readonly source: Blob | URL
  readonly sample: Sample | undefined
  state: 'waiting' | 'opening' | 'open' | 'failed'
  document: DrawingDocument | undefined
  error: DraftlensError | undefined
  pageIndex: number
  /** By page: what was read and corrected. */
  readonly readings: Map<number, PageReading>
  cancel: AbortController
}

/** The open drawings and which of them is shown; `change` tells of both. */
export class Drawings extends EventTarget {
  readonly #analyzer: () => Promise<Analyzer>
  readonly #list: Drawing[] = []
  #current: Drawing | undefined
  #lastId = 0
  #opening: Promise<void> = Promise.resolve()

  /** `analyzer` is asked for each drawing: it may fail for one and be there for the next. */
  constructor(analyzer: () => Promise<Analyzer>) {
    super()
    this.#analyzer = analyzer
  }

  get list(): readonly Drawing[] {
    return this.#list
  }

  get current(): Drawing | undefined {
    return this.#current
  }

  /** Opens one after the other, the first at once and shown; one that fails keeps its place and says why. */
  add(
    sources: { name: string; source: Blob | URL; sample?: Sample; pageIndex?: number }[],
  ): Drawing | undefined {
    const added = sources.map(
      ({ name, source, sample, pageIndex = 0 }): Drawing => ({
        id: ++this.#lastId,
        name,
        source,
        sample,
        state: 'waiting',
        document: undefined,
        error: undefined,
        pageIndex,
        readings: new Map(),
        cancel: new AbortController(),
      }),
    )
    this.#list.push(...added)
    const [first] = added
    if (!first) return undefined
    this.select(first)
    for (const drawing of added) {
      this.#opening = this.#opening.then(() => (drawing.state === 'waiting' ? this.open(drawing) : undefined))
    }
    return first
  }

  /** Opens, or opens again after an error; with a password where one is needed. */
  async open(drawing: Drawing, password?: string): Promise<void> {
    drawing.state = 'opening'
    drawing.error = undefined
    drawing.cancel = new AbortController()
    this.#changed()
    const { signal } = drawing.cancel
    try {
      const analyzer = await this.#analyzer()
      const options = { signal, ...(password !== undefined && { password }) }
      const document = await analyzer.open(drawing.source, options)
      if (this.#list.includes(drawing)) {
        drawing.document = document
        drawing.state = 'open'
      } else {
        document.dispose()
      }
    } catch (error) {
      this.fail(drawing, error)
    }
    this.#changed()
  }

  /** The drawing did open, but not this page of it; or it did not open at all. */
  fail(drawing: Drawing, error: unknown): void {
    if (!(error instanceof DraftlensError)) throw error
    drawing.state = 'failed'
    drawing.error = error
    this.#changed()
  }

  /** Another page of a document whose last page failed is shown all the same. */
  turnTo(drawing: Drawing, pageIndex: number): void {
    drawing.pageIndex = pageIndex
    drawing.state = 'open'
    drawing.error = undefined
    this.#changed()
  }

  select(drawing: Drawing): void {
    this.#current = drawing
    this.#changed()
  }

  close(drawing: Drawing): void {
    const at = this.#list.indexOf(drawing)
    this.#list.splice(at, 1)
    drawing.cancel.abort()
    drawing.document?.dispose()
    if (this.#current === drawing) this.#current = this.#list[Math.min(at, this.#list.length - 1)]
    this.#changed()
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'))
  }
}
