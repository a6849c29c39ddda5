import type { Analyzer, DrawingDocument } from 'draftlens'
import { isDraftlensError } from 'draftlens'
import type { FieldStore, StoredDrawing } from 'draftlens/offline'
import type { PageTexts } from './page-texts'

const PICTURE_PX = 256
/** Of a drawing: nobody measures a whole catalogue. */
const MOST_PAGES = 12

/** Reads and embeds stored drawings, one after the other, so that all of it is there when there is no time to wait. */
export class Preparing extends EventTarget {
  readonly #store: FieldStore
  readonly #analyzer: () => Promise<Analyzer>
  readonly #texts: PageTexts
  readonly #states = new Map<string, string>()
  #work: Promise<void> = Promise.resolve()
  #given = new AbortController()

  constructor(store: FieldStore, analyzer: () => Promise<Analyzer>, texts: PageTexts) {
    super()
    this.#store = store
    this.#analyzer = analyzer
    this.#texts = texts
  }

  /** In words; nothing where it is done. */
  stateOf(id: string): string | undefined {
    return this.#states.get(id)
  }

  /** Whatever lacks something, after what is under way. */
  prepare(drawings: readonly StoredDrawing[]): Promise<void> {
    const { signal } = this.#given
    for (const drawing of drawings) {
      this.#work = this.#work.then(() => this.#prepare(drawing, signal))
    }
    return this.#work
  }

  /** Somebody wants the device for something else, or everything goes. */
  stop(): void {
    this.#given.abort()
    this.#given = new AbortController()
    this.#work = Promise.resolve()
    this.#states.clear()
  }

  async #prepare(drawing: StoredDrawing, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    let document: DrawingDocument | undefined
    try {
      const analyzer = await this.#analyzer()
      document = await analyzer.open(await this.#store.file(drawing.id), { signal })
      const nPages = Math.min(MOST_PAGES, document.pageCount)
      for (let index = 0; index < nPages; index++) {
        const known = await this.#store.readings(drawing, index)
        const page = document.page(index)
        if (index === 0 && !known.picture) {
          await this.#store.putReadings(drawing, 0, { picture: await pictureOf(document) })
          this.#say(drawing.id, 'Reading …')
        }
        const where = nPages > 1 ? ` page ${index + 1} of ${nPages}` : ''
        if (!known.analysis) {
          this.#say(drawing.id, `Reading${where} …`)
          await this.#texts.of(drawing, page, { signal })
        }
        if (!known.embedding) {
          this.#say(drawing.id, `Looking at${where} …`)
          await this.#store.putReadings(drawing, index, { embedding: await analyzer.embed(page, { signal }) })
        }
      }
      this.#say(drawing.id, undefined)
    } catch (error) {
      if (signal.aborted) return
      this.#say(drawing.id, isDraftlensError(error) ? error.message : String(error))
    } finally {
      document?.dispose()
    }
  }

  #say(id: string, words: string | undefined): void {
    if (words === undefined) this.#states.delete(id)
    else this.#states.set(id, words)
    this.dispatchEvent(new CustomEvent('change', { detail: id }))
  }
}

async function pictureOf(document: DrawingDocument): Promise<ArrayBuffer> {
  const bitmap = await document.thumbnail(0, { maxPx: PICTURE_PX })
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer()
}
