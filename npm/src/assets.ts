import { DraftlensError, messageOf } from './errors.js'
import { type TrustedScriptUrl, trustedScriptUrl } from './trusted-url.js'

/** Which wasm module opens a file: that for PDF is loaded only when there is one. */
export type ReaderName = 'raster' | 'pdf'

/** A worker's address, vouched for already where it is a trusted one, or a way to make a worker. */
export type WorkerSource = URL | string | TrustedScriptUrl | (() => Worker)

const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d]
const COPY_ASSETS_HINT =
  'Serve worker.js and the .wasm files of the package as they are, and pass their folder as assetBase.'

/** Where the worker's script and the wasm modules are, and the modules once they are compiled. */
export class Assets {
  readonly #base: URL | undefined
  readonly #worker: WorkerSource | undefined
  readonly #modules = new Map<ReaderName, Promise<WebAssembly.Module>>()

  constructor(base: URL | string | undefined, worker: WorkerSource | undefined) {
    this.#base = base === undefined ? undefined : folderUrl(base)
    this.#worker = worker
  }

  /** Compiled once and shared by all workers; a failure is forgotten, so that the next call tries again. */
  module(name: ReaderName): Promise<WebAssembly.Module> {
    const known = this.#modules.get(name)
    if (known) return known
    const loading = compile(this.#wasmUrl(name))
    this.#modules.set(name, loading)
    loading.catch(() => this.#modules.delete(name))
    return loading
  }

  /** The script's address, for error messages; none where the caller makes the workers. */
  get workerUrl(): string | undefined {
    if (typeof this.#worker === 'function') return undefined
    return this.#worker === undefined ? this.#defaultWorkerUrl().href : absoluteUrl(String(this.#worker)).href
  }

  spawnWorker(): Worker {
    const worker = this.#worker
    try {
      if (typeof worker === 'function') return worker()
      if (worker === undefined) return moduleWorker(trustedScriptUrl(this.#defaultWorkerUrl()))
      if (typeof worker === 'string' || worker instanceof URL) {
        return moduleWorker(trustedScriptUrl(absoluteUrl(worker)))
      }
      return moduleWorker(worker as unknown as URL)
    } catch (error) {
      throw workerFailed(this.workerUrl, messageOf(error))
    }
  }

  #defaultWorkerUrl(): URL {
    // Bundlers copy the file when they see exactly this; it needs nothing but itself.
    return this.#base ? new URL('worker.js', this.#base) : new URL('./worker.js', import.meta.url)
  }

  #wasmUrl(name: ReaderName): URL {
    if (this.#base) return new URL(`draftlens_${name}_bg.wasm`, this.#base)
    // Spelled out because bundlers look for literals.
    return name === 'pdf'
      ? new URL('./draftlens_pdf_bg.wasm', import.meta.url)
      : new URL('./draftlens_raster_bg.wasm', import.meta.url)
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

async function compile(url: URL): Promise<WebAssembly.Module> {
  let response: Response
  try {
    response = await fetch(url)
  } catch (error) {
    throw assetMissing(url, `it could not be fetched (${messageOf(error)})`)
  }
  if (!response.ok) throw await wrongAsset(url, response)
  // Streaming compiles while it loads and is what browsers cache; it insists on the type.
  if (response.headers.get('content-type') === 'application/wasm') {
    const spare = response.clone()
    try {
      const module = await WebAssembly.compileStreaming(response)
      void spare.body?.cancel()
      return module
    } catch {
      response = spare
    }
  }
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (!WASM_MAGIC.every((byte, at) => bytes[at] === byte)) throw wrongBytes(url, response.status, bytes)
  try {
    return await WebAssembly.compile(bytes)
  } catch (error) {
    throw new DraftlensError(
      {
        code: 'wasm-refused',
        message: `${url.href} arrived but cannot be run: ${messageOf(error)}.`,
        hint: "Allow it in the Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'. Old browsers lack WebAssembly SIMD.",
        url: url.href,
        status: response.status,
      },
      error,
    )
  }
}

async function wrongAsset(url: URL, response: Response): Promise<DraftlensError> {
  return wrongBytes(url, response.status, new Uint8Array(await response.arrayBuffer()))
}

function wrongBytes(url: URL, status: number, bytes: Uint8Array): DraftlensError {
  return assetMissing(url, `the server answered ${status}, starting with ${describeBytes(bytes)}`, status)
}

function assetMissing(url: URL, why: string, status?: number): DraftlensError {
  return new DraftlensError({
    code: 'asset-missing',
    message: `Expected wasm at ${url.href}, but ${why}.`,
    hint: COPY_ASSETS_HINT,
    url: url.href,
    ...(status !== undefined && { status }),
  })
}

/** The first bytes as a person can tell what they are: text as text, the rest in hex. */
function describeBytes(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 16)
  if (head.length === 0) return 'nothing'
  const isText = head.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127))
  if (isText) return JSON.stringify(String.fromCharCode(...head))
  return [...head.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
