/** Where a net runs: wherever it is faster, as measured, or where the caller wants it. */
export type Device = 'auto' | 'webgpu' | 'cpu'

/** What answered, and why it and not the other. */
export interface Backend {
  name: 'webgpu' | 'cpu'
  why: string
  /** The GPU by its name, or the CPU by its instructions. */
  adapter: string
}

/** What a net says to an input. */
export interface NetAnswer {
  /** In row-major order. */
  data: Float32Array<ArrayBuffer>
  /** The outermost size first. */
  shape: number[]
  backend: Backend
  /** What the run took in the worker. */
  ms: number
}

/** What an adapter is and offers. */
export interface AdapterFacts {
  name: string
  driver: string
  backend: string
  is_software: boolean
  features: string[]
  limits: [name: string, most: number][]
}

/** A GPU that was opened. */
export interface GpuFacts {
  adapter: AdapterFacts
  /** Which kernels are used. */
  tier: 'hardware' | 'software'
  precision: Precision
  /** In bytes. */
  largest_binding: number
}

/** The arithmetic of a GPU. */
export type Precision = 'f32' | 'f16'

/** What nets take of memory, in bytes. */
export interface MemoryFacts {
  /** The engine's whole memory, which never shrinks. */
  wasm_bytes: number
  /** Buffers of all nets, in bytes; none as long as no net asked for a GPU. */
  gpu: { used: number; peak: number; most: number } | null
}

/** What an engine runs on. */
export interface EngineFacts {
  /** The instructions that the CPU path was built for. */
  simd: 'simd' | 'relaxed simd'
  /** None as long as no net asked for it. */
  gpu: GpuFacts | null
  memory: MemoryFacts
}

/** How an adapter answered what is known. */
export interface SelfTestFacts {
  precision: Precision
  /** The kernels that were tested. */
  families: string[]
  /** The first wrong answer; none if all were right. */
  problem: string | null
}

/** How long one run takes. */
export interface TimingFacts {
  cpu_secs: number
  /** Until it had lost and was stopped; none if not even a first run was done in time. */
  gpu_secs: number | null
}

/** One fused operator on a GPU. */
export interface StepFacts {
  nodes: string[]
  kernel: string
  dispatches: number
  /** Multiply-adds. */
  macs: number
  least_bytes: number
  moved_bytes: number
  requested_bytes: number
}

/** What a net costs for one shape of its input. */
export interface PlanFacts {
  steps: StepFacts[]
  /** Activations, input and output. */
  peak_bytes: number
}
