import type { FieldStore, StoredDrawing } from 'draftlens/offline'
import { aboutPage, type Finding } from './finding'

/** What was found on one page, kept as it is typed and sent when it is decided. */
export class Findings {
  readonly #store: FieldStore
  readonly #drawing: StoredDrawing
  readonly #page: number
  readonly #byMark: Map<string, Finding>

  private constructor(store: FieldStore, drawing: StoredDrawing, page: number, known: readonly Finding[]) {
    this.#store = store
    this.#drawing = drawing
    this.#page = page
    this.#byMark = new Map(known.map((finding) => [finding.mark.id, finding]))
  }

  static async of(store: FieldStore, drawing: StoredDrawing, page: number): Promise<Findings> {
    const notes = await store.notes<Finding>(aboutPage(drawing, page))
    return new Findings(
      store,
      drawing,
      page,
      notes.map(({ body }) => body),
    )
  }

  get(markId: string): Finding | undefined {
    return this.#byMark.get(markId)
  }

  /** A verdict is sent, if the drawing says where to; what is only typed stays here until then. */
  async put(mark: Finding['mark'], change: Partial<Finding>, isDecided: boolean): Promise<Finding> {
    const { id, title, sha256, notesUrl } = this.#drawing
    const finding: Finding = {
      ...{ verdict: 'open', ...this.#byMark.get(mark.id), ...change },
      drawing: { id, title, sha256 },
      page: this.#page,
      mark,
    }
    if (change.measured === undefined && 'measured' in change) delete finding.measured
    this.#byMark.set(mark.id, finding)
    const about = `${aboutPage(this.#drawing, this.#page)}${mark.id}`
    const delivery = isDecided && notesUrl ? { url: new URL(encodeURIComponent(about), notesUrl) } : undefined
    await this.#store.note(about, finding, delivery)
    return finding
  }

  [Symbol.iterator](): Iterator<Finding> {
    return this.#byMark.values()
  }
}
