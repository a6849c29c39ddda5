import type { Embedding } from './embedding.js'
import type { EmbeddingCache } from './embedding-cache.js'
import type { Priority } from './engine/engine-worker.js'
import { disposed, isCancelled } from './errors.js'
import { modelFacts } from './models.js'
import type { DrawingPage } from './page.js'
import type { PageArea } from './page-facts.js'
import type { PageNets } from './page-nets.js'
import { unlessAborted } from './unless-aborted.js'

/** Which part of a page is embedded. */
export interface EmbedOptions {
  signal?: AbortSignal
  /** In page pixels: what lies within it is embedded, and nothing else. */
  region?: PageArea
}

interface UnderWay {
  embedding: Promise<Embedding>
  priority: Priority
}

/** Pages → their vectors; each is computed once for its content. */
export class PageEmbedder {
  readonly #nets: PageNets
  readonly #cache: EmbeddingCache
  readonly #underWay = new Map<string, UnderWay>()

  constructor(nets: PageNets, cache: EmbeddingCache) {
    this.#nets = nets
    this.#cache = cache
  }

  /** Page → what it looks like: known already, under way, or computed now. */
  async embed(page: DrawingPage, { signal, region }: EmbedOptions): Promise<Embedding> {
    if (this.#nets.isDisposed) throw disposed('analyzer')
    const key = await unlessAborted(keyOf(page, region), signal)
    const known = await unlessAborted(this.#cache.get(key), signal)
    if (known) return known
    const underWay = this.#underWay.get(key)
    if (underWay) {
      // Somebody waits for it now.
      underWay.priority.isBackground = false
      try {
        return await unlessAborted(underWay.embedding, signal)
      } catch (error) {
        if (signal?.aborted || !isCancelled(error)) throw error
      }
    }
    return this.#compute(page, key, { isBackground: false }, { signal, region })
  }

  /** The same for a page that nobody asked about yet; gives way to whatever is asked for. */
  async embedAhead(page: DrawingPage, signal: AbortSignal): Promise<void> {
    const key = await keyOf(page, undefined)
    if (this.#underWay.has(key) || (await this.#cache.get(key))) return
    await this.#compute(page, key, { isBackground: true }, { signal, region: undefined })
  }

  async #compute(
    page: DrawingPage,
    key: string,
    priority: Priority,
    what: { signal: AbortSignal | undefined; region: PageArea | undefined },
  ): Promise<Embedding> {
    const embedding = this.#ask(page, priority, what)
    const underWay = { embedding, priority }
    this.#underWay.set(key, underWay)
    try {
      const made = await embedding
      this.#cache.put(key, made)
      return made
    } finally {
      if (this.#underWay.get(key) === underWay) this.#underWay.delete(key)
    }
  }

  async #ask(
    page: DrawingPage,
    priority: Priority,
    { signal, region }: { signal: AbortSignal | undefined; region: PageArea | undefined },
  ): Promise<Embedding> {
    const ready = Promise.all([this.#nets.engine(), this.#nets.net('detector'), this.#nets.net('embedder')])
    // A page that cannot be decoded is the news then, and not that.
    ready.catch(() => {})
    const call = { signal, isBackground: priority.isBackground }
    const info = 'levels' in page.info ? page.info : await page.load(call)
    const area = { x: 0, y: 0, width: info.width_px, height: info.height_px }
    const grey = await page.grey(area, call)
    const [engine, detector, embedder] = await unlessAborted(ready, signal)
    const request = { grey, page: { ...info, decode_ms: 0 }, ...(region && { region }) }
    return engine.embed({ detector, embedder }, request, { signal, priority })
  }
}

/** Whatever the vectors depend on. */
async function keyOf(page: DrawingPage, region: PageArea | undefined): Promise<string> {
  const { sha256, version } = modelFacts('embedder')
  const { index, dpi } = page.key
  const cut = region && [region.x, region.y, region.width, region.height]
  return [await page.fingerprint, index, dpi, cut, version, sha256, modelFacts('detector').sha256].join(' ')
}
