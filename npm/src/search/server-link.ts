import { cancelled, DraftlensError, type ErrorCode, messageOf } from '../errors.js'

/** Where a server is, and who asks. */
export interface ServerOptions {
  /** The server's address, up to `v1/`. */
  url: URL | string
  /** A bearer token, or what gives one before each request; none where a server of your own asks in the page's place. */
  token?: string | (() => string | Promise<string>)
  /** For one attempt; 30 seconds, where not said. */
  timeoutMs?: number
}

/** What the server says of a failure (RFC 9457). */
interface Problem {
  code: ErrorCode
  detail: string
  hint: string
}

const ATTEMPTS = 4
const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 10_000
/** They pass by themselves. Every request here may be sent twice: a search changes nothing, and a change has its key. */
const PASSING = new Set([429, 502, 503, 504])

/** Requests to a server that speaks the contract of `draftlens-server` (its `openapi.json`), tried again where that helps. */
export class ServerLink {
  readonly #base: URL
  readonly #token: ServerOptions['token']
  readonly #timeoutMs: number

  constructor({ url, token, timeoutMs = 30_000 }: ServerOptions) {
    this.#base = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href)
    if (!this.#base.pathname.endsWith('/')) this.#base.pathname += '/'
    this.#token = token
    this.#timeoutMs = timeoutMs
  }

  /** Fails with what the server says, or with `network`, `deadline-exceeded` or `cancelled`. */
  async send(
    method: string,
    path: string,
    signal: AbortSignal | undefined,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Response> {
    const url = new URL(path, this.#base)
    for (let attempt = 1; ; attempt++) {
      const token = typeof this.#token === 'function' ? await this.#token() : this.#token
      const authorization = token !== undefined && { authorization: `Bearer ${token}` }
      const init: RequestInit =
        body === undefined
          ? { method, headers: { ...headers, ...authorization } }
          : {
              method,
              headers: { ...headers, ...authorization, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }
      const outcome = await this.#attempt(url, init, signal)
      if (outcome instanceof Response && outcome.ok) return outcome
      const passes = outcome instanceof Response ? PASSING.has(outcome.status) : outcome.code === 'network'
      if (passes && attempt < ATTEMPTS) await wait(waitMs(outcome, attempt), signal)
      else throw outcome instanceof Response ? await errorOf(outcome, url) : outcome
    }
  }

  async #attempt(
    url: URL,
    init: RequestInit,
    signal: AbortSignal | undefined,
  ): Promise<Response | DraftlensError> {
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), this.#timeoutMs)
    const onAbort = () => deadline.abort()
    signal?.addEventListener('abort', onAbort)
    try {
      signal?.throwIfAborted()
      return await fetch(url, { ...init, signal: deadline.signal })
    } catch (error) {
      if (signal?.aborted) throw cancelled(signal)
      const isLate = deadline.signal.aborted
      return new DraftlensError(
        {
          code: isLate ? 'deadline-exceeded' : 'network',
          message: isLate
            ? `${url.origin} did not answer within ${this.#timeoutMs} ms.`
            : `${url.origin} cannot be reached: ${messageOf(error)}.`,
          hint: 'Check the connection and the address, and whether that server allows this page to ask it.',
          url: url.href,
        },
        error,
      )
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }
}

/** As long as the server says; else longer each time, and not all callers at once. */
function waitMs(outcome: Response | DraftlensError, attempt: number): number {
  const said =
    outcome instanceof Response ? Number(outcome.headers.get('retry-after') ?? Number.NaN) : Number.NaN
  const ours = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random())
  return Math.min(LONGEST_WAIT_MS, Number.isFinite(said) ? Math.max(ours, 1000 * said) : ours)
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      if (signal) reject(cancelled(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
  })
}

async function errorOf(response: Response, url: URL): Promise<DraftlensError> {
  const place = { url: url.href, status: response.status }
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    const { code, detail, hint }: Problem = await response.json()
    return new DraftlensError({ code, message: detail, hint, ...place })
  }
  return new DraftlensError({
    code: 'network',
    message: `${url.href} answered ${response.status}, and not as the contract of the search says.`,
    hint: 'Check the address: it may be that of another server.',
    ...place,
  })
}
