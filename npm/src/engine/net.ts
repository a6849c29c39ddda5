import { disposed } from '../errors.js'
import type { EngineWorker } from './engine-worker.js'
import type { Backend, NetAnswer, PlanFacts, TimingFacts } from './facts.js'
import type { EngineAnswerOf, EngineMethod, EngineRequestOf } from './messages.js'

/** How a run may be stopped. */
export interface RunOptions {
  signal?: AbortSignal | undefined
}

/**
 * A model that is ready to run.
 *
 * @example
 * ```ts
 * import { createEngine } from 'draftlens/engine'
 *
 * using engine = await createEngine()
 * using net = await engine.load('reader', { device: 'cpu' })
 * const { steps } = await net.plan([1, 1, 32, 64])
 * steps.length > 0 // → true
 * ```
 */
export class Net {
  readonly #worker: EngineWorker
  readonly #number: number
  readonly #onDispose: () => void
  #isDisposed = false

  /** By which requests name it. @internal */
  get number(): number {
    return this.#number
  }

  /** Nets come from `Engine.load`. @internal */
  constructor(worker: EngineWorker, number: number, onDispose: () => void) {
    this.#worker = worker
    this.#number = number
    this.#onDispose = onDispose
  }

  /** Numbers in row-major order, and their shape → the answer; a signal is honoured between operators. */
  run(input: Float32Array, shape: readonly number[], { signal }: RunOptions = {}): Promise<NetAnswer> {
    return this.#ask<'run'>({ method: 'run', net: this.#number, input, shape }, signal)
  }

  /** What a run of this shape costs a GPU. */
  plan(shape: readonly number[]): Promise<PlanFacts> {
    return this.#ask<'plan'>({ method: 'plan', net: this.#number, shape })
  }

  /** What would answer a run of this shape now. */
  backend(shape: readonly number[]): Promise<Backend> {
    return this.#ask<'backend'>({ method: 'backend', net: this.#number, shape })
  }

  /** Measures CPU and GPU, with the shape that the net was loaded for; fails with what is wrong with the GPU. */
  measure(shape: readonly number[], { signal }: RunOptions = {}): Promise<TimingFacts> {
    return this.#ask<'measure'>({ method: 'measure', net: this.#number, shape }, signal)
  }

  #ask<M extends EngineMethod>(
    request: EngineRequestOf<M>,
    signal?: AbortSignal | undefined,
  ): Promise<EngineAnswerOf[M]> {
    return this.#isDisposed ? Promise.reject(disposed('net')) : this.#worker.call<M>(request, signal)
  }

  /** Frees its memory, on the GPU too. */
  dispose(): void {
    if (this.#isDisposed) return
    this.#isDisposed = true
    this.#worker.unload(this.#number)
    this.#onDispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}
