import init, * as engine from '../../wasm/engine/draftlens_engine.js'
import type { Analysis, Annotation, AnnotationKind } from '../analysis.js'
import type { Embedding } from '../embedding.js'
import type {
  AdapterFacts,
  Backend,
  Device,
  EngineFacts,
  PlanFacts,
  SelfTestFacts,
  TimingFacts,
} from '../engine/facts.js'
import type { EmbedRequest, ReadRequest } from '../engine/messages.js'
import type { PageArea, Point, TextLayer } from '../page-facts.js'

export interface ModuleAnswer {
  readonly shape: Uint32Array
  data(): Float32Array<ArrayBuffer>
  backend(): Backend
  free(): void
}

export interface ModuleCancel {
  cancel(): void
  free(): void
}

export interface ModuleNet {
  run(input: Float32Array, shape: Uint32Array, cancel: ModuleCancel): Promise<ModuleAnswer>
  plan(shape: Uint32Array): PlanFacts
  backend(shape: Uint32Array): Backend
  measure(shape: Uint32Array): Promise<TimingFacts>
  free(): void
}

export interface ModuleLoadOptions {
  device: Device
  /** Wanted. */
  sha256?: string
  /** The one that the bytes have. */
  digest?: string
  typical_shape?: readonly number[]
}

export interface ModuleEngine {
  load(bytes: Uint8Array, options: ModuleLoadOptions): Promise<ModuleNet>
  adapter(): Promise<AdapterFacts>
  selfTests(): Promise<SelfTestFacts[]>
  facts(): Omit<EngineFacts, 'simd'>
}

export interface ModuleReader {
  read(
    grey: Uint8Array,
    options: { page: ReadRequest['page']; text?: TextLayer; focus?: Point },
    cancel: ModuleCancel,
    listen: ReadEvents,
  ): Promise<Analysis>
  free(): void
}

export interface ModuleEmbedder {
  embed(
    grey: Uint8Array,
    options: { page: EmbedRequest['page']; region?: PageArea },
    cancel: ModuleCancel,
  ): Promise<Embedding>
  free(): void
}

/** Hears a stage's name with the steps done and in all, or texts that were just read. */
export type ReadEvents = (
  ...event: ['progress', [stage: string, done: number, total: number]] | ['partial', Annotation[]]
) => void

/** Asked once a GPU is needed: what the browser tells of it, and what earlier pages left of it. */
export type AskGpu = () => Promise<{ adapter_name?: string; notes: Record<string, string> }>

/** Told what to keep for the next page. */
export type WriteNote = (key: string, text: string) => void

/** The face of both builds. */
export interface EngineModule {
  WasmEngine: new (askGpu: AskGpu, write: WriteNote) => ModuleEngine
  WasmCancel: new () => ModuleCancel
  WasmReader: new (
    detector: ModuleNet,
    reader: ModuleNet,
    detectorManifest?: unknown,
    readerManifest?: unknown,
  ) => ModuleReader
  WasmEmbedder: new (detector: ModuleNet, embedder: ModuleNet) => ModuleEmbedder
  understand(
    text: string,
    kind: AnnotationKind,
    unit: string | undefined,
    generalTolerance: string | undefined,
  ): [Annotation]
  /** What the panic behind a trap said. */
  lastPanic(): string | undefined
}

/** A compiled module → its functions; both builds have the same glue, or they are not built. */
export async function instantiateEngine(module: WebAssembly.Module): Promise<EngineModule> {
  await init({ module_or_path: module })
  // The generated types say less: plain objects are `any`.
  return engine as unknown as EngineModule
}
