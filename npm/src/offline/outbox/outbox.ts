import { messageOf } from '../../errors.js'
import type { FieldDatabase } from '../field-database.js'
import { type Answer, attempt } from './attempt.js'

/** What is to be told a server: once, in order, however often it takes. */
export interface OutboxRequest {
  url: URL | string
  method: 'PUT' | 'POST' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  /**
   * Sent with the state that this device knows (`If-Match`, or `If-None-Match: *` where it knows none), so that what
   * somebody else wrote since is a conflict and not lost. The server must give an `ETag`.
   */
  isGuarded?: boolean
  /**
   * The answer is kept under this word until {@link Outbox.settle} hands it out. A request with a question waits for no
   * other, and none for it.
   */
  question?: string
}

/** A request on its way, and how it fared. */
export interface OutboxEntry {
  /** In the order in which they were put. */
  number: number
  url: string
  method: OutboxRequest['method']
  body?: unknown
  isGuarded: boolean
  /** The server tells by it what it has done already (`idempotency-key`). */
  key: string
  savedAt: Date
  nAttempts: number
  /** As it was sent first: a repetition must be the same request. */
  precondition?: Record<string, string>
  /** Under which its answer is kept. */
  question?: string
  /**
   * `waiting` for a connection or its turn; `conflict`: somebody changed it meanwhile; `refused`: the server does not want
   * it, and a person must say what becomes of it.
   */
  state: 'waiting' | 'conflict' | 'refused'
  /** Why it was not taken. */
  problem?: OutboxProblem
}

/** What a server said to a question, until somebody used it. */
interface AnsweredEntry extends Omit<OutboxEntry, 'state'> {
  question: string
  state: 'answered'
  answer: unknown
}

/** Why a request was not taken. */
export interface OutboxProblem {
  status?: number
  /** In the words of the server or the browser. */
  message: string
  /** What the server has in its place, if it says so. */
  theirs?: unknown
  /** The state that is the server's now. */
  revision?: string
  /** So long the server asks to be left alone. */
  retryAfterMs?: number
}

/** How requests are sent. */
export interface OutboxOptions {
  /** A bearer token, or what gives one before each request; none, where not said. */
  token?: string | (() => string | Promise<string>)
  /** For one attempt; 30 seconds, where not said. */
  timeoutMs?: number
}

/** How it went. */
export interface Flushed {
  nSent: number
  nLeft: number
  /** Why what waits still waits. */
  problem?: OutboxProblem
}

const FIRST_WAIT_MS = 2000
const LONGEST_WAIT_MS = 5 * 60_000
const LOCK = 'draftlens-outbox'

/**
 * What waits to be sent. It survives the browser; one tab sends at a time; the server tells repetitions by their key.
 *
 * @example
 * ```ts
 * import { FieldStore } from 'draftlens/offline'
 *
 * const { outbox } = await FieldStore.open()
 * await outbox.put({ method: 'PUT', url: '/v1/drawings/B-17', body: { rating: 'good' } })
 * const waiting = await outbox.entries() // until `outbox.flush()`, or `outbox.follow()` by itself
 * waiting[0]?.method // → 'PUT'
 * ```
 */
export class Outbox extends EventTarget {
  readonly #database: FieldDatabase
  readonly #options: OutboxOptions
  readonly #otherTabs = new BroadcastChannel(LOCK)
  #timer: ReturnType<typeof setTimeout> | undefined
  #isFollowing = false
  #waitMs = FIRST_WAIT_MS

  /** Outboxes come from `FieldStore`. @internal */
  constructor(database: FieldDatabase, options: OutboxOptions) {
    super()
    this.#database = database
    this.#options = options
    this.#otherTabs.onmessage = () => this.dispatchEvent(new Event('change'))
  }

  /** All are kept when this returns, or none, and sent when there is a connection; fails with `storage-full` or `storage-refused`. */
  async put(...requests: OutboxRequest[]): Promise<void> {
    await this.#database.write(['outbox'], 0, 'what is to be sent', ({ outbox }) => {
      for (const request of requests) outbox.add(this.entryOf(request))
    })
    this.changed()
  }

  /** All that has not been taken by its server, in order. */
  async entries(): Promise<OutboxEntry[]> {
    return (await this.#all()).filter((entry) => entry.state !== 'answered')
  }

  /** Hands the answers to a question that have come to `use`, each until it was used once; gives how many have not come. */
  async settle(question: string, use: (answer: unknown) => unknown): Promise<number> {
    let nLeft = 0
    for (const entry of await this.#all()) {
      if (entry.question !== question) continue
      if (entry.state !== 'answered') {
        nLeft++
        continue
      }
      await use(entry.answer)
      await this.#database.write(['outbox'], 0, 'nothing', ({ outbox }) => {
        outbox.delete(entry.number)
      })
    }
    return nLeft
  }

  /** Sends what waits, in order; what fails for now is tried again by the next call, or by {@link follow}. */
  async flush(signal?: AbortSignal): Promise<Flushed> {
    let nSent = 0
    let problem: OutboxProblem | undefined
    await navigator.locks.request(LOCK, async () => {
      while (!problem && !signal?.aborted) {
        const next = nextOf(await this.entries())
        if (!next) break
        const answer = await this.#send(next, signal)
        if (answer.outcome === 'taken') nSent++
        if (answer.outcome === 'later') problem = answer.problem
      }
    })
    const nLeft = (await this.entries()).length
    return { nSent, nLeft, ...(problem && { problem }) }
  }

  /** Sends by itself: now, when something is put, when there is a connection again, and after a while. Returns what ends that. */
  follow(): () => void {
    this.#isFollowing = true
    const onOnline = () => {
      this.#waitMs = FIRST_WAIT_MS
      this.#flushSoon(0)
    }
    addEventListener('online', onOnline)
    this.#flushSoon(0)
    return () => {
      this.#isFollowing = false
      removeEventListener('online', onOnline)
      clearTimeout(this.#timer)
    }
  }

  /** This device's word counts: what the server has now is written over, knowingly. For a refused one: tries again. */
  async insist(number: number): Promise<void> {
    await this.#database.write(['outbox', 'revisions'], 0, 'nothing', ({ outbox, revisions }) => {
      const request: IDBRequest<OutboxEntry | undefined> = outbox.get(number)
      request.onsuccess = () => {
        const entry = request.result
        if (!entry) return
        const { problem, precondition: _, ...rest } = entry
        if (problem?.revision) revisions.put(problem.revision, entry.url)
        // Another request than the one that was refused.
        outbox.put({ ...rest, key: newKey(), nAttempts: 0, state: 'waiting' } satisfies OutboxEntry)
      }
    })
    this.changed()
  }

  /** The server's word counts: this and whatever else waits about the same thing is not sent. */
  async giveUp(number: number): Promise<void> {
    const all = await this.entries()
    const entry = all.find((one) => one.number === number)
    if (!entry) return
    await this.#database.write(['outbox', 'revisions'], 0, 'nothing', ({ outbox, revisions }) => {
      for (const other of all) if (other === entry || isBehind(other, entry)) outbox.delete(other.number)
      if (entry.problem?.revision) revisions.put(entry.problem.revision, entry.url)
    })
    this.changed()
  }

  /** Listens to what becomes of entries; returns what stops it. */
  on(type: 'change', listener: () => void): () => void {
    this.addEventListener(type, listener)
    return () => this.removeEventListener(type, listener)
  }

  /** For whoever keeps it in a step with something else. @internal */
  entryOf({ url, method, body, isGuarded = false, question }: OutboxRequest): Omit<OutboxEntry, 'number'> {
    return {
      url: new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href).href,
      method,
      ...(body !== undefined && { body }),
      isGuarded,
      ...(question !== undefined && { question }),
      key: newKey(),
      savedAt: new Date(),
      nAttempts: 0,
      state: 'waiting',
    }
  }

  /** Something was put. @internal */
  changed(): void {
    this.#tell()
    if (this.#isFollowing) this.#flushSoon(0)
  }

  #tell(): void {
    this.dispatchEvent(new Event('change'))
    this.#otherTabs.postMessage('change')
  }

  #all(): Promise<(OutboxEntry | AnsweredEntry)[]> {
    return this.#database.read('outbox', (outbox) => outbox.getAll())
  }

  #flushSoon(afterMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(async () => {
      const { problem } = await this.flush().catch(
        (error: unknown): Pick<Flushed, 'problem'> => ({
          problem: { message: messageOf(error) },
        }),
      )
      if (!this.#isFollowing) return
      if (!problem) {
        this.#waitMs = FIRST_WAIT_MS
        return
      }
      // Not all devices of a shop at once.
      const ours = this.#waitMs * (0.75 + 0.5 * Math.random())
      this.#flushSoon(Math.max(ours, problem.retryAfterMs ?? 0))
      this.#waitMs = Math.min(LONGEST_WAIT_MS, 2 * this.#waitMs)
    }, afterMs)
  }

  async #send(entry: OutboxEntry, signal: AbortSignal | undefined): Promise<Answer> {
    const sent = await this.#aboutToSend(entry)
    const answer = await attempt(sent, this.#options, signal)
    await this.#database.write(['outbox', 'revisions'], 0, 'nothing', ({ outbox, revisions }) => {
      if (answer.outcome === 'taken') {
        const { question } = entry
        if (question === undefined) outbox.delete(entry.number)
        else outbox.put({ ...sent, question, state: 'answered', answer: answer.said } satisfies AnsweredEntry)
        if (answer.revision !== undefined) revisions.put(answer.revision, entry.url)
      } else if (answer.outcome === 'later') {
        outbox.put({ ...sent, problem: answer.problem } satisfies OutboxEntry)
      } else {
        outbox.put({ ...sent, state: answer.outcome, problem: answer.problem } satisfies OutboxEntry)
      }
    })
    this.#tell()
    return answer
  }

  /** Kept before it is sent: if the browser dies meanwhile, the same request is sent again. */
  async #aboutToSend(entry: OutboxEntry): Promise<OutboxEntry> {
    const revision: string | undefined = await this.#database.read('revisions', (revisions) =>
      revisions.get(entry.url),
    )
    const fresh: Record<string, string> = revision ? { 'if-match': revision } : { 'if-none-match': '*' }
    const precondition = entry.precondition ?? (entry.isGuarded ? fresh : {})
    const { problem: _, ...rest } = entry
    const sent: OutboxEntry = { ...rest, precondition, nAttempts: entry.nAttempts + 1 }
    await this.#database.write(['outbox'], 0, 'nothing', ({ outbox }) => {
      outbox.put(sent)
    })
    return sent
  }
}

/** What waits behind a conflict about the same thing stays behind it. */
function nextOf(entries: readonly OutboxEntry[]): OutboxEntry | undefined {
  const stopped = entries.filter(({ state }) => state !== 'waiting')
  return entries.find((one) => one.state === 'waiting' && !stopped.some((other) => isBehind(one, other)))
}

/** Both change the same thing. */
function isBehind(one: OutboxEntry, other: OutboxEntry): boolean {
  return one.url === other.url && one.question === undefined && other.question === undefined
}

/** Not `randomUUID`, which only secure pages have. */
function newKey(): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
