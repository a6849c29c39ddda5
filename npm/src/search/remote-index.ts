import { DraftlensError } from '../errors.js'
import type {
  ChangeOptions,
  DrawingPageVectors,
  DrawingSearch,
  DrawingVectors,
  Found,
  Hit,
  SearchOptions,
} from './facts.js'
import { ServerLink, type ServerOptions } from './server-link.js'
import { modelOf, pagesOf, queryOf } from './wire.js'

/** Where the server is, and who asks. */
export type RemoteIndexOptions = ServerOptions

/** By which key a change is known to the server. */
export interface RemoteChangeOptions extends ChangeOptions {
  /** A change that is sent again by the same key happens once; a new one, where not said. */
  idempotencyKey?: string
}

/**
 * The index of a server that speaks the contract of `draftlens-server` (its `openapi.json`).
 *
 * @example
 * ```ts no-run
 * import { RemoteIndex } from 'draftlens/search'
 *
 * const index = new RemoteIndex({ url: 'https://drawings.example.com', token })
 * const { hits } = await index.search(vectors, { limit: 20 })
 * ```
 */
export class RemoteIndex implements DrawingSearch {
  readonly #link: ServerLink

  constructor(options: RemoteIndexOptions) {
    this.#link = new ServerLink(options)
  }

  /** Fails with what the server says, or with `network`, `deadline-exceeded` or `cancelled`. */
  async search(like: DrawingVectors, options: SearchOptions = {}): Promise<Found> {
    const asked = { model: modelOf(like), ...queryOf(like, options) }
    const response = await this.#link.send('POST', 'v1/search', options.signal, {}, asked)
    const { hits, next_offset }: { hits: Hit[]; next_offset: number | null } = await response.json()
    return { hits, ...(next_offset !== null && { nextOffset: next_offset }) }
  }

  /** Kept for good when this returns. */
  async put(
    id: string,
    pages: readonly DrawingPageVectors[],
    options: RemoteChangeOptions = {},
  ): Promise<void> {
    await this.#link.send('PUT', addressOf(id), options.signal, keyOf(options), pagesOf(pages))
  }

  /** Takes a drawing out, for good when this returns. */
  async remove(id: string, options: RemoteChangeOptions = {}): Promise<void> {
    try {
      await this.#link.send('DELETE', addressOf(id), options.signal, keyOf(options))
    } catch (error) {
      if (!(error instanceof DraftlensError && error.code === 'not-found')) throw error
    }
  }
}

const addressOf = (id: string) => `v1/drawings/${encodeURIComponent(id)}`

/** Not `randomUUID`, which only secure pages have. */
function keyOf({ idempotencyKey }: RemoteChangeOptions): Record<string, string> {
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))]
  const hex = () =>
    random()
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
  return { 'idempotency-key': idempotencyKey ?? hex() }
}
