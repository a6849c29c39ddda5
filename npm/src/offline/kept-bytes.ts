import { digestOf } from '../digest.js'
import { DraftlensError } from '../errors.js'
import { fetched, type KeptFile } from './manifest.js'

/** Whether the bytes are those that the manifest names. */
export async function isIntact(bytes: BufferSource, { sha256, bytes: length }: KeptFile): Promise<boolean> {
  return bytes.byteLength === length && (await digestOf(bytes)) === sha256
}

export interface FetchedFile {
  bytes: ArrayBuffer
  headers: Headers
}

/** A file of a manifest, fetched and checked; fails with `network`, `asset-missing` or `cancelled`. */
export async function fetchKept(file: KeptFile, base: URL, signal?: AbortSignal): Promise<FetchedFile> {
  const url = new URL(file.file, base)
  const response = await fetched(url, signal)
  const bytes = await response.arrayBuffer().catch((error: unknown) => {
    throw brokenOff(url, error)
  })
  if (await isIntact(bytes, file)) return { bytes, headers: response.headers }
  throw new DraftlensError({
    code: 'asset-missing',
    message: `${url.href} is not the file that the manifest names: ${bytes.byteLength} bytes of other content.`,
    hint: 'The server may be halfway through an update: what is stored stays as it is. Try again later.',
    url: url.href,
    status: response.status,
  })
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
