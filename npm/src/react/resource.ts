import { DraftlensError, messageOf } from '../errors.js'

/** How far something is, in bytes, tiles or steps. */
export interface Progress {
  done: number
  total: number
}

/** What a component sees of something that takes a while. */
export type Loading<Value, Partial> =
  | { status: 'loading'; progress?: Progress; partial?: Partial }
  | { status: 'ready'; value: Value }
  | { status: 'failed'; error: DraftlensError }

/** What the work is given. */
export interface Work<Partial> {
  signal: AbortSignal
  onProgress: (progress: Progress) => void
  onPartial: (partial: Partial) => void
}

export interface ResourceOptions<Value> {
  /** Frees a value that nobody uses any more. */
  free?: (value: Value) => void
  /** Nobody uses the resource any more: whoever keeps it forgets it. */
  onRelease?: () => void
}

/** How long a value waits for the component that suspended for it, and that React may have thrown away. */
const UNCLAIMED_MS = 5000
const AT_FIRST = { status: 'loading' } as const

/**
 * Something that components share while any of them is mounted. The first one starts the work; when the last one
 * has gone, and none came in the same turn (as in StrictMode), the work is cancelled and the value freed.
 */
export class Resource<Value, Partial = undefined> {
  readonly #work: (given: Work<Partial>) => Promise<Value>
  readonly #options: ResourceOptions<Value>
  readonly #listeners = new Set<() => void>()
  #state: Loading<Value, Partial> = AT_FIRST
  #running: { abort: AbortController; settled: Promise<void> } | undefined
  #release: ReturnType<typeof setTimeout> | undefined
  #holds = 0

  constructor(work: (given: Work<Partial>) => Promise<Value>, options: ResourceOptions<Value> = {}) {
    this.#work = work
    this.#options = options
  }

  readonly snapshot = (): Loading<Value, Partial> => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    clearTimeout(this.#release)
    this.#start()
    return () => {
      this.#listeners.delete(listener)
      this.#releaseUnlessUsed(0)
    }
  }

  /** Keeps the value, though nobody shows it, until what is returned is called. */
  hold(): () => void {
    this.#holds++
    clearTimeout(this.#release)
    return () => {
      this.#holds--
      this.#releaseUnlessUsed(UNCLAIMED_MS)
    }
  }

  /** For Suspense: starts the work, settles when it is done, never fails. */
  settled(): Promise<void> {
    return this.#start()
  }

  /** For an error boundary: whoever shows this after it has been reset starts anew. */
  readonly forgetFailure = (): void => this.#releaseUnlessUsed(0)

  /** Does the work again. */
  readonly retry = (): void => {
    this.#stop()
    this.#set(AT_FIRST)
    void this.#start()
  }

  /** Cancels and frees at once, whoever uses it. */
  dispose(): void {
    clearTimeout(this.#release)
    this.#stop()
    this.#options.onRelease?.()
  }

  #start(): Promise<void> {
    if (this.#running) return this.#running.settled
    const abort = new AbortController()
    const isCurrent = () => this.#running?.abort === abort
    const work = async () => {
      try {
        const value = await this.#work({
          signal: abort.signal,
          onProgress: (progress) => isCurrent() && this.#hear({ progress }),
          onPartial: (partial) => isCurrent() && this.#hear({ partial }),
        })
        if (isCurrent()) this.#set({ status: 'ready', value })
        else this.#options.free?.(value)
      } catch (thrown) {
        if (isCurrent()) this.#set({ status: 'failed', error: asError(thrown) })
      }
      if (isCurrent()) this.#releaseUnlessUsed(UNCLAIMED_MS)
    }
    // Before the work, so that what it says at once is heard.
    this.#running = { abort, settled: Promise.resolve() }
    this.#running.settled = work()
    return this.#running.settled
  }

  #hear(news: { progress: Progress } | { partial: Partial }): void {
    if (this.#state.status === 'loading') this.#set({ ...this.#state, ...news })
  }

  #set(state: Loading<Value, Partial>): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }

  #stop(): void {
    this.#running?.abort.abort()
    this.#running = undefined
    if (this.#state.status === 'ready') this.#options.free?.(this.#state.value)
    this.#state = AT_FIRST
  }

  #releaseUnlessUsed(afterMs: number): void {
    clearTimeout(this.#release)
    if (this.#listeners.size > 0 || this.#holds > 0) return
    this.#release = setTimeout(() => this.dispose(), afterMs)
  }
}

/** What is no `DraftlensError` is a fault of the code around it, and still has to be shown. */
function asError(thrown: unknown): DraftlensError {
  if (thrown instanceof DraftlensError) return thrown
  return new DraftlensError(
    { code: 'internal', message: messageOf(thrown), hint: 'Please report this with what you did.' },
    thrown,
  )
}
