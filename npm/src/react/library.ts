import type { Analysis, Annotation, AnnotationKind, Meaning, SheetFields } from '../analysis.js'
import { type Analyzer, type AnalyzerOptions, createAnalyzer } from '../analyzer.js'
import type { DrawingDocument } from '../document.js'
import type { Embedding } from '../embedding.js'
import type { PageArea } from '../page-facts.js'
import type { DrawingSource } from '../source.js'
import { unlessAborted } from '../unless-aborted.js'
import { Resource, type Work } from './resource.js'
import { Shelf } from './shelf.js'

/** What the components below a provider share: one analyzer, its documents and what was read of them. */
export class Library {
  readonly analyzer: Resource<Analyzer>
  readonly #documents = new Shelf<DrawingSource, string | undefined, Resource<DrawingDocument>>()
  /** Which of the documents above is whose. */
  readonly #owners = new WeakMap<DrawingDocument, Resource<DrawingDocument>>()
  readonly #analyses = new Shelf<DrawingDocument, number, Resource<Analysis, Annotation[]>>()
  readonly #embeddings = new Shelf<DrawingDocument, string, Resource<Embedding>>()

  constructor(options: AnalyzerOptions) {
    this.analyzer = new Resource(({ signal }) => createAnalyzer({ ...options, signal }), {
      free: (analyzer) => analyzer.dispose(),
    })
    // As long as the provider is there: between two drawings nobody shows it.
    this.analyzer.hold()
  }

  document(source: DrawingSource, password?: string): Resource<DrawingDocument> {
    return this.#documents.take(source, password, () => {
      const open = async ({ signal, onProgress }: Work<undefined>) => {
        const analyzer = await this.#ready(signal)
        const request = { signal, onProgress, ...(password !== undefined && { password }) }
        const document = await analyzer.open(source, request)
        this.#owners.set(document, resource)
        return document
      }
      const resource: Resource<DrawingDocument> = new Resource(open, {
        free: (document) => document.dispose(),
        onRelease: () => this.#documents.remove(source, password, resource),
      })
      return resource
    })
  }

  analysis(document: DrawingDocument, page: number): Resource<Analysis, Annotation[]> {
    return this.#analyses.take(document, page, () => {
      const read = async ({ signal, onProgress, onPartial }: Work<Annotation[]>) => {
        const analyzer = await this.#ready(signal)
        const heard: Annotation[] = []
        const hear = (annotations: Annotation[]) => {
          heard.push(...annotations)
          onPartial([...heard])
        }
        const options = { signal, onProgress, onPartial: hear }
        return this.#keeping(document, () => analyzer.analyze(document.page(page), options))
      }
      const resource: Resource<Analysis, Annotation[]> = new Resource(read, {
        onRelease: () => this.#analyses.remove(document, page, resource),
      })
      return resource
    })
  }

  /** Of a page, or of a region of it, which may be a new object with each rendering. */
  embedding(document: DrawingDocument, page: number, region?: PageArea): Resource<Embedding> {
    const place = [page, region?.x, region?.y, region?.width, region?.height].join(' ')
    return this.#embeddings.take(document, place, () => {
      const embed = async ({ signal }: Work<undefined>) => {
        const analyzer = await this.#ready(signal)
        const options = { signal, ...(region && { region }) }
        return this.#keeping(document, () => analyzer.embed(document.page(page), options))
      }
      const resource: Resource<Embedding> = new Resource(embed, {
        onRelease: () => this.#embeddings.remove(document, place, resource),
      })
      return resource
    })
  }

  /** A corrected text → what it is worth. */
  async understand(text: string, kind: AnnotationKind, fields?: SheetFields): Promise<Meaning> {
    const analyzer = await this.#ready(new AbortController().signal)
    return analyzer.understand(text, kind, fields)
  }

  /** Cancels all work and closes all documents. */
  dispose(): void {
    for (const shelf of [this.#analyses, this.#embeddings, this.#documents]) {
      for (const resource of shelf.all()) resource.dispose()
    }
    this.analyzer.dispose()
  }

  /** A component that suspends is not mounted, and does not keep its document itself. */
  async #keeping<T>(document: DrawingDocument, work: () => Promise<T>): Promise<T> {
    const letGo = this.#owners.get(document)?.hold()
    try {
      return await work()
    } finally {
      letGo?.()
    }
  }

  async #ready(signal: AbortSignal): Promise<Analyzer> {
    await unlessAborted(this.analyzer.settled(), signal)
    const state = this.analyzer.snapshot()
    if (state.status === 'ready') return state.value
    if (state.status === 'failed') throw state.error
    // Somebody asked for a new one meanwhile.
    return this.#ready(signal)
  }
}
