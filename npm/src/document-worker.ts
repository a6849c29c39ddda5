import type { Assets } from './assets.js'
import { cancelled, DraftlensError, disposed, type ErrorFacts } from './errors.js'
import type { AnswerOf, FromWorker, Method, OpenRequest, Request, RequestOf, ToWorker } from './messages.js'
import { WorkerLink } from './worker-link.js'

/** Rows or bands, or bytes of a model, done so far. */
export type OnProgress = (progress: { done: number; total: number }) => void

/** What every call takes that a worker answers. */
export interface CallOptions {
  signal?: AbortSignal | undefined
  onProgress?: OnProgress | undefined
  /** Waits until nothing else is asked of the document. */
  isBackground?: boolean | undefined
}

interface Call {
  id: number
  request: Request
  settle: (outcome: Outcome) => void
  onProgress: OnProgress | undefined
  isBackground: boolean
}

type Outcome = { value: AnswerOf[Method] } | { error: DraftlensError }

/** A worker that hangs so badly that it misses its own deadline is given this much more. */
const WATCHDOG_GRACE_MS = 1000
/** A decode that was given up may end by itself this soon, which saves the worker and its pages. */
const CANCEL_GRACE_MS = 50

/** These decode and may take seconds; the others answer from decoded pages and are left to finish. */
const isSlow = ({ method }: Request) => method === 'open' || method === 'load' || method === 'thumbnail'

/**
 * The worker of one open document. It is handed one request at a time, the rest wait here: decoding is
 * synchronous, so a request that has not been handed over is cancelled by forgetting it, and one that has
 * been by ending the worker. The next call starts a fresh one, which opens the same file again.
 */
export class DocumentWorker {
  readonly #assets: Assets
  readonly #open: OpenRequest
  readonly #deadlineMs: number
  #worker: WorkerLink<FromWorker> | undefined
  #isOpen = false
  #isDisposed = false
  #waiting: Call[] = []
  #running: Call | undefined
  #lastId = 0
  #clearTimers = () => {}

  constructor(assets: Assets, open: OpenRequest, deadlineMs: number) {
    this.#assets = assets
    this.#open = open
    this.#deadlineMs = deadlineMs
  }

  /** Request → its answer; always settles: with an answer, an error, or at the latest at the deadline. */
  call<M extends Method>(
    request: RequestOf<M>,
    { signal, onProgress, isBackground = false }: CallOptions = {},
  ): Promise<AnswerOf[M]> {
    if (this.#isDisposed) return Promise.reject(disposed('document'))
    if (signal?.aborted) return Promise.reject(cancelled(signal))
    return new Promise((resolve, reject) => {
      const onAbort = () => signal && this.#cancel(call, cancelled(signal))
      const call: Call = {
        id: ++this.#lastId,
        request,
        onProgress,
        isBackground,
        settle: (outcome) => {
          signal?.removeEventListener('abort', onAbort)
          call.settle = discard
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.value as AnswerOf[M])
        },
      }
      signal?.addEventListener('abort', onAbort)
      this.#enqueue(call)
      this.#next()
    })
  }

  dispose(): void {
    this.#isDisposed = true
    this.#stop()
    const calls = this.#waiting
    this.#waiting = []
    for (const call of calls) call.settle({ error: disposed('document') })
  }

  #enqueue(call: Call): void {
    const at = call.isBackground
      ? this.#waiting.length
      : this.#waiting.findIndex(({ isBackground }) => isBackground)
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, call)
  }

  #next(): void {
    if (this.#running || this.#isDisposed) return
    const call = this.#waiting[0]
    if (!call) return
    if (!this.#isOpen && call.request.method !== 'open') {
      // A fresh worker has to open the file before it can answer anything about it.
      this.#run({
        id: ++this.#lastId,
        request: this.#open,
        onProgress: undefined,
        isBackground: false,
        settle: (outcome) => this.#onReopened(outcome),
      })
      return
    }
    this.#waiting.shift()
    this.#run(call)
  }

  /** The file cannot be opened again: whoever waits first hears why, the others try for themselves. */
  #onReopened(outcome: Outcome): void {
    if ('error' in outcome) this.#waiting.shift()?.settle(outcome)
  }

  #run(call: Call): void {
    this.#running = call
    let worker: WorkerLink<FromWorker>
    try {
      worker = this.#worker ??= this.#spawn()
    } catch (error) {
      this.#finish({ error: error as DraftlensError })
      return
    }
    const watchdog = setTimeout(() => this.#fail(deadlineExceeded()), this.#deadlineMs + WATCHDOG_GRACE_MS)
    this.#clearTimers = () => clearTimeout(watchdog)
    const { id, request } = call
    worker.post({ role: 'document', id, deadlineMs: this.#deadlineMs, request } satisfies ToWorker)
  }

  #spawn(): WorkerLink<FromWorker> {
    return new WorkerLink<FromWorker>(this.#assets, {
      onMessage: (message) => this.#onMessage(message),
      onFailure: (error) => this.#fail(error),
      crashed,
    })
  }

  #onMessage(message: Exclude<FromWorker, { event: 'started' }>): void {
    const call = this.#running
    if (message.id !== call?.id) return
    switch (message.event) {
      case 'progress':
        call.onProgress?.({ done: message.done, total: message.total })
        break
      case 'answer':
        if (call.request.method === 'open') this.#isOpen = true
        this.#finish({ value: message.value })
        break
      case 'failure': {
        const error = new DraftlensError(message.error)
        // After a trap nothing in that module's memory can be trusted.
        if (error.code === 'crashed') this.#fail(error)
        else this.#finish({ error })
      }
    }
  }

  #finish(outcome: Outcome): void {
    const call = this.#running
    this.#running = undefined
    this.#clearTimers()
    call?.settle(outcome)
    this.#next()
  }

  /** Ends the worker and with it whatever it was doing. */
  #fail(error: DraftlensError): void {
    this.#endWorker()
    this.#finish({ error })
  }

  #cancel(call: Call, error: DraftlensError): void {
    call.settle({ error })
    call.onProgress = undefined
    if (this.#running !== call) {
      this.#waiting = this.#waiting.filter((other) => other !== call)
    } else if (isSlow(call.request)) {
      const timer = setTimeout(() => {
        if (this.#running === call) this.#fail(error)
      }, CANCEL_GRACE_MS)
      const clearOthers = this.#clearTimers
      this.#clearTimers = () => {
        clearOthers()
        clearTimeout(timer)
      }
    }
  }

  #stop(): void {
    this.#endWorker()
    const call = this.#running
    this.#running = undefined
    this.#clearTimers()
    call?.settle({ error: disposed('document') })
  }

  #endWorker(): void {
    this.#worker?.end()
    this.#worker = undefined
    this.#isOpen = false
  }
}

/** A call is settled once; what comes later has nobody who waits for it. */
function discard(outcome: Outcome): void {
  if ('value' in outcome && outcome.value instanceof ImageBitmap) outcome.value.close()
}

function crashed(words: string): DraftlensError {
  const facts: ErrorFacts = {
    code: 'crashed',
    message: `The reader failed inside${words ? `: ${words}` : ''}.`,
    hint: 'Please report this file; meanwhile export it in another format.',
  }
  return new DraftlensError(facts)
}

function deadlineExceeded(): DraftlensError {
  return new DraftlensError({
    code: 'deadline-exceeded',
    message: 'Opening took longer than allowed and was stopped.',
    hint: 'Try a lower resolution, or allow more time.',
  })
}
