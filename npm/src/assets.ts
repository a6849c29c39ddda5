import { DraftlensError, messageOf } from './errors.js'
import {
  COPY_ASSETS_HINT,
  compile,
  compileGiven,
  describeBytes,
  type FetchOptions,
  fetchModel,
  givenAsset,
} from './fetch-asset.js'
import { type ModelName, modelFacts } from './models.js'
import { type TrustedScriptUrl, trustedScriptUrl } from './trusted-url.js'

/** Which wasm module opens a file: that for PDF is loaded only when there is one. */
export type ReaderName = 'raster' | 'pdf'

/** Two builds of the module that runs models: the second for browsers with relaxed SIMD. */
export type EngineName = 'engine' | 'engine_relaxed'

type ModuleName = ReaderName | EngineName

/** A worker's address, vouched for already where it is a trusted one, or a way to make a worker. */
export type WorkerSource = URL | string | TrustedScriptUrl | (() => Worker)

/** Where the package's files come from, if not from a server: out of the page itself, or a store of the application. */
export interface AssetSource {
  /** A file by its name in `draftlens/assets.json`, such as `detector.onnx`. */
  blob(file: string): Promise<Blob>
  /** A worker that runs `worker.js`, or `search-worker.js`. */
  worker(script: string): Worker
}

/** The folder with the package's files, or what gives them. */
export type AssetBase = URL | string | AssetSource

/**
 * Where the files lie if nobody says otherwise. Spelled out because bundlers copy a file when they see exactly
 * this.
 */
const BESIDE_THIS_MODULE: Record<ModuleName | ModelName, () => URL> = {
  raster: () => new URL('./draftlens_raster_bg.wasm', import.meta.url),
  pdf: () => new URL('./draftlens_pdf_bg.wasm', import.meta.url),
  engine: () => new URL('./draftlens_engine_bg.wasm', import.meta.url),
  engine_relaxed: () => new URL('./draftlens_engine_relaxed_bg.wasm', import.meta.url),
  detector: () => new URL('./detector.onnx', import.meta.url),
  reader: () => new URL('./reader.onnx', import.meta.url),
  embedder: () => new URL('./embedder.onnx', import.meta.url),
}

/** Where the worker's script and the wasm modules are, and the modules once they are compiled. */
export class Assets {
  protected readonly base: URL | undefined
  protected readonly script: string = 'worker.js'
  readonly #source: AssetSource | undefined
  readonly #worker: WorkerSource | undefined
  readonly #modules = new Map<ModuleName, Promise<WebAssembly.Module>>()

  constructor(base: AssetBase | undefined, worker: WorkerSource | undefined) {
    if (typeof base === 'string' || base instanceof URL) this.base = folderUrl(base)
    else this.#source = base
    this.#worker = worker
  }

  /** Compiled once and shared by all workers; a failure is forgotten, so that the next call tries again. */
  module(name: ModuleName): Promise<WebAssembly.Module> {
    const known = this.#modules.get(name)
    if (known) return known
    const loading = this.compiled(`draftlens_${name}_bg.wasm`, BESIDE_THIS_MODULE[name])
    this.#modules.set(name, loading)
    loading.catch(() => this.#modules.delete(name))
    return loading
  }

  /** The file of a net of the package; whoever asks again is served from the browser's cache. */
  model(name: ModelName, options: FetchOptions = {}): Promise<Blob> {
    const { file, bytes } = modelFacts(name)
    if (this.#source) return givenAsset(this.#source, file)
    return fetchModel(this.#url(file, BESIDE_THIS_MODULE[name]), bytes, options)
  }

  /** The same for all whose files come from the same place. */
  get key(): unknown {
    if (this.#source && this.#worker === undefined) return this.#source
    return typeof this.#worker === 'function' ? this.#worker : `${this.base?.href} ${this.workerUrl}`
  }

  /** The script's address, for error messages; none where the caller makes the workers. */
  get workerUrl(): string | undefined {
    if (typeof this.#worker === 'function') return undefined
    if (this.#source && this.#worker === undefined) return undefined
    return this.#worker === undefined ? this.defaultWorkerUrl().href : absoluteUrl(String(this.#worker)).href
  }

  spawnWorker(): Worker {
    const worker = this.#worker
    try {
      if (typeof worker === 'function') return worker()
      if (worker === undefined && this.#source) return this.#source.worker(this.script)
      if (worker === undefined) return moduleWorker(trustedScriptUrl(this.defaultWorkerUrl()))
      if (typeof worker === 'string' || worker instanceof URL) {
        return moduleWorker(trustedScriptUrl(absoluteUrl(worker)))
      }
      return moduleWorker(worker as unknown as URL)
    } catch (error) {
      throw workerFailed(this.workerUrl, messageOf(error))
    }
  }

  protected defaultWorkerUrl(): URL {
    // Bundlers copy the file when they see exactly this; it needs nothing but itself.
    return this.base ? new URL('worker.js', this.base) : new URL('./worker.js', import.meta.url)
  }

  /** A module, not shared. */
  protected compiled(file: string, besideThisModule: () => URL): Promise<WebAssembly.Module> {
    return this.#source ? compileGiven(this.#source, file) : compile(this.#url(file, besideThisModule))
  }

  #url(file: string, besideThisModule: () => URL): URL {
    return this.base ? new URL(file, this.base) : besideThisModule()
  }

  /** Asks why a script did not start; the browser's own event says nothing. */
  async explainWorkerFailure(words: string): Promise<DraftlensError> {
    const url = this.workerUrl
    if (url === undefined) return workerFailed(url, words)
    try {
      const response = await fetch(url)
      const type = response.headers.get('content-type') ?? 'no type'
      if (!response.ok) return workerFailed(url, `the server answered ${response.status}`, response.status)
      if (!type.includes('javascript')) {
        const found = describeBytes(new Uint8Array(await response.arrayBuffer()))
        return workerFailed(url, `the server sent ${type}, starting with ${found}`, response.status)
      }
      return workerFailed(url, words, response.status)
    } catch (error) {
      return workerFailed(url, messageOf(error))
    }
  }
}

function moduleWorker(url: URL): Worker {
  return new Worker(url, { type: 'module', name: 'draftlens' })
}

function absoluteUrl(url: URL | string): URL {
  return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href)
}

function folderUrl(base: URL | string): URL {
  const url = absoluteUrl(base)
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

function workerFailed(url: string | undefined, why: string, status?: number): DraftlensError {
  return new DraftlensError({
    code: 'worker-failed',
    message: `The worker did not start${url ? ` from ${url}` : ''}: ${why}.`,
    hint: COPY_ASSETS_HINT,
    ...(url !== undefined && { url }),
    ...(status !== undefined && { status }),
  })
}
