import type { KeptFile } from './manifest.js'

export const ARRIVING_CACHE = 'draftlens-arriving'
/** A killed tab loses less than that. */
const PART_BYTES = 2 << 20

/**
 * What has arrived of a file, also where its loading broke off and the tab is closed since: the next one goes on there.
 * The device keeps one such file, that which began to arrive last. A convenience: where it cannot be kept, all is loaded
 * again.
 */
export class ArrivedParts {
  readonly #file: KeptFile
  readonly #chunks: Uint8Array<ArrayBuffer>[] = []
  #length = 0
  /** So many bytes, and so many chunks, are on the device. */
  #kept = { bytes: 0, chunks: 0 }

  /** Nothing yet. */
  constructor(file: KeptFile) {
    this.#file = file
  }

  /** With what is on the device. */
  static async of(file: KeptFile): Promise<ArrivedParts> {
    const parts = new ArrivedParts(file)
    await parts.#recall().catch(() => {})
    return parts
  }

  get length(): number {
    return this.#length
  }

  async add(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#take(chunk)
    if (this.#length - this.#kept.bytes >= PART_BYTES) await this.keep()
  }

  /** Keeps on the device what is not there yet. */
  async keep(): Promise<void> {
    const { bytes, chunks } = this.#kept
    if (this.#length === bytes) return
    this.#kept = { bytes: this.#length, chunks: this.#chunks.length }
    try {
      const cache = await caches.open(ARRIVING_CACHE)
      if (bytes === 0) await this.#forgetOthers(cache)
      await cache.put(this.#addressOf(bytes), new Response(new Blob(this.#chunks.slice(chunks))))
    } catch {
      // A later part without this one is of no use, and is not found.
    }
  }

  /** All bytes, in one piece. */
  joined(): Promise<ArrayBuffer> {
    return new Blob(this.#chunks).arrayBuffer()
  }

  /** Takes it off the device. */
  async forget(): Promise<void> {
    if (this.#kept.bytes > 0) await caches.delete(ARRIVING_CACHE).catch(() => {})
  }

  async #recall(): Promise<void> {
    const cache = await caches.open(ARRIVING_CACHE)
    while (this.#length < this.#file.bytes) {
      const part = await cache.match(this.#addressOf(this.#length))
      const bytes = new Uint8Array((await part?.arrayBuffer()) ?? new ArrayBuffer(0))
      if (bytes.length === 0) break
      this.#take(bytes)
      this.#kept = { bytes: this.#length, chunks: this.#chunks.length }
    }
  }

  async #forgetOthers(cache: Cache): Promise<void> {
    for (const { url } of await cache.keys()) {
      if (!url.includes(this.#file.sha256)) await cache.delete(url)
    }
  }

  #take(chunk: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  #addressOf(offset: number): string {
    return new URL(`/.draftlens/arriving/${this.#file.sha256}/${offset}`, location.origin).href
  }
}
