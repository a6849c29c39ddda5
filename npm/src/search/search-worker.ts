import { cancelled, DraftlensError, disposed } from '../errors.js'
import { WorkerLink } from '../worker-link.js'
import type { FromSearch, SearchAnswerOf, SearchMethod, SearchRequestOf, ToSearch } from './messages.js'
import type { SearchAssets } from './search-assets.js'

interface Call {
  resolve: (value: never) => void
  reject: (error: DraftlensError) => void
}

/** The worker of one index. What was changed lies in its memory alone: when it ends, all calls fail, and it stays ended. */
export class SearchWorker {
  readonly #link: WorkerLink<FromSearch>
  readonly #calls = new Map<number, Call>()
  #lastId = 0
  #end: DraftlensError | undefined

  constructor(assets: SearchAssets) {
    this.#link = new WorkerLink<FromSearch>(assets, {
      onMessage: (message) => this.#onMessage(message),
      onFailure: (error) => this.#fail(error),
      crashed,
    })
  }

  call<M extends SearchMethod>(
    request: SearchRequestOf<M>,
    signal?: AbortSignal | undefined,
  ): Promise<SearchAnswerOf[M]> {
    if (this.#end) return Promise.reject(this.#end)
    if (signal?.aborted) return Promise.reject(cancelled(signal))
    return new Promise<SearchAnswerOf[M]>((resolve, reject) => {
      const id = ++this.#lastId
      // A search takes milliseconds: it is left to finish, and nobody hears of it.
      const onAbort = () => signal && this.#settle(id)?.reject(cancelled(signal))
      const ended = () => signal?.removeEventListener('abort', onAbort)
      this.#calls.set(id, {
        resolve: (value) => {
          ended()
          resolve(value)
        },
        reject: (error) => {
          ended()
          reject(error)
        },
      })
      signal?.addEventListener('abort', onAbort)
      this.#link.post({ id, request } satisfies ToSearch)
    })
  }

  dispose(): void {
    this.#fail(disposed('index'))
  }

  #onMessage(message: Exclude<FromSearch, { event: 'started' }>): void {
    if (message.event === 'answer') {
      this.#settle(message.id)?.resolve(message.value as never)
      return
    }
    const error = new DraftlensError(message.error)
    if (error.code === 'crashed') this.#fail(error)
    else this.#settle(message.id)?.reject(error)
  }

  #settle(id: number): Call | undefined {
    const call = this.#calls.get(id)
    this.#calls.delete(id)
    return call
  }

  #fail(error: DraftlensError): void {
    this.#end ??= error
    this.#link.end()
    for (const id of [...this.#calls.keys()]) this.#settle(id)?.reject(error)
  }
}

function crashed(words: string): DraftlensError {
  return new DraftlensError({
    code: 'crashed',
    message: `The search failed inside${words ? `: ${words}` : ''}.`,
    hint: 'Please report it; open the index again.',
  })
}
