import type { Analysis, Annotation, AnnotationKind, Meaning, SheetFields } from '../analysis.js'
import type { Embedding } from '../embedding.js'
import type { ErrorFacts } from '../errors.js'
import type { LoadedPageInfo, PageArea, Point, TextLayer } from '../page-facts.js'
import type { Started } from '../worker-link.js'
import type {
  AdapterFacts,
  Backend,
  Device,
  EngineFacts,
  NetAnswer,
  PlanFacts,
  SelfTestFacts,
  TimingFacts,
} from './facts.js'

/**
 * Everything that crosses the boundary of the engine's worker. One request is under way at a time, so that
 * whatever crashes is known to be the one that was asked last.
 */

export interface StartRequest {
  method: 'start'
  module: WebAssembly.Module
  simd: EngineFacts['simd']
}

export interface LoadRequest {
  method: 'load'
  net: number
  /** Crosses without a copy, and is there again when a worker had to be replaced. */
  model: Blob
  /** In hex, where the model is to be that of a manifest. */
  sha256?: string
  device: Device
  /** Of the input that it will mostly see. */
  typicalShape?: readonly number[]
}

/** A page's pixels → its analysis, by the nets `detector` and `reader`. */
export interface ReadRequest {
  method: 'read'
  detector: number
  reader: number
  /** As parsed JSON, where the nets are not those of the package. */
  manifests?: { detector: unknown; reader: unknown }
  grey: Uint8Array<ArrayBuffer>
  page: LoadedPageInfo & { decode_ms: number }
  /** The file's own words. */
  text?: TextLayer
  /** In page pixels: read first. */
  focus?: Point
}

/** A text that somebody vouches for → what it is worth. */
export interface UnderstandRequest {
  method: 'understand'
  text: string
  kind: AnnotationKind
  fields?: SheetFields
}

/** A page's pixels → its vectors, by the nets `detector` and `embedder`. */
export interface EmbedRequest {
  method: 'embed'
  detector: number
  embedder: number
  grey: Uint8Array<ArrayBuffer>
  page: LoadedPageInfo & { decode_ms: number }
  /** In page pixels: only what lies within it. */
  region?: PageArea
}

export type EngineRequest =
  | StartRequest
  | LoadRequest
  | { method: 'run'; net: number; input: Float32Array; shape: readonly number[] }
  | { method: 'plan'; net: number; shape: readonly number[] }
  | { method: 'backend'; net: number; shape: readonly number[] }
  | { method: 'measure'; net: number; shape: readonly number[] }
  | { method: 'unload'; net: number }
  | ReadRequest
  | UnderstandRequest
  | EmbedRequest
  | { method: 'facts' }
  | { method: 'adapter' }
  | { method: 'selfTests' }

export type EngineMethod = EngineRequest['method']
export type EngineRequestOf<M extends EngineMethod> = Extract<EngineRequest, { method: M }>

export interface EngineAnswerOf {
  start: undefined
  load: undefined
  run: NetAnswer
  plan: PlanFacts
  backend: Backend
  measure: TimingFacts
  unload: undefined
  read: Analysis
  understand: Meaning
  embed: Embedding
  facts: EngineFacts
  adapter: AdapterFacts
  selfTests: SelfTestFacts[]
}

export type ToEngine =
  | { role: 'engine'; id: number; request: EngineRequest }
  | { role: 'engine'; cancel: number }

export type FromEngine =
  | Started
  | { event: 'answer'; id: number; value: EngineAnswerOf[EngineMethod] }
  | { event: 'failure'; id: number; error: ErrorFacts }
  /** From a reading under way. */
  | { event: 'partial'; id: number; annotations: Annotation[] }
  | { event: 'progress'; id: number; done: number; total: number }
  /** A trap carries no words out of the worker: these are the panic's. */
  | { event: 'crashed'; words: string }

/** The nets that a request needs loaded. */
export function netsOf(request: EngineRequest): number[] {
  if (request.method === 'read') return [request.detector, request.reader]
  if (request.method === 'embed') return [request.detector, request.embedder]
  return 'net' in request && request.method !== 'load' ? [request.net] : []
}

/** What is moved and not copied on its way in: pixels are large, and nobody else has them. */
export function transferOf(request: EngineRequest): Transferable[] {
  return 'grey' in request ? [request.grey.buffer] : []
}
