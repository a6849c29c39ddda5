import type { ReaderName } from './assets.js'
import { cancelled, DraftlensError, messageOf } from './errors.js'

/** What can be opened: a file, bytes, or the address of one. */
export type DrawingSource = Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | URL | string

/** A PDF's header may stand behind junk, as readers have always accepted. */
const PDF_HEADER_WITHIN_BYTES = 1024
/** PNG, JPEG, TIFF in both byte orders, WebP, GIF, BMP. */
const PICTURE_STARTS = ['\x89PNG', '\xff\xd8\xff', 'II*\0', 'MM\0*', 'II+\0', 'MM\0+', 'RIFF', 'GIF8', 'BM']

/**
 * Source → Blob, fails with `network` or `cancelled`. A Blob crosses into workers without a copy and, when a
 * worker had to be stopped, is read again by the next one.
 */
export async function blobOf(source: DrawingSource, signal: AbortSignal | undefined): Promise<Blob> {
  if (source instanceof Blob) return source
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return new Blob([source])
  const url = new URL(source, globalThis.document?.baseURI ?? globalThis.location?.href)
  let response: Response
  try {
    response = await fetch(url, signal ? { signal } : {})
    if (response.ok) return await response.blob()
  } catch (error) {
    if (signal?.aborted) throw cancelled(signal)
    throw new DraftlensError(
      {
        code: 'network',
        message: `The file could not be loaded from ${url.href}: ${messageOf(error)}.`,
        hint: 'Check the connection, and whether that server allows this page to read the file.',
        url: url.href,
      },
      error,
    )
  }
  throw new DraftlensError({
    code: 'network',
    message: `The file could not be loaded: ${url.href} answered ${response.status}.`,
    hint: 'Check the address and whether you may read the file.',
    url: url.href,
    status: response.status,
  })
}

/** First bytes → the module that can open the file. */
export async function readerFor(file: Blob): Promise<ReaderName> {
  let head: string
  try {
    head = String.fromCharCode(...new Uint8Array(await file.slice(0, PDF_HEADER_WITHIN_BYTES).arrayBuffer()))
  } catch (error) {
    throw new DraftlensError(
      {
        code: 'unreadable',
        message: 'The file cannot be read: it was moved, changed or locked after it was chosen.',
        hint: 'Choose the file again.',
      },
      error,
    )
  }
  // A picture may name a PDF in its metadata; its own first bytes count for more.
  const isPicture = PICTURE_STARTS.some((start) => head.startsWith(start))
  return !isPicture && head.includes('%PDF-') ? 'pdf' : 'raster'
}
