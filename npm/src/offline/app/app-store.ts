import { answerOf, doneOf, openDatabase } from '../../database.js'
import type { AppManifest, KeptFile } from '../manifest.js'

/** A version of the application that is completely on this device. */
export interface StoredVersion {
  manifest: AppManifest
  /** By the clock of this device. */
  storedAt: number
  /** How often it was started. */
  nStarts: number
  /** Whether it said of itself that it runs. */
  hasRun: boolean
}

/** A version that did not come up so often is taken for broken. */
const TRIES = 2
/** What is opening is not yet among those that the browser knows. */
const OPENING_MS = 60_000

/**
 * The version that a start gets: the newest, unless it was tried and never ran; then the last one that did, as long as
 * there is one.
 */
export function versionToStart(stored: readonly StoredVersion[]): StoredVersion | undefined {
  const sorted = newestFirst(stored)
  const [newest] = sorted
  if (!newest || newest.hasRun || newest.nStarts < TRIES) return newest
  return sorted.find(({ hasRun }) => hasRun) ?? newest
}

/** Of which nobody will ask for a file any more: neither the next start nor a tab that is open. */
export function versionsToForget(
  stored: readonly StoredVersion[],
  inUse: ReadonlySet<string>,
): StoredVersion[] {
  const next = versionToStart(stored)
  const [newest] = newestFirst(stored)
  // One that never ran needs the last good one behind it.
  const isSettled = newest?.hasRun ?? false
  return stored.filter((version) => {
    const isKept = version === next || version === newest || inUse.has(version.manifest.version)
    return !isKept && (isSettled || !version.hasRun)
  })
}

export function newestFirst(stored: readonly StoredVersion[]): StoredVersion[] {
  return [...stored].sort((one, other) => other.storedAt - one.storedAt)
}

interface Pin {
  version: string
  since: number
}

const VERSIONS = 'versions'
const PINS = 'pins'

/** Which versions are on the device, and which one each tab started with; shared by the page and its service worker. */
export class AppStore {
  readonly #scope: URL
  readonly #name: string
  #database: Promise<IDBDatabase> | undefined

  /** The address of the folder that the application lies in. */
  constructor(scope: URL) {
    this.#scope = scope
    // Another application of the same origin has another.
    this.#name = `draftlens-app ${scope.pathname}`
  }

  /** The files themselves, by content. */
  get cacheName(): string {
    return this.#name
  }

  keyOf({ file, sha256 }: KeptFile): string {
    return new URL(`.draftlens/${sha256}/${file}`, this.#scope).href
  }

  async versions(): Promise<StoredVersion[]> {
    return answerOf((await this.#transaction(VERSIONS, 'readonly')).objectStore(VERSIONS).getAll())
  }

  /** From here on, the next start gets it. All its files are there. */
  async add(manifest: AppManifest): Promise<void> {
    const [newest] = newestFirst(await this.versions())
    // A clock that was set back makes nothing older.
    const storedAt = Math.max(Date.now(), (newest?.storedAt ?? 0) + 1)
    await this.#change(VERSIONS, (store) => {
      const version: StoredVersion = { manifest, storedAt, nStarts: 0, hasRun: false }
      store.put(version, manifest.version)
    })
  }

  async forget(versions: readonly StoredVersion[]): Promise<void> {
    await this.#change(VERSIONS, (store) => {
      for (const { manifest } of versions) store.delete(manifest.version)
    })
  }

  /** A tab starts: it has this version as long as it is open. */
  async start(clientId: string): Promise<StoredVersion | undefined> {
    const version = versionToStart(await this.versions())
    if (!version) return undefined
    await this.#change(VERSIONS, (store) => {
      store.put({ ...version, nStarts: version.nStarts + 1 }, version.manifest.version)
    })
    await this.#change(PINS, (store) => {
      store.put({ version: version.manifest.version, since: Date.now() } satisfies Pin, clientId)
    })
    return version
  }

  async versionOf(clientId: string): Promise<StoredVersion | undefined> {
    const transaction = await this.#transaction([PINS, VERSIONS], 'readonly')
    const pin = await answerOf<Pin | undefined>(transaction.objectStore(PINS).get(clientId))
    return pin && answerOf<StoredVersion | undefined>(transaction.objectStore(VERSIONS).get(pin.version))
  }

  async hasRun({ manifest: { version } }: StoredVersion): Promise<void> {
    const database = await this.#open()
    const transaction = database.transaction(VERSIONS, 'readwrite')
    const store = transaction.objectStore(VERSIONS)
    const stored = await answerOf<StoredVersion | undefined>(store.get(version))
    if (stored) store.put({ ...stored, hasRun: true }, version)
    await doneOf(transaction)
  }

  /** Versions that open tabs have; what is known of closed ones is forgotten. */
  async versionsInUse(openClients: ReadonlySet<string>): Promise<Set<string>> {
    const transaction = await this.#transaction(PINS, 'readwrite')
    const store = transaction.objectStore(PINS)
    const [ids, pins] = await Promise.all([answerOf(store.getAllKeys()), answerOf<Pin[]>(store.getAll())])
    const inUse = new Set<string>()
    for (const [at, { version, since }] of pins.entries()) {
      const id = ids[at] as string
      if (openClients.has(id) || Date.now() - since < OPENING_MS) inUse.add(version)
      else store.delete(id)
    }
    await doneOf(transaction)
    return inUse
  }

  /** All of it: the next start needs the server. */
  async clear(): Promise<void> {
    await this.#change(VERSIONS, (store) => store.clear())
    await this.#change(PINS, (store) => store.clear())
    await caches.delete(this.cacheName)
  }

  async #change(name: string, change: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = await this.#transaction(name, 'readwrite')
    change(transaction.objectStore(name))
    await doneOf(transaction)
  }

  async #transaction(names: string | string[], mode: IDBTransactionMode): Promise<IDBTransaction> {
    return (await this.#open()).transaction(names, mode)
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= openDatabase(this.#name, 1, (database) => {
      for (const name of [VERSIONS, PINS]) database.createObjectStore(name)
    }).catch((error) => {
      this.#database = undefined
      throw error
    })
    return this.#database
  }
}
