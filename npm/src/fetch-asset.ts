import type { AssetSource } from './assets.js'
import type { OnProgress } from './document-worker.js'
import { cancelled, DraftlensError, messageOf } from './errors.js'

export interface FetchOptions {
  signal?: AbortSignal | undefined
  /** Bytes so far. */
  onProgress?: OnProgress | undefined
}

const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d]
export const COPY_ASSETS_HINT =
  'Serve worker.js, the .wasm and the .onnx files of the package as they are, and pass their folder as assetBase.'

/** Address → module, fails with `asset-missing` or `wasm-refused`. */
export async function compile(url: URL): Promise<WebAssembly.Module> {
  let response: Response
  try {
    response = await fetch(url)
  } catch (error) {
    throw assetMissing('wasm', url, `it could not be fetched (${messageOf(error)})`)
  }
  if (!response.ok) throw await wrongAsset('wasm', url, response)
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
  if (!WASM_MAGIC.every((byte, at) => bytes[at] === byte))
    throw wrongBytes('wasm', url, response.status, bytes)
  return compileBytes(bytes, url.href, { url: url.href, status: response.status })
}

/** The same from another source than a server. */
export async function compileGiven(source: AssetSource, file: string): Promise<WebAssembly.Module> {
  const blob = await givenAsset(source, file)
  return compileBytes(new Uint8Array(await blob.arrayBuffer()), file)
}

/** A file of another source than a server, fails with `asset-missing`. */
export async function givenAsset(source: AssetSource, file: string): Promise<Blob> {
  try {
    return await source.blob(file)
  } catch (error) {
    throw new DraftlensError(
      {
        code: 'asset-missing',
        message: `assetBase gave no ${file}: ${messageOf(error)}.`,
        hint: 'It must have every file that draftlens/assets.json names.',
      },
      error,
    )
  }
}

async function compileBytes(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  place: { url?: string; status?: number } = {},
): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes)
  } catch (error) {
    throw new DraftlensError(
      {
        code: 'wasm-refused',
        message: `${name} arrived but cannot be run: ${messageOf(error)}.`,
        hint: "Allow it in the Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'. Old browsers lack WebAssembly SIMD.",
        ...place,
      },
      error,
    )
  }
}

/** Address → a model's file, of so many bytes where that is known; fails with `asset-missing` or `cancelled`. */
export async function fetchModel(url: URL, bytes: number | undefined, options: FetchOptions): Promise<Blob> {
  const { signal, onProgress } = options
  try {
    const response = await fetch(url, signal ? { signal } : {})
    if (!response.ok || !response.body) throw await wrongAsset('a model', url, response)
    const parts: Uint8Array<ArrayBuffer>[] = []
    let done = 0
    for (const reader = response.body.getReader(); ; ) {
      const { value } = await reader.read()
      if (!value) break
      parts.push(value)
      done += value.length
      onProgress?.({ done, total: bytes ?? done })
    }
    // Where a page came in place of the file; whether each byte is right, the engine checks.
    if (bytes !== undefined && done !== bytes)
      throw wrongBytes('a model', url, response.status, parts[0] ?? new Uint8Array())
    return new Blob(parts)
  } catch (error) {
    if (error instanceof DraftlensError) throw error
    if (signal?.aborted) throw cancelled(signal)
    throw assetMissing('a model', url, `it could not be fetched (${messageOf(error)})`)
  }
}

async function wrongAsset(what: string, url: URL, response: Response): Promise<DraftlensError> {
  return wrongBytes(what, url, response.status, new Uint8Array(await response.arrayBuffer()))
}

function wrongBytes(what: string, url: URL, status: number, bytes: Uint8Array): DraftlensError {
  return assetMissing(
    what,
    url,
    `the server answered ${status}, starting with ${describeBytes(bytes)}`,
    status,
  )
}

function assetMissing(what: string, url: URL, why: string, status?: number): DraftlensError {
  return new DraftlensError({
    code: 'asset-missing',
    message: `Expected ${what} at ${url.href}, but ${why}.`,
    hint: COPY_ASSETS_HINT,
    url: url.href,
    ...(status !== undefined && { status }),
  })
}

/** The first bytes as a person can tell what they are: text as text, the rest in hex. */
export function describeBytes(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 16)
  if (head.length === 0) return 'nothing'
  const isText = head.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127))
  if (isText) return JSON.stringify(String.fromCharCode(...head))
  return [...head.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
