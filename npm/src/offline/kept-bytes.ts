import { digestOf } from '../digest.js'
import { cancelled, DraftlensError, isDraftlensError } from '../errors.js'
import { ArrivedParts } from './arrived-parts.js'
import { fetched, type KeptFile } from './manifest.js'

/** Whether the bytes are those that the manifest names. */
export async function isIntact(bytes: BufferSource, { sha256, bytes: length }: KeptFile): Promise<boolean> {
  return bytes.byteLength === length && (await digestOf(bytes)) === sha256
}

export interface FetchedFile {
  bytes: ArrayBuffer
  headers: Headers
}

export interface FetchKeptOptions {
  signal?: AbortSignal | undefined
  /** Bytes of the file that are here. */
  onArrival?: ((bytes: number) => void) | undefined
}

const RANGE_NOT_SATISFIABLE = 416
const PARTIAL = 206

/**
 * A file of a manifest, fetched and checked; where it broke off before, from there on. Fails with `network`,
 * `asset-missing` or `cancelled`.
 */
export async function fetchKept(
  file: KeptFile,
  base: URL,
  options: FetchKeptOptions = {},
): Promise<FetchedFile> {
  const url = new URL(file.file, base)
  const before = await ArrivedParts.of(file)
  // What arrived before may be of another file, or the server's parts may not fit: then all of it, once.
  const resumed = before.length > 0 && (await receive(file, url, before, options).catch(unlessOutOfRange))
  if (resumed && 'bytes' in resumed) return resumed
  const whole = before.length > 0 ? new ArrivedParts(file) : before
  const found = await receive(file, url, whole, options)
  if ('bytes' in found) return found
  throw new DraftlensError({
    code: 'asset-missing',
    message: `${url.href} is not the file that the manifest names: ${whole.length} bytes of other content.`,
    hint: 'The server may be halfway through an update: what is stored stays as it is. Try again later.',
    url: url.href,
    status: found.status,
  })
}

/** The file, or with which status another one came. */
async function receive(
  file: KeptFile,
  url: URL,
  arrived: ArrivedParts,
  { signal, onArrival }: FetchKeptOptions,
): Promise<FetchedFile | { status: number }> {
  const response = await fetched(url, signal, arrived.length)
  const isRest = response.status === PARTIAL && arrived.length > 0
  const parts = isRest ? arrived : new ArrivedParts(file)
  try {
    const reader = response.body?.getReader()
    while (reader && parts.length <= file.bytes) {
      const { value } = await reader.read()
      if (!value) break
      await parts.add(value)
      onArrival?.(Math.min(parts.length, file.bytes))
    }
    void reader?.cancel()
  } catch (error) {
    await parts.keep()
    throw signal?.aborted ? cancelled(signal) : brokenOff(url, error)
  }
  const bytes = await parts.joined()
  await parts.forget()
  const { headers, status } = response
  return (await isIntact(bytes, file)) ? { bytes, headers } : { status }
}

function unlessOutOfRange(error: unknown): undefined {
  if (!isDraftlensError(error) || error.status !== RANGE_NOT_SATISFIABLE) throw error
}

function brokenOff(url: URL, cause: unknown): DraftlensError {
  return new DraftlensError(
    {
      code: 'network',
      message: `The connection broke while ${url.href} was loaded.`,
      hint: 'What has arrived is kept. Try again with a connection.',
      url: url.href,
    },
    cause,
  )
}
