import { isDraftlensError } from '../errors.js'
import type { DrawingPage } from '../page.js'
import type { TileAddress } from './tiles.js'

/** Asked for at a time: one is being made, one waits behind it; more would come too late for the next view. */
const REQUESTS_MAX = 2

const nameOf = ({ level, column, row }: TileAddress) => `${level}/${column}/${row}`

/** The tiles of one page: those in hand, least used first, and those asked for. */
export class TileCache {
  readonly #page: DrawingPage
  readonly #onTile: () => void
  readonly #onError: (error: unknown) => void
  #capacity: number
  readonly #bitmaps = new Map<string, ImageBitmap>()
  readonly #requests = new Map<string, AbortController>()
  readonly #failed = new Set<string>()
  #wanted: TileAddress[] = []

  constructor(
    page: DrawingPage,
    capacity: number,
    on: { tile: () => void; error: (error: unknown) => void },
  ) {
    this.#page = page
    this.#capacity = capacity
    this.#onTile = on.tile
    this.#onError = on.error
  }

  get size(): number {
    return this.#bitmaps.size
  }

  set capacity(tiles: number) {
    this.#capacity = tiles
    this.#evict()
  }

  get(address: TileAddress): ImageBitmap | undefined {
    return this.#bitmaps.get(nameOf(address))
  }

  /** Says what is needed now, most urgent first; requests for anything else are dropped. */
  want(tiles: TileAddress[]): void {
    this.#wanted = tiles
    const names = new Set(tiles.map(nameOf))
    for (const [name, request] of this.#requests) {
      if (!names.has(name)) {
        this.#requests.delete(name)
        request.abort()
      }
    }
    // From the least urgent on, so that the most urgent are the last to be evicted.
    for (const name of [...names].reverse()) this.#touch(name)
    this.#request()
  }

  dispose(): void {
    this.#wanted = []
    for (const request of this.#requests.values()) request.abort()
    this.#requests.clear()
    for (const bitmap of this.#bitmaps.values()) bitmap.close()
    this.#bitmaps.clear()
  }

  #touch(name: string): void {
    const tile = this.#bitmaps.get(name)
    if (!tile) return
    this.#bitmaps.delete(name)
    this.#bitmaps.set(name, tile)
  }

  #request(): void {
    for (const address of this.#wanted) {
      if (this.#requests.size >= REQUESTS_MAX) return
      const name = nameOf(address)
      if (this.#bitmaps.has(name) || this.#requests.has(name) || this.#failed.has(name)) continue
      const request = new AbortController()
      this.#requests.set(name, request)
      void this.#fetch(name, address, request)
    }
  }

  async #fetch(name: string, address: TileAddress, request: AbortController): Promise<void> {
    try {
      const bitmap = await this.#page.tile(address.level, address.column, address.row, {
        signal: request.signal,
      })
      if (request.signal.aborted) {
        bitmap.close()
        return
      }
      this.#bitmaps.set(name, bitmap)
      this.#evict()
      this.#onTile()
    } catch (error) {
      if (request.signal.aborted || (isDraftlensError(error) && error.code === 'disposed')) return
      // Asked for once: a page that cannot be read would otherwise be asked for with every frame.
      this.#failed.add(name)
      this.#onError(error)
    } finally {
      if (this.#requests.get(name) === request) this.#requests.delete(name)
      this.#request()
    }
  }

  #evict(): void {
    for (const [name, bitmap] of this.#bitmaps) {
      if (this.#bitmaps.size <= this.#capacity) return
      bitmap.close()
      this.#bitmaps.delete(name)
    }
  }
}
