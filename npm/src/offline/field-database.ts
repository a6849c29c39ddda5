import { answerOf, doneOf, openDatabase } from '../database.js'
import { refused, storing } from './storage.js'

/** What one person's device keeps of drawings and of the work on them. */
export const STORES = {
  /** {@link StoredDrawing} by id. */
  drawings: 'drawings',
  /** Bytes by sha256. */
  files: 'files',
  /** {@link PageReadings} by sha256 and page. */
  pages: 'pages',
  /** {@link Note} by what it is about. */
  notes: 'notes',
  /** {@link OutboxEntry} in the order of their numbers. */
  outbox: 'outbox',
  /** What the server called the state of a thing when this device saw it last, by address. */
  revisions: 'revisions',
} as const
type StoreName = keyof typeof STORES

const NAME = 'draftlens-field'

/** One connection for all that a page keeps; reopened when another tab closed it. */
export class FieldDatabase {
  #database: Promise<IDBDatabase> | undefined

  async read<T>(name: StoreName, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const transaction = await this.#transaction([name], 'readonly')
    return answerOf(ask(transaction.objectStore(name)))
  }

  /**
   * All of it or nothing, and on the disk when this returns: a tab that is killed then loses nothing. Fails with
   * `storage-full` or `storage-refused`.
   */
  async write(
    names: readonly StoreName[],
    neededBytes: number,
    what: string,
    change: (stores: Record<StoreName, IDBObjectStore>) => void,
  ): Promise<void> {
    const transaction = await this.#transaction(names, 'readwrite')
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]))
    const done = doneOf(transaction)
    try {
      change(stores as Record<StoreName, IDBObjectStore>)
    } catch (error) {
      done.catch(() => {})
      transaction.abort()
      throw error
    }
    await storing(done, neededBytes, what)
  }

  /** All of it. */
  async clear(): Promise<void> {
    const names = Object.values(STORES)
    await this.write(names, 0, 'nothing', (stores) => {
      for (const name of names) stores[name].clear()
    })
  }

  async #transaction(names: readonly StoreName[], mode: IDBTransactionMode): Promise<IDBTransaction> {
    try {
      return (await this.#open()).transaction(names, mode, { durability: 'strict' })
    } catch (error) {
      // Another tab changed or deleted the database, which closed this connection.
      if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw refused(error)
      this.#database = undefined
      return (await this.#open()).transaction(names, mode, { durability: 'strict' })
    }
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= openDatabase(NAME, 1, (database) => {
      for (const name of Object.values(STORES)) {
        if (name === 'outbox') database.createObjectStore(name, { keyPath: 'number', autoIncrement: true })
        else database.createObjectStore(name)
      }
    }).catch((error) => {
      this.#database = undefined
      throw refused(error)
    })
    return this.#database
  }
}
