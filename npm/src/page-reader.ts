import type { Analysis, Annotation, AnnotationKind, Meaning, SheetFields } from './analysis.js'
import type { OnProgress } from './document-worker.js'
import { disposed } from './errors.js'
import type { DrawingPage } from './page.js'
import type { Point } from './page-facts.js'
import type { PageNets } from './page-nets.js'
import { unlessAborted } from './unless-aborted.js'

/** How a page is to be read. */
export interface AnalyzeOptions {
  signal?: AbortSignal
  /** Texts as they are read; their ids are provisional. */
  onPartial?: (annotations: Annotation[]) => void
  /** Tiles of the sheet. */
  onProgress?: OnProgress
  /** In page pixels: what the user looks at is read first. */
  focus?: Point
}

/** Reads pages; engine and nets are loaded when the first one is asked for. */
export class PageReader {
  readonly #nets: PageNets

  constructor(nets: PageNets) {
    this.#nets = nets
  }

  /** Page → what stands on it; decodes the page if that has not been done. */
  async read(page: DrawingPage, options: AnalyzeOptions): Promise<Analysis> {
    const { signal, focus, ...listener } = options
    if (this.#nets.isDisposed) throw disposed('analyzer')
    const ready = Promise.all([this.#nets.engine(), this.#nets.reading()])
    // A page that cannot be decoded is the news then, and not that.
    ready.catch(() => {})
    const started = performance.now()
    const info = 'levels' in page.info ? page.info : await page.load({ signal })
    const area = { x: 0, y: 0, width: info.width_px, height: info.height_px }
    const [grey, text] = await Promise.all([page.grey(area, { signal }), page.textLayer({ signal })])
    const decode_ms = performance.now() - started
    const [engine, { manifests, ...nets }] = await unlessAborted(ready, signal)
    const request = {
      ...{ grey, page: { ...info, decode_ms } },
      ...(text && { text }),
      ...(focus && { focus }),
      ...(manifests && { manifests }),
    }
    return engine.read(nets, request, { signal, ...listener })
  }

  /** By the grammar alone; waits for a page that is being read. */
  async understand(text: string, kind: AnnotationKind, fields?: SheetFields): Promise<Meaning> {
    const engine = await this.#nets.engine()
    return engine.understand(text, kind, fields)
  }
}
