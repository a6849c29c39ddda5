/** What is wrong with the file, in the words that Rust's `PageError::code` uses. */
export type FileErrorCode =
  | 'empty'
  | 'unknown-format'
  | 'unsupported'
  | 'truncated'
  | 'damaged'
  | 'too-many-pixels'
  | 'too-much-memory'
  | 'file-too-large'
  | 'password-needed'
  | 'password-wrong'
  | 'no-such-page'
  | 'bad-dpi'

/** What is wrong with a model or its run, in the words that Rust's `NetError::code` and `GpuError::code` use. */
export type ModelErrorCode =
  | 'model-damaged'
  | 'model-altered'
  | 'model-unsupported'
  | 'input-shape'
  | 'not-finite'
  | 'no-gpu'
  | 'gpu-untrusted'
  | 'gpu-memory'
  | 'gpu-failed'
  | 'internal'

/** What is wrong with an index or with what is asked of it, in the words that Rust's `SearchError::code` uses. */
export type SearchErrorCode =
  | 'other-model'
  | 'bad-vector'
  | 'bad-entry'
  | 'bad-filter'
  | 'not-an-index'
  | 'index-format'
  | 'index-damaged'

/** What is wrong with what this device keeps. */
export type StorageErrorCode =
  | 'storage-full'
  | 'storage-refused'
  | 'not-stored'
  | 'stored-damaged'
  | 'bad-manifest'
  | 'unsent'

/** What a server of drawings says in addition. */
export type ServerErrorCode =
  | 'bad-request'
  | 'bad-body'
  | 'bad-crop'
  | 'unauthorized'
  | 'not-found'
  | 'method-not-allowed'
  | 'not-json'
  | 'body-too-large'
  | 'other-dimension'
  | 'idempotency-key-reused'
  | 'rate-limited'
  | 'overloaded'
  | 'timed-out'
  | 'reader-failed'
  | 'storage-failed'

/**
 * A stable word for programs: never renamed, never translated.
 *
 * - `bad-format`: a labelling tool's file is not what it should be.
 * - `asset-missing`: a wasm file or a model did not arrive, or something else did; `url` and `status` say what.
 * - `wasm-refused`: the wasm arrived, but the page's policy or the browser does not run it.
 * - `worker-failed`: the worker's script did not start; `url` says which.
 * - `crashed`: the reader or the engine failed inside; the next call has a fresh worker.
 * - `cancelled`: the caller's signal; `deadline-exceeded`: the caller's time.
 * - `disposed`: the document or analyzer was closed.
 * - `storage-full`: `bytes` more are needed; `storage-refused`: the browser keeps nothing for this page; `not-stored`: it is
 *   not on this device, or the browser threw it away; `stored-damaged`: it is not what was kept; `unsent`: something waits
 *   to be sent that would be lost.
 * - `network`: an address of the caller's did not answer, or not with what was asked for; `unreadable`: the file on disk
 *   is gone.
 */
export type ErrorCode =
  | FileErrorCode
  | ModelErrorCode
  | SearchErrorCode
  | StorageErrorCode
  | ServerErrorCode
  | 'bad-format'
  | 'asset-missing'
  | 'wasm-refused'
  | 'worker-failed'
  | 'crashed'
  | 'cancelled'
  | 'deadline-exceeded'
  | 'disposed'
  | 'network'
  | 'unreadable'

/** An error as plain data: what crosses the worker's boundary. */
export interface ErrorFacts {
  code: ErrorCode
  message: string
  hint: string
  url?: string
  status?: number
  bytes?: number
}

/**
 * Every failure of this package: `message` for people, `hint` what to do, `code` for programs.
 *
 * @example
 * ```ts
 * import { isDraftlensError } from 'draftlens'
 *
 * try {
 *   await analyzer.open(new Blob(['no drawing']))
 * } catch (error) {
 *   if (!isDraftlensError(error)) throw error
 *   error.code // → 'unknown-format'
 *   console.log(error.message, error.hint)
 * }
 * ```
 */
export class DraftlensError extends Error {
  override readonly name = 'DraftlensError'
  readonly code: ErrorCode
  readonly hint: string
  readonly url?: string
  readonly status?: number
  /** Of room that is missing. */
  readonly bytes?: number

  constructor(facts: ErrorFacts, cause?: unknown) {
    super(facts.message, cause === undefined ? undefined : { cause })
    this.code = facts.code
    this.hint = facts.hint
    if (facts.url !== undefined) this.url = facts.url
    if (facts.status !== undefined) this.status = facts.status
    if (facts.bytes !== undefined) this.bytes = facts.bytes
  }
}

/**
 * Whether a failure is one of this package, and so has a code.
 *
 * @example
 * ```ts
 * import { isDraftlensError } from 'draftlens'
 *
 * const abort = AbortSignal.abort()
 * const error = await analyzer.open(file, { signal: abort }).catch((error: unknown) => error)
 * isDraftlensError(error) && error.code // → 'cancelled'
 * ```
 */
export function isDraftlensError(error: unknown): error is DraftlensError {
  return error instanceof DraftlensError
}

/** Whether it says that work was given up, by its caller or for other work. */
export function isCancelled(error: unknown): boolean {
  return isDraftlensError(error) && error.code === 'cancelled'
}

export function cancelled(signal: AbortSignal): DraftlensError {
  return new DraftlensError(
    { code: 'cancelled', message: 'It was cancelled.', hint: 'Ask again if that was not wanted.' },
    signal.reason,
  )
}

const AFTER_DISPOSAL = {
  document: 'Open the file again.',
  analyzer: 'Create a new analyzer.',
  engine: 'Create a new engine.',
  net: 'Load the model again.',
  index: 'Open the index again.',
}

export function disposed(what: keyof typeof AFTER_DISPOSAL): DraftlensError {
  return new DraftlensError({
    code: 'disposed',
    message: `The ${what} is closed.`,
    hint: AFTER_DISPOSAL[what],
  })
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
