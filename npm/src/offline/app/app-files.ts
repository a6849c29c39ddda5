import { type FetchKeptOptions, fetchKept, isIntact } from '../kept-bytes.js'
import type { KeptFile } from '../manifest.js'
import { storing } from '../storage.js'
import type { AppStore } from './app-store.js'

/** They say how the bytes travelled, which is over. */
const OF_THE_WAY = [
  ...['content-encoding', 'content-length', 'content-range', 'transfer-encoding'],
  ...['set-cookie', 'vary'],
]

/** The files of an application on this device, each checked whenever it is taken out. */
export class AppFiles {
  readonly #store: AppStore
  readonly #base: URL

  constructor(store: AppStore, base: URL) {
    this.#store = store
    this.#base = base
  }

  /** As it was stored; none where it is damaged or was thrown away. */
  async get(file: KeptFile): Promise<Response | undefined> {
    const cache = await caches.open(this.#store.cacheName)
    const stored = await cache.match(this.#store.keyOf(file))
    if (!stored) return undefined
    // The copy is hashed and the original given on: the browser keeps compiled code beside that.
    return (await isIntact(await stored.clone().arrayBuffer(), file)) ? stored : undefined
  }

  /** Fetches and keeps it; fails with `network`, `asset-missing`, `storage-full`, `storage-refused` or `cancelled`. */
  async put(file: KeptFile, options?: FetchKeptOptions): Promise<Response> {
    const fetched = await fetchKept(file, this.#base, options)
    const headers = new Headers(fetched.headers)
    for (const name of OF_THE_WAY) headers.delete(name)
    const response = new Response(fetched.bytes, { headers })
    const keeping = caches
      .open(this.#store.cacheName)
      .then((cache) => cache.put(this.#store.keyOf(file), response.clone()))
    await storing(keeping, file.bytes, file.file)
    return response
  }

  /** Those that are not there as they should be. */
  async missing(files: readonly KeptFile[]): Promise<KeptFile[]> {
    const missing: KeptFile[] = []
    for (const file of files) if (!(await this.get(file))) missing.push(file)
    return missing
  }

  /** Throws away what none of these is; caches of others are left alone. */
  async keepOnly(files: readonly KeptFile[]): Promise<void> {
    const cache = await caches.open(this.#store.cacheName)
    const kept = new Set(files.map((file) => this.#store.keyOf(file)))
    for (const { url } of await cache.keys()) if (!kept.has(url)) await cache.delete(url)
  }
}
