import type { Assets } from './assets.js'
import type { DraftlensError } from './errors.js'

/** A script that neither starts nor fails is taken for missing. */
const START_TIMEOUT_MS = 20_000

/** What each worker says first: from here on, silence is a crash and not a missing file. */
export interface Started {
  event: 'started'
}

export interface Listener<Message> {
  onMessage(message: Exclude<Message, Started>): void
  /** The worker is of no use any more, and has been ended unless it never started. */
  onFailure(error: DraftlensError): void
  /** Words of a crash → an error. */
  crashed(words: string): DraftlensError
}

/** One worker from its start to its end; after the end nothing is heard of it. */
export class WorkerLink<Message extends { event: string }> {
  readonly #worker: Worker
  #startTimer: ReturnType<typeof setTimeout> | undefined
  #isEnded = false

  /** Fails with `worker-failed`. */
  constructor(assets: Assets, listener: Listener<Message>) {
    const worker = assets.spawnWorker()
    this.#worker = worker
    let isStarted = false
    const failToStart = async (words: string) => {
      clearTimeout(this.#startTimer)
      if (this.#isEnded) return
      worker.terminate()
      const error = await assets.explainWorkerFailure(words)
      if (!this.#isEnded) listener.onFailure(error)
    }
    this.#startTimer = setTimeout(() => failToStart('the script did not answer in time'), START_TIMEOUT_MS)
    worker.addEventListener('message', ({ data }: MessageEvent<Message | Started>) => {
      if (this.#isEnded) return
      if (data.event === 'started') {
        isStarted = true
        clearTimeout(this.#startTimer)
      } else {
        listener.onMessage(data as Exclude<Message, Started>)
      }
    })
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      if (this.#isEnded) return
      if (isStarted) listener.onFailure(listener.crashed(event.message))
      else
        void failToStart(event.message || 'the browser gave no reason; a policy may forbid it (worker-src)')
    })
    worker.addEventListener('messageerror', () => {
      if (!this.#isEnded) listener.onFailure(listener.crashed('an answer could not be decoded'))
    })
  }

  post(message: unknown, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer)
  }

  /** Whatever it was doing. */
  end(): void {
    this.#isEnded = true
    clearTimeout(this.#startTimer)
    this.#worker.terminate()
  }
}
