import type { AssetBase, WorkerSource } from '../assets.js'
import { modelFacts } from '../models.js'
import { blobOf, type DrawingSource } from '../source.js'
import { unlessAborted } from '../unless-aborted.js'
import type {
  ChangeOptions,
  DrawingPageVectors,
  DrawingSearch,
  DrawingVectors,
  Found,
  SearchOptions,
  VectorModel,
} from './facts.js'
import type { IndexFacts, IndexHeader, Precision } from './messages.js'
import { SearchAssets } from './search-assets.js'
import { SearchWorker } from './search-worker.js'
import { modelOf, pagesOf, queryOf } from './wire.js'

/** Where the package's files are. */
export interface LocalIndexOptions {
  /** The folder with search-worker.js and the wasm file; or what gives them; absent, they lie beside this module. */
  assetBase?: AssetBase
  /** The worker's script, or a way to make the worker, where `assetBase` does not say it. */
  worker?: WorkerSource
  signal?: AbortSignal
}

/** Whose vectors an index is to hold, and how exactly. */
export interface NewIndex {
  model: VectorModel
  /** `int8`, where not said. */
  precision?: Precision
  /** Of a score, as the model's manifest says it; that of the package's own embedder, where not said. */
  sheetShare?: number
}

/** How much is searched for, among what, and how exactly. */
export interface LocalSearchOptions extends SearchOptions {
  /**
   * Compares the views of all drawings, and not only of those whose sheets are alike: finds a part by one of its views,
   * and takes several times longer.
   */
  thorough?: boolean
}

/**
 * An index in this device's memory, searched in a worker of its own.
 *
 * @example
 * ```ts
 * import { LocalIndex } from 'draftlens/search'
 *
 * const { model, dim } = vectors // of `analyzer.embed`
 * using index = await LocalIndex.create({ model: { ...model, dim } })
 * await index.put('4711', [{ page: 0, vectors, facets: { material: 'S235JR' } }])
 * const { hits } = await index.search(vectors, { filter: [{ facet: 'material', prefix: 's235' }] })
 * hits[0]?.id // → '4711'
 * ```
 */
export class LocalIndex implements DrawingSearch {
  readonly #worker: SearchWorker
  #facts: IndexFacts

  private constructor(worker: SearchWorker, facts: IndexFacts) {
    this.#worker = worker
    this.#facts = facts
  }

  /**
   * A file of `draftlens index`, or what {@link toBlob} gave. Fails with `not-an-index`, `index-format`, `index-damaged`,
   * `network`, `asset-missing`, `wasm-refused`, `worker-failed` or `cancelled`.
   */
  static async open(source: DrawingSource, options: LocalIndexOptions = {}): Promise<LocalIndex> {
    return LocalIndex.#start(await blobOf(source, options.signal), options)
  }

  /** With nothing in it. Fails with `bad-entry` and as {@link open} does. */
  static create({ model, precision = 'int8', sheetShare }: NewIndex, options: LocalIndexOptions = {}) {
    const sheet_share = sheetShare ?? modelFacts('embedder').sheetShare ?? Number.NaN
    return LocalIndex.#start({ model, precision, sheet_share }, options)
  }

  static async #start(from: Blob | IndexHeader, options: LocalIndexOptions): Promise<LocalIndex> {
    const { assetBase, worker: source, signal } = options
    const assets = new SearchAssets(assetBase, source)
    const module = await unlessAborted(assets.searchModule(), signal)
    const worker = new SearchWorker(assets)
    try {
      return new LocalIndex(worker, await worker.call({ method: 'open', module, from }, signal))
    } catch (error) {
      worker.dispose()
      throw error
    }
  }

  /** The model whose vectors it holds. */
  get model(): VectorModel {
    return this.#facts.model
  }

  /** How many pages it holds. */
  get size(): number {
    return this.#facts.n_pages
  }

  /** Fails with `other-model`, `bad-vector`, `bad-filter`, `index-damaged`, `crashed`, `disposed` or `cancelled`. */
  async search(like: DrawingVectors, options: LocalSearchOptions = {}): Promise<Found> {
    const query = { ...queryOf(like, options), thorough: options.thorough ?? false }
    const request = { method: 'search' as const, model: modelOf(like), query }
    const { hits, n_admitted } = await this.#worker.call(request, options.signal)
    const next = query.offset + hits.length
    return { hits, ...(next < n_admitted && hits.length > 0 && { nextOffset: next }) }
  }

  /** In memory; {@link toBlob} gives what is to be kept. Fails with `other-model`, `bad-vector` or `bad-entry`. */
  async put(id: string, pages: readonly DrawingPageVectors[], { signal }: ChangeOptions = {}): Promise<void> {
    this.#facts = await this.#worker.call({ method: 'put', id, ...pagesOf(pages) }, signal)
  }

  /** Takes a drawing out, in memory as `put` puts it in; nothing happens where it is not there. */
  async remove(id: string, { signal }: ChangeOptions = {}): Promise<void> {
    this.#facts = await this.#worker.call({ method: 'remove', id }, signal)
  }

  /** What {@link open} takes. */
  async toBlob(): Promise<Blob> {
    return new Blob([await this.#worker.call({ method: 'toBytes' })])
  }

  /** Frees its memory; calls that are under way fail with `disposed`. */
  dispose(): void {
    this.#worker.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}
