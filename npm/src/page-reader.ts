import type { Analysis, Annotation, AnnotationKind, Meaning, SheetFields } from './analysis.js'
import { Assets } from './assets.js'
import type { OnProgress } from './document-worker.js'
import { createEngine, type Engine, type EngineOptions, type ModelSource } from './engine/engine.js'
import type { Device } from './engine/facts.js'
import type { Net } from './engine/net.js'
import { disposed } from './errors.js'
import { type ModelName, modelFacts } from './models.js'
import type { DrawingPage } from './page.js'
import type { Point } from './page-facts.js'
import { unlessAborted } from './unless-aborted.js'

export interface AnalyzeOptions {
  signal?: AbortSignal
  /** Texts as they are read; their ids are provisional. */
  onPartial?: (annotations: Annotation[]) => void
  /** Tiles of the sheet. */
  onProgress?: OnProgress
  /** In page pixels: what the user looks at is read first. */
  focus?: Point
}

interface Ready {
  engine: Engine
  detector: Net
  reader: Net
}

/** Reads pages; engine and nets are loaded when the first one is asked for. */
export class PageReader {
  readonly #options: EngineOptions & { device: Device }
  #ready: Promise<Ready> | undefined
  #isDisposed = false

  constructor(options: EngineOptions & { device: Device }) {
    this.#options = options
  }

  /** Page → what stands on it; decodes the page if that has not been done. */
  async read(page: DrawingPage, options: AnalyzeOptions): Promise<Analysis> {
    const { signal, focus, ...listener } = options
    if (this.#isDisposed) throw disposed('analyzer')
    const ready = this.#load()
    // A page that cannot be decoded is the news then, and not that.
    ready.catch(() => {})
    const started = performance.now()
    const info = 'levels' in page.info ? page.info : await page.load({ signal })
    const area = { x: 0, y: 0, width: info.width_px, height: info.height_px }
    const grey = await page.grey(area, { signal })
    const decode_ms = performance.now() - started
    const { engine, detector, reader } = await unlessAborted(ready, signal)
    const request = { grey, page: { ...info, decode_ms }, ...(focus && { focus }) }
    return engine.read({ detector, reader }, request, { signal, ...listener })
  }

  /** By the grammar alone; waits for a page that is being read. */
  async understand(text: string, kind: AnnotationKind, fields?: SheetFields): Promise<Meaning> {
    if (this.#isDisposed) throw disposed('analyzer')
    const { engine } = await this.#load()
    return engine.understand(text, kind, fields)
  }

  /** A failure is forgotten, so that the next page tries again. */
  #load(): Promise<Ready> {
    this.#ready ??= this.#start().catch((error) => {
      this.#ready = undefined
      throw error
    })
    return this.#ready
  }

  async #start(): Promise<Ready> {
    const { device, ...options } = this.#options
    const assets = new Assets(options.assetBase, options.worker)
    // The nets come while the engine is compiled and started.
    const sources = Promise.all([sourceOf(assets, 'detector'), sourceOf(assets, 'reader')])
    sources.catch(() => {})
    const engine = await createEngine(options)
    try {
      const [detector, reader] = await sources
      const nets = await Promise.all([engine.load(detector, { device }), engine.load(reader, { device })])
      if (this.#isDisposed) throw disposed('analyzer')
      return { engine, detector: nets[0], reader: nets[1] }
    } catch (error) {
      engine.dispose()
      throw error
    }
  }

  dispose(): void {
    this.#isDisposed = true
    void this.#ready?.then(
      ({ engine }) => engine.dispose(),
      () => {},
    )
  }
}

async function sourceOf(assets: Assets, name: ModelName): Promise<ModelSource> {
  return { bytes: await assets.model(name), sha256: modelFacts(name).sha256 }
}
