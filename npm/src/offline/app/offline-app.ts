import type { OnProgress } from '../../document-worker.js'
import { cancelled } from '../../errors.js'
import { trustedScriptUrl } from '../../trusted-url.js'
import { type AppManifest, isAppManifest, readManifest } from '../manifest.js'
import { demandRoom, refused, storing } from '../storage.js'
import { AppFiles } from './app-files.js'
import { AppStore, newestFirst, versionToStart } from './app-store.js'
import { HAS_RUN } from './service-worker-scope.js'

/** Where the application lies. */
export interface OfflineAppOptions {
  /** The folder with `offline.json` and `draftlens-sw.js`, as `draftlens make-offline` leaves it; the page's, where not said. */
  base?: URL | string
}

/** Who hears how far storing is. */
export interface StoreOptions {
  /** Bytes of the version that is loaded; what was stored before counts as done. */
  onProgress?: OnProgress
  signal?: AbortSignal
}

/** What is on this device. */
export interface OfflineState {
  /** Of the version that the next start gets. */
  version: string
  bytes: number
  storedAt: Date
  /** Whether each of its files is there and right; else the next start needs the server. */
  isComplete: boolean
  /** Names of the files that are missing or damaged. */
  missing: string[]
}

/** What a newer version would cost. */
export interface AppUpdate {
  version: string
  bytesToLoad: number
}

const ANSWER_WITHIN_MS = 5000

/**
 * An application that opens without a network. A new version is stored beside the old one, completely or not at all,
 * and the next start gets it; a tab keeps what it started with.
 *
 * @example
 * ```ts no-run
 * import { OfflineApp } from 'draftlens/offline'
 *
 * const app = await OfflineApp.open() // beside a page that `draftlens make-offline` has seen
 * await app.hasRun()
 * if (await app.update()) await app.store({ onProgress: ({ done, total }) => console.log(done / total) })
 * const isReady = await app.isReadyOffline()
 * ```
 */
export class OfflineApp {
  readonly #base: URL
  readonly #store: AppStore
  readonly #files: AppFiles

  private constructor(base: URL) {
    this.#base = base
    this.#store = new AppStore(base)
    this.#files = new AppFiles(this.#store, base)
  }

  /** Fails with `storage-refused` where the browser has no service workers: outside https and localhost, in some private windows. */
  static async open({ base = '.' }: OfflineAppOptions = {}): Promise<OfflineApp> {
    const url = new URL(base, document.baseURI)
    url.search = ''
    url.hash = ''
    if (!url.pathname.endsWith('/')) url.pathname = url.pathname.replace(/[^/]*$/, '')
    try {
      const script = trustedScriptUrl(new URL('draftlens-sw.js', url))
      await navigator.serviceWorker.register(script, { scope: url.href, updateViaCache: 'none' })
    } catch (error) {
      // Without a network the one that is there goes on.
      const known = await navigator.serviceWorker?.getRegistration(url.href).catch(() => undefined)
      if (!known) throw refused(error)
    }
    return new OfflineApp(url)
  }

  /** The version that the server has, if it is not the one that was stored last; fails with `network` or `bad-manifest`. */
  async update(signal?: AbortSignal): Promise<AppUpdate | undefined> {
    const manifest = await this.#latest(signal)
    const missing = await this.#files.missing(manifest.files)
    if ((await this.#isNewest(manifest)) && missing.length === 0) return undefined
    return { version: manifest.version, bytesToLoad: bytesOf(missing) }
  }

  /**
   * Stores the server's version. What arrived before it broke off is not loaded again, within a file too. Fails with `network`,
   * `asset-missing`, `bad-manifest`, `storage-full`, `storage-refused` or `cancelled`; then the old one stays.
   */
  async store({ onProgress, signal }: StoreOptions = {}): Promise<OfflineState> {
    // Two tabs would load everything twice.
    await navigator.locks.request(this.#store.cacheName, async () => {
      const manifest = await this.#latest(signal)
      const missing = await this.#files.missing(manifest.files)
      await demandRoom(bytesOf(missing), 'the application')
      const total = bytesOf(manifest.files)
      let done = total - bytesOf(missing)
      onProgress?.({ done, total })
      for (const file of missing) {
        if (signal?.aborted) throw cancelled(signal)
        const onArrival = (bytes: number) => onProgress?.({ done: done + bytes, total })
        await this.#files.put(file, { signal, onArrival })
        done += file.bytes
      }
      if (await this.#isNewest(manifest)) return
      await storing(this.#store.add(manifest), 0, 'the application')
    })
    const state = await this.state()
    if (state) return state
    throw refused('what was stored is gone')
  }

  /** What the next start gets; nothing where nothing is stored. Each file is looked at. */
  async state(): Promise<OfflineState | undefined> {
    const versions = await this.#store.versions().catch(() => [])
    const next = versionToStart(versions)
    if (!next) return undefined
    const { manifest, storedAt } = next
    const missing = await this.#files.missing(manifest.files)
    return {
      version: manifest.version,
      bytes: bytesOf(manifest.files),
      storedAt: new Date(storedAt),
      isComplete: missing.length === 0,
      missing: missing.map(({ file }) => file),
    }
  }

  /** Whether the next start needs no server: every file is there and right, and somebody serves it. */
  async isReadyOffline(): Promise<boolean> {
    const registration = await navigator.serviceWorker?.getRegistration(this.#base.href)
    if (!registration || !(await isActive(registration))) return false
    return (await this.state())?.isComplete ?? false
  }

  /**
   * Say it once the page works: a version that never says so is left again for the last one that did. Gives the version
   * that this tab runs; none where it came from the server.
   */
  async hasRun(): Promise<string | undefined> {
    const { controller } = navigator.serviceWorker
    if (!controller) return undefined
    const { port1, port2 } = new MessageChannel()
    const answer = new Promise<string | undefined>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data)
      // The worker of somebody else does not know the words.
      setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS)
    })
    controller.postMessage(HAS_RUN, [port2])
    return answer
  }

  /** Takes the application off this device; drawings are `FieldStore`'s. */
  async remove(): Promise<void> {
    await this.#store.clear()
    await (await navigator.serviceWorker?.getRegistration(this.#base.href))?.unregister()
  }

  /** A server that went back to an older version has that as its newest. */
  async #isNewest({ version }: AppManifest): Promise<boolean> {
    const versions = await this.#store.versions().catch((error: unknown) => {
      throw refused(error)
    })
    return newestFirst(versions)[0]?.manifest.version === version
  }

  #latest(signal: AbortSignal | undefined): Promise<AppManifest> {
    return readManifest(new URL('offline.json', this.#base), isAppManifest, signal)
  }
}

/** A worker that was registered just now is about to be. */
function isActive({ active, waiting, installing }: ServiceWorkerRegistration): Promise<boolean> {
  const coming = waiting ?? installing
  if (active || !coming) return Promise.resolve(active !== null)
  return new Promise((resolve) => {
    const tell = () => {
      if (coming.state === 'activated' || coming.state === 'redundant') resolve(coming.state === 'activated')
    }
    coming.addEventListener('statechange', tell)
    tell()
  })
}

function bytesOf(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}
