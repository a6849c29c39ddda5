import { messageOf } from '../../errors.js'
import type { OutboxEntry, OutboxOptions, OutboxProblem } from './outbox.js'

/** What a server said to an entry. */
export type Answer =
  | { outcome: 'taken'; revision?: string; said?: unknown }
  | { outcome: 'later' | 'conflict' | 'refused'; problem: OutboxProblem }

const TIMEOUT_MS = 30_000
/** They pass by themselves, or when the person has signed in again. */
const PASSING = new Set([401, 403, 407, 408, 425, 429, 500, 502, 503, 504])
/** Somebody changed it, or made it, since. */
const CONFLICT = new Set([409, 412, 428])

/** Sends once; never fails. */
export async function attempt(
  entry: OutboxEntry,
  { token, timeoutMs = TIMEOUT_MS }: OutboxOptions,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  try {
    const bearer = typeof token === 'function' ? await token() : token
    const ended = AbortSignal.timeout(timeoutMs)
    const response = await fetch(entry.url, {
      method: entry.method,
      headers: {
        ...entry.precondition,
        'idempotency-key': entry.key,
        ...(entry.body !== undefined && { 'content-type': 'application/json' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      ...(entry.body !== undefined && { body: JSON.stringify(entry.body) }),
      signal: signal ? eitherOf(signal, ended) : ended,
    })
    return await answerOf(entry, response)
  } catch (error) {
    const { origin } = new URL(entry.url)
    const isLate = error instanceof DOMException && error.name === 'TimeoutError'
    const why = isLate ? 'did not answer in time' : `cannot be reached (${messageOf(error)})`
    return { outcome: 'later', problem: { message: `${origin} ${why}` } }
  }
}

async function answerOf(entry: OutboxEntry, response: Response): Promise<Answer> {
  const revision = response.headers.get('etag') ?? undefined
  if (response.ok) {
    const said = entry.question !== undefined && { said: await response.json() }
    return { outcome: 'taken', ...(revision !== undefined && { revision }), ...said }
  }
  const { status } = response
  // Forgotten already is what a deletion wants.
  if (entry.method === 'DELETE' && (status === 404 || status === 410)) return { outcome: 'taken' }
  const theirs: unknown = await response.json().catch(() => undefined)
  const { detail } = (theirs ?? {}) as { detail?: unknown }
  const retryAfterSecs = Number(response.headers.get('retry-after'))
  const problem: OutboxProblem = {
    status,
    message: typeof detail === 'string' ? detail : `The server answered ${status}.`,
    ...(theirs !== undefined && { theirs }),
    ...(revision !== undefined && { revision }),
    ...(retryAfterSecs > 0 && { retryAfterMs: 1000 * retryAfterSecs }),
  }
  if (PASSING.has(status)) return { outcome: 'later', problem }
  return { outcome: CONFLICT.has(status) ? 'conflict' : 'refused', problem }
}

/** `AbortSignal.any` is younger than the browsers that this runs in. */
function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const either = new AbortController()
  for (const signal of [one, other]) {
    if (signal.aborted) either.abort(signal.reason)
    signal.addEventListener('abort', () => either.abort(signal.reason), { once: true })
  }
  return either.signal
}
