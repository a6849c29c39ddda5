import type { ErrorFacts } from '../errors.js'
import type { Started } from '../worker-link.js'
import type { Hit, VectorModel } from './facts.js'
import type { WirePage, WireQuery } from './wire.js'

/** Everything that crosses the boundary of the search's worker, which answers one request after the other. */

/** How exactly an index keeps vectors: two bytes a number, one, or one with a bit beside it that is searched first. */
export type Precision = 'f16' | 'int8' | 'bits'

/** What an index is. */
export interface IndexHeader {
  model: VectorModel
  precision: Precision
  /** Of a score, by the rule of the model; the rest is the views'. */
  sheet_share: number
}

export interface IndexFacts extends IndexHeader {
  n_pages: number
}

export type SearchRequest =
  | { method: 'open'; module: WebAssembly.Module; from: Blob | IndexHeader }
  | { method: 'search'; model: VectorModel; query: WireQuery & { thorough: boolean } }
  | { method: 'put'; model: VectorModel; id: string; pages: WirePage[] }
  | { method: 'remove'; id: string }
  | { method: 'toBytes' }

export type SearchMethod = SearchRequest['method']
export type SearchRequestOf<M extends SearchMethod> = Extract<SearchRequest, { method: M }>

export interface SearchAnswerOf {
  open: IndexFacts
  search: { hits: Hit[]; n_admitted: number }
  put: IndexFacts
  remove: IndexFacts
  toBytes: Uint8Array<ArrayBuffer>
}

export interface ToSearch {
  id: number
  request: SearchRequest
}

export type FromSearch =
  | Started
  | { event: 'answer'; id: number; value: SearchAnswerOf[SearchMethod] }
  | { event: 'failure'; id: number; error: ErrorFacts }
