import type { Annotation } from '../analysis.js'
import type { Assets } from '../assets.js'
import type { OnProgress } from '../document-worker.js'
import { cancelled, DraftlensError, disposed } from '../errors.js'
import { WorkerLink } from '../worker-link.js'
import {
  type EngineAnswerOf,
  type EngineMethod,
  type EngineRequest,
  type EngineRequestOf,
  type FromEngine,
  type LoadRequest,
  netsOf,
  type StartRequest,
  type ToEngine,
  transferOf,
} from './messages.js'

type Outcome = { value: EngineAnswerOf[EngineMethod] } | { error: DraftlensError }

interface Call {
  id: number
  request: EngineRequest
  settle: (outcome: Outcome) => void
  listener: ReadListener
  priority: Priority
}

/** Hears of a reading under way. */
export interface ReadListener {
  onPartial?: ((annotations: Annotation[]) => void) | undefined
  /** Tiles. */
  onProgress?: OnProgress | undefined
}

/** Whose turn it is; may change while a call waits or runs. */
export interface Priority {
  /** Gives way to any other call, and fails with `cancelled` if it has begun. */
  isBackground: boolean
}

/** A cancelled run ends with its operator; one that takes longer than this hangs, and its worker is ended. */
const CANCEL_GRACE_MS = 5000

/**
 * The worker that runs models. It is handed one request at a time, the rest wait here. When it crashes, the
 * request under way fails; the next call starts a fresh worker, which loads again what that call needs.
 */
export class EngineWorker {
  readonly #assets: Assets
  #start: StartRequest | undefined
  /** Every net that somebody holds, and how to load it. */
  readonly #nets = new Map<number, LoadRequest>()
  /** Those that the present worker has. */
  readonly #loaded = new Set<number>()
  #link: WorkerLink<FromEngine> | undefined
  #isStarted = false
  #isDisposed = false
  #waiting: Call[] = []
  #running: Call | undefined
  #cancelTimer: ReturnType<typeof setTimeout> | undefined
  #lastId = 0

  /** Spawned at once: its script arrives while the module is compiled. */
  constructor(assets: Assets) {
    this.#assets = assets
    try {
      this.#open()
    } catch {
      // The first request tries again, and tells why.
    }
  }

  /** Comes before the first request, and is not waited for: what a worker must be told before it can answer. */
  start(request: StartRequest): void {
    if (this.#start || this.#isDisposed) return
    this.#start = request
    // Should it fail, the first request tries again, and tells why.
    this.#run(this.#callOf(request, () => {}))
  }

  /** Request → its answer. */
  call<M extends EngineMethod>(
    request: EngineRequestOf<M>,
    signal?: AbortSignal | undefined,
    { priority, ...listener }: ReadListener & { priority?: Priority | undefined } = {},
  ): Promise<EngineAnswerOf[M]> {
    if (this.#isDisposed) return Promise.reject(disposed('engine'))
    if (signal?.aborted) return Promise.reject(cancelled(signal))
    return new Promise((resolve, reject) => {
      const onAbort = () => signal && this.#cancel(call, cancelled(signal))
      const call = this.#callOf(
        request,
        (outcome) => {
          signal?.removeEventListener('abort', onAbort)
          call.settle = () => {}
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.value as EngineAnswerOf[M])
        },
        listener,
        priority,
      )
      signal?.addEventListener('abort', onAbort)
      this.#waiting.push(call)
      if (!call.priority.isBackground && this.#running?.priority.isBackground)
        this.#cancel(this.#running, pushedAside())
      this.#next()
    })
  }

  /** Model → the number by which requests name its net. */
  async load(model: Omit<LoadRequest, 'method' | 'net'>, signal?: AbortSignal | undefined): Promise<number> {
    const net = ++this.#lastId
    const request = { method: 'load' as const, net, ...model }
    await this.call(request, signal)
    this.#nets.set(net, request)
    return net
  }

  /** Frees what a net holds; a worker that is not there holds nothing. */
  unload(net: number): void {
    if (!this.#nets.delete(net) || !this.#loaded.has(net)) return
    this.call({ method: 'unload', net }).catch(() => {})
  }

  dispose(): void {
    this.#isDisposed = true
    this.#endWorker()
    const calls = [this.#running, ...this.#waiting]
    this.#running = undefined
    this.#waiting = []
    for (const call of calls) call?.settle({ error: disposed('engine') })
  }

  #callOf(
    request: EngineRequest,
    settle: Call['settle'],
    listener: ReadListener = {},
    priority: Priority = { isBackground: false },
  ): Call {
    return { id: ++this.#lastId, request, settle, listener, priority }
  }

  #next(): void {
    const call = this.#waiting.find(({ priority }) => !priority.isBackground) ?? this.#waiting[0]
    if (this.#running || this.#isDisposed || !call) return
    const needed = this.#neededBefore(call.request)
    if (needed) {
      // Whose turn it was hears why it failed, the others try for themselves.
      const onFailed = (outcome: Outcome) => {
        if (!('error' in outcome) || !this.#waiting.includes(call)) return
        this.#forget(call)
        call.settle(outcome)
      }
      this.#run(this.#callOf(needed, onFailed))
    } else {
      this.#forget(call)
      this.#run(call)
    }
  }

  #forget(call: Call): void {
    this.#waiting = this.#waiting.filter((other) => other !== call)
  }

  /** What a fresh worker must be told before it can answer. */
  #neededBefore(request: EngineRequest): EngineRequest | undefined {
    if (!this.#isStarted) return this.#start
    const missing = netsOf(request).find((net) => !this.#loaded.has(net))
    return missing === undefined ? undefined : this.#nets.get(missing)
  }

  #run(call: Call): void {
    this.#running = call
    try {
      const { id, request } = call
      this.#open().post({ role: 'engine', id, request } satisfies ToEngine, transferOf(request))
    } catch (error) {
      this.#finish({ error: error as DraftlensError })
    }
  }

  /** Fails with `worker-failed`. */
  #open(): WorkerLink<FromEngine> {
    this.#link ??= new WorkerLink<FromEngine>(this.#assets, {
      onMessage: (message) => this.#onMessage(message),
      onFailure: (error) => this.#fail(error),
      crashed,
    })
    return this.#link
  }

  #onMessage(message: Exclude<FromEngine, { event: 'started' }>): void {
    if (message.event === 'crashed') {
      this.#fail(crashed(message.words))
      return
    }
    const call = this.#running
    if (message.id !== call?.id) return
    if (message.event === 'partial') {
      call.listener.onPartial?.(message.annotations)
      return
    }
    if (message.event === 'progress') {
      call.listener.onProgress?.({ done: message.done, total: message.total })
      return
    }
    if (message.event === 'failure') {
      this.#finish({ error: new DraftlensError(message.error) })
      return
    }
    const { request } = call
    if (request.method === 'start') this.#isStarted = true
    if (request.method === 'load') this.#loaded.add(request.net)
    if (request.method === 'unload') this.#loaded.delete(request.net)
    this.#finish({ value: message.value })
  }

  #finish(outcome: Outcome): void {
    const call = this.#running
    this.#running = undefined
    clearTimeout(this.#cancelTimer)
    call?.settle(outcome)
    this.#next()
  }

  #fail(error: DraftlensError): void {
    this.#endWorker()
    this.#finish({ error })
  }

  #cancel(call: Call, error: DraftlensError): void {
    call.settle({ error })
    call.listener = {}
    if (this.#running !== call) {
      this.#forget(call)
      return
    }
    this.#link?.post({ role: 'engine', cancel: call.id } satisfies ToEngine)
    this.#cancelTimer = setTimeout(() => this.#fail(error), CANCEL_GRACE_MS)
  }

  #endWorker(): void {
    this.#link?.end()
    this.#link = undefined
    this.#isStarted = false
    this.#loaded.clear()
    clearTimeout(this.#cancelTimer)
  }
}

function pushedAside(): DraftlensError {
  return new DraftlensError({
    code: 'cancelled',
    message: 'Work that nobody waited for gave way to other work.',
    hint: 'It is done later by itself.',
  })
}

function crashed(words: string): DraftlensError {
  return new DraftlensError({
    code: 'crashed',
    message: `The engine failed inside${words ? `: ${words}` : ''}.`,
    hint: 'Please report it with the drawing; the next call has a fresh engine.',
  })
}
