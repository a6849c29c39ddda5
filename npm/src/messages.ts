import type { ErrorFacts } from './errors.js'
import type { Budget, LoadedPageInfo, PageArea, Stroke, Summary, TextLayer } from './page-facts.js'
import type { Started } from './worker-link.js'

/**
 * Everything that crosses the worker's boundary. A request's literal is the name of the method that answers
 * it; one request is under way at a time, so that a running decode can only be the one that was asked last.
 */

/** Which rendering of which page; rasters have one only, without `dpi`. */
export interface PageKey {
  index: number
  dpi?: number
}

export interface OpenRequest {
  method: 'open'
  file: Blob
  /** The compiled reader of this kind of file; both readers have the same face. */
  reader: { name: 'raster' | 'pdf'; module: WebAssembly.Module }
  budget?: Budget
  password?: string
}

export type Request =
  | OpenRequest
  | { method: 'load'; page: PageKey }
  | { method: 'thumbnail'; index: number; maxPx: number }
  | { method: 'tile'; page: PageKey; level: number; column: number; row: number }
  | { method: 'grey'; page: PageKey; area: PageArea }
  | { method: 'textLayer'; index: number; dpi: number }
  | { method: 'strokes'; index: number; dpi: number }

export type Method = Request['method']
export type RequestOf<M extends Method> = Extract<Request, { method: M }>

export interface AnswerOf {
  open: Summary
  load: LoadedPageInfo
  thumbnail: ImageBitmap
  tile: ImageBitmap
  grey: Uint8Array<ArrayBuffer>
  textLayer: TextLayer | undefined
  strokes: Stroke[]
}

export interface ToWorker {
  /** One script serves documents and the engine: whichever asks first decides what a worker is. */
  role: 'document'
  id: number
  /** How long the work may take. */
  deadlineMs: number
  request: Request
}

export type FromWorker =
  | Started
  | { event: 'progress'; id: number; done: number; total: number }
  | { event: 'answer'; id: number; value: AnswerOf[Method] }
  | { event: 'failure'; id: number; error: ErrorFacts }

/** What is moved and not copied on its way out. */
export function transferOf(value: AnswerOf[Method]): Transferable[] {
  if (value instanceof ImageBitmap) return [value]
  if (value instanceof Uint8Array) return [value.buffer]
  return []
}
