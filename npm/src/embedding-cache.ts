import { answerOf, openDatabase } from './database.js'
import type { Embedding } from './embedding.js'

/** Each is about 40 kB. */
const MOST_IN_MEMORY = 200
const MOST_KEPT = 2000
export const EMBEDDINGS_DATABASE = 'draftlens-embeddings'
const STORE = 'embeddings'

/** Embeddings by what they were made of, in memory and, if it may, in the browser's storage. */
export class EmbeddingCache {
  readonly #isKept: boolean
  /** In order of use, the latest last. */
  readonly #known = new Map<string, Embedding>()
  #database: Promise<IDBDatabase> | undefined

  constructor(isKept: boolean) {
    this.#isKept = isKept
  }

  async get(key: string): Promise<Embedding | undefined> {
    const known = this.#known.get(key)
    return known ? this.#remember(key, known) : this.#stored(key)
  }

  put(key: string, embedding: Embedding): void {
    this.#remember(key, embedding)
    if (this.#isKept && !key.startsWith('opening')) void this.#store(key, embedding)
  }

  #remember(key: string, embedding: Embedding): Embedding {
    this.#known.delete(key)
    this.#known.set(key, embedding)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST_IN_MEMORY && oldest !== undefined) this.#known.delete(oldest)
    return embedding
  }

  async #stored(key: string): Promise<Embedding | undefined> {
    if (!this.#isKept) return undefined
    try {
      const embedding = await answerOf<Embedding | undefined>((await this.#open('readonly')).get(key))
      return embedding && this.#remember(key, embedding)
    } catch {
      return undefined
    }
  }

  /** A browser may refuse, or be full: then it is computed anew next time. */
  async #store(key: string, embedding: Embedding): Promise<void> {
    try {
      const store = await this.#open('readwrite')
      const keys = await answerOf(store.getAllKeys())
      for (const old of keys.slice(0, Math.max(0, keys.length + 1 - MOST_KEPT))) store.delete(old)
      await answerOf(store.put(embedding, key))
    } catch {}
  }

  async #open(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    this.#database ??= openDatabase(EMBEDDINGS_DATABASE, 1, (database) => {
      database.createObjectStore(STORE)
    }).catch((error) => {
      this.#database = undefined
      throw error
    })
    return (await this.#database).transaction(STORE, mode).objectStore(STORE)
  }
}
