import type { Analysis, AnnotationKind, Meaning, SheetFields } from '../analysis.js'
import { type AssetBase, Assets, type WorkerSource } from '../assets.js'
import type { OnProgress } from '../document-worker.js'
import type { Embedding } from '../embedding.js'
import { disposed } from '../errors.js'
import type { FetchOptions } from '../fetch-asset.js'
import { type ModelName, modelFacts } from '../models.js'
import { unlessAborted } from '../unless-aborted.js'
import type { EngineWorker, Priority, ReadListener } from './engine-worker.js'
import type { AdapterFacts, Device, EngineFacts, SelfTestFacts } from './facts.js'
import type { EmbedRequest, EngineAnswerOf, EngineMethod, EngineRequestOf, ReadRequest } from './messages.js'
import { Net } from './net.js'
import { acquireWorker, releaseWorker } from './shared-worker.js'

/** Where the package's files are. */
export interface EngineOptions {
  /** The folder with worker.js, the wasm files and the models; or what gives them; absent, they lie beside this module. */
  assetBase?: AssetBase
  /** The worker's script, or a way to make the worker, where `assetBase` does not say it. */
  worker?: WorkerSource
  /** Gives up creating the engine. */
  signal?: AbortSignal
}

/** A net of the package, or the bytes of any ONNX model, checked against a hash where one is given. */
export type ModelSource = ModelName | { bytes: Blob | ArrayBuffer | Uint8Array<ArrayBuffer>; sha256?: string }

/** Where a net is to run. */
export interface LoadOptions {
  /** `auto` where not said: whichever a measurement on this device finds faster, the CPU until that is known. */
  device?: Device
  /** The shape of input that is prepared for and measured; that of the first run where not said. */
  typicalShape?: readonly number[]
  signal?: AbortSignal
  /** Bytes of the model. */
  onProgress?: OnProgress
}

/**
 * Loads what is needed to run models, fails with `asset-missing`, `wasm-refused` or `cancelled`.
 *
 * @example
 * ```ts
 * import { createEngine } from 'draftlens/engine'
 *
 * using engine = await createEngine()
 * const { memory } = await engine.facts()
 * ```
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const assets = new Assets(options.assetBase, options.worker)
  const worker = acquireWorker(assets)
  try {
    return new Engine(assets, await unlessAborted(worker, options.signal))
  } catch (error) {
    worker.then(
      () => releaseWorker(assets),
      () => {},
    )
    throw error
  }
}

/**
 * Runs models, in one worker for all engines of a page.
 *
 * @example
 * ```ts
 * import { createEngine } from 'draftlens/engine'
 *
 * using engine = await createEngine()
 * const net = await engine.load('detector', { device: 'cpu' })
 * const { backend } = await net.run(new Float32Array(64 * 64), [1, 1, 64, 64])
 * backend.name // → 'cpu'
 * ```
 */
export class Engine {
  readonly #assets: Assets
  readonly #worker: EngineWorker
  readonly #nets = new Set<Net>()
  #isDisposed = false

  /** Engines come from `createEngine`. @internal */
  constructor(assets: Assets, worker: EngineWorker) {
    this.#assets = assets
    this.#worker = worker
  }

  /** Model → a net that runs, fails with any `DraftlensError`. */
  async load(source: ModelSource, options: LoadOptions = {}): Promise<Net> {
    if (this.#isDisposed) throw disposed('engine')
    const { device = 'auto', typicalShape, signal, onProgress } = options
    const model = await this.#modelOf(source, { signal, onProgress })
    const request = { ...model, device, ...(typicalShape && { typicalShape }) }
    const number = await this.#worker.load(request, signal)
    if (this.#isDisposed) throw disposed('engine')
    const net: Net = new Net(this.#worker, number, () => this.#nets.delete(net))
    this.#nets.add(net)
    return net
  }

  /** What the engine runs on, and the memory that it takes. */
  facts(): Promise<EngineFacts> {
    return this.#ask<'facts'>({ method: 'facts' })
  }

  /** The adapter that serves, or would; fails with `no-gpu`. */
  adapter(): Promise<AdapterFacts> {
    return this.#ask<'adapter'>({ method: 'adapter' })
  }

  /** Tests the GPU now, in each arithmetic that it has; fails with `no-gpu`. */
  selfTests(): Promise<SelfTestFacts[]> {
    return this.#ask<'selfTests'>({ method: 'selfTests' })
  }

  /** A page's pixels, which are moved, → what stands on it; fails with any `DraftlensError`. @internal */
  read(
    { detector, reader }: { detector: Net; reader: Net },
    page: Omit<ReadRequest, 'method' | 'detector' | 'reader'>,
    { signal, ...listener }: ReadListener & { signal?: AbortSignal | undefined } = {},
  ): Promise<Analysis> {
    if (this.#isDisposed) return Promise.reject(disposed('engine'))
    const request = { method: 'read' as const, detector: detector.number, reader: reader.number, ...page }
    return this.#worker.call<'read'>(request, signal, listener)
  }

  /** A text as somebody corrected it → what it is worth on a sheet with such a title block. */
  understand(text: string, kind: AnnotationKind, fields?: SheetFields): Promise<Meaning> {
    return this.#ask<'understand'>({ method: 'understand', text, kind, ...(fields && { fields }) })
  }

  /** A page's pixels, which are moved, → its vectors; fails with any `DraftlensError`. @internal */
  embed(
    { detector, embedder }: { detector: Net; embedder: Net },
    page: Omit<EmbedRequest, 'method' | 'detector' | 'embedder'>,
    { signal, priority }: { signal?: AbortSignal | undefined; priority?: Priority | undefined } = {},
  ): Promise<Embedding> {
    if (this.#isDisposed) return Promise.reject(disposed('engine'))
    const nets = { detector: detector.number, embedder: embedder.number }
    return this.#worker.call<'embed'>({ method: 'embed', ...nets, ...page }, signal, { priority })
  }

  #ask<M extends EngineMethod>(request: EngineRequestOf<M>): Promise<EngineAnswerOf[M]> {
    return this.#isDisposed ? Promise.reject(disposed('engine')) : this.#worker.call<M>(request)
  }

  async #modelOf(source: ModelSource, options: FetchOptions) {
    if (typeof source === 'string') {
      const { sha256 } = modelFacts(source)
      return { model: await this.#assets.model(source, options), sha256 }
    }
    const { bytes, sha256 } = source
    const model = bytes instanceof Blob ? bytes : new Blob([bytes])
    return { model, ...(sha256 !== undefined && { sha256 }) }
  }

  /** Frees the engine's nets, and ends the worker with the page's last engine. */
  dispose(): void {
    if (this.#isDisposed) return
    this.#isDisposed = true
    for (const net of [...this.#nets]) net.dispose()
    releaseWorker(this.#assets)
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}
