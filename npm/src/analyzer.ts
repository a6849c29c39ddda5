import type { Analysis, AnnotationKind, Meaning, SheetFields } from './analysis.js'
import { type AssetBase, Assets, type WorkerSource } from './assets.js'
import { DrawingDocument } from './document.js'
import { DocumentWorker, type OnProgress } from './document-worker.js'
import type { Embedding } from './embedding.js'
import { embedAhead } from './embedding-ahead.js'
import { EmbeddingCache } from './embedding-cache.js'
import type { Device } from './engine/facts.js'
import { cancelled, disposed } from './errors.js'
import { fingerprintOf } from './fingerprint.js'
import type { ModelFolder } from './model-folder.js'
import type { DrawingPage } from './page.js'
import { type EmbedOptions, PageEmbedder } from './page-embedder.js'
import type { Budget } from './page-facts.js'
import { PageNets } from './page-nets.js'
import { type AnalyzeOptions, PageReader } from './page-reader.js'
import { blobOf, type DrawingSource, readerFor } from './source.js'
import { unlessAborted } from './unless-aborted.js'

/** Where the package's files are, and what reading may cost. */
export interface AnalyzerOptions {
  /** The folder with worker.js and the wasm files; or what gives them; absent, they lie beside this module. */
  assetBase?: AssetBase
  /** The worker's script, or a way to make the worker, where `assetBase` does not say it. */
  worker?: WorkerSource
  /** Gives up creating the analyzer. */
  signal?: AbortSignal
  /** Told of every opening and decoding that has no listener of its own. */
  onProgress?: OnProgress
  /** What a file may cost. */
  budget?: Budget
  /** Where nets run: `auto`, what a measurement finds faster, where not said. */
  device?: Device
  /** Other nets than the package's to read with, such as those of an earlier version; `embed` keeps the package's. */
  models?: ModelFolder
  /** How long a single decode may take; a minute where not said. */
  deadlineMs?: number
  /**
   * Embeds opened pages while nothing else is done, so that `embed` answers at once. Not where it is not said: a page
   * that only shows drawings has no use for the two nets that it loads.
   */
  embedAhead?: boolean
  /** Keeps vectors in the browser's storage, so that the same file costs nothing on another day; false where not said. */
  keepEmbeddings?: boolean
}

/** How a file is to be opened. */
export interface OpenOptions {
  signal?: AbortSignal
  /** Opens a protected PDF. */
  password?: string
  onProgress?: OnProgress
}

const DECODE_DEADLINE_MS = 60_000

/**
 * Loads what is needed to open drawings, fails with `asset-missing`, `wasm-refused` or `cancelled`.
 *
 * @example
 * ```ts
 * import { createAnalyzer } from 'draftlens'
 *
 * const analyzer = await createAnalyzer()
 * const drawing = await analyzer.open(file)
 * const { annotations } = await analyzer.analyze(drawing.page(0))
 * analyzer.dispose()
 * ```
 */
export async function createAnalyzer(options: AnalyzerOptions = {}): Promise<Analyzer> {
  const { assetBase, worker, signal } = options
  const assets = new Assets(assetBase, worker)
  await unlessAborted(assets.module('raster'), signal)
  return new Analyzer(assets, options)
}

/**
 * Opens drawings; everything heavy happens in a worker of each document's own.
 *
 * @example
 * ```ts
 * using drawing = await analyzer.open(file)
 * const page = drawing.page(0)
 * const { annotations, fields } = await analyzer.analyze(page, { focus: [400, 300] })
 * const { value } = await analyzer.understand('Ø12 H7', 'dimension', fields)
 * value?.upper // → 0.018
 * ```
 */
export class Analyzer {
  readonly #assets: Assets
  readonly #options: AnalyzerOptions
  readonly #nets: PageNets
  readonly #reader: PageReader
  readonly #embedder: PageEmbedder
  readonly #documents = new Set<DrawingDocument>()
  #isDisposed = false

  /** Analyzers come from `createAnalyzer`. @internal */
  constructor(assets: Assets, options: AnalyzerOptions) {
    this.#assets = assets
    this.#options = options
    const { assetBase, worker, models, device = 'auto', keepEmbeddings = false } = options
    this.#nets = new PageNets({
      device,
      ...(assetBase !== undefined && { assetBase }),
      ...(worker !== undefined && { worker }),
      ...(models !== undefined && { models }),
    })
    this.#reader = new PageReader(this.#nets)
    this.#embedder = new PageEmbedder(this.#nets, new EmbeddingCache(keepEmbeddings))
  }

  /** A file, bytes or an address → an open document, fails with any `DraftlensError`. */
  async open(source: DrawingSource, options: OpenOptions = {}): Promise<DrawingDocument> {
    if (this.#isDisposed) throw disposed('analyzer')
    const { signal, password } = options
    const { budget, deadlineMs = DECODE_DEADLINE_MS } = this.#options
    const onProgress = options.onProgress ?? this.#options.onProgress
    if (signal?.aborted) throw cancelled(signal)

    const file = await unlessAborted(blobOf(source, signal), signal)
    const name = await unlessAborted(readerFor(file), signal)
    const module = await unlessAborted(this.#assets.module(name), signal)
    if (this.#isDisposed) throw disposed('analyzer')
    const request = {
      method: 'open' as const,
      file,
      reader: { name, module },
      ...(budget && { budget }),
      ...(password !== undefined && { password }),
    }
    const worker = new DocumentWorker(this.#assets, request, deadlineMs)
    try {
      const summary = await worker.call(request, { signal, onProgress })
      if (this.#isDisposed) throw disposed('analyzer')
      const isGone = new AbortController()
      const onDispose = () => {
        isGone.abort()
        this.#documents.delete(document)
      }
      const fingerprint = fingerprintOf(file)
      const document: DrawingDocument = new DrawingDocument(
        worker,
        summary,
        fingerprint,
        { onProgress },
        onDispose,
      )
      this.#documents.add(document)
      if (this.#options.embedAhead) void embedAhead(document, this.#embedder, isGone.signal)
      return document
    } catch (error) {
      worker.dispose()
      throw error
    }
  }

  /** Page → what stands on it, the area in focus first; fails with any `DraftlensError`. */
  analyze(page: DrawingPage, options: AnalyzeOptions = {}): Promise<Analysis> {
    return this.#reader.read(page, options)
  }

  /** A text as somebody corrected it → what it is worth on a sheet with such a title block. */
  understand(text: string, kind: AnnotationKind, fields?: SheetFields): Promise<Meaning> {
    return this.#reader.understand(text, kind, fields)
  }

  /** Page → its vectors, known already if there was time; fails with any `DraftlensError`. */
  embed(page: DrawingPage, options: EmbedOptions = {}): Promise<Embedding> {
    return this.#embedder.embed(page, options)
  }

  /** Closes every document. */
  dispose(): void {
    this.#isDisposed = true
    this.#nets.dispose()
    for (const document of [...this.#documents]) document.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}
