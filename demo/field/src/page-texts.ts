import type { Analysis, AnalyzeOptions, Analyzer, DrawingPage } from 'draftlens'
import type { FieldStore, StoredDrawing } from 'draftlens/offline'

/** What stands on pages: known, being read already for somebody else, or read now; and kept. */
export class PageTexts {
  readonly #store: FieldStore
  readonly #analyzer: () => Promise<Analyzer>
  readonly #underWay = new Map<string, Promise<Analysis>>()

  constructor(store: FieldStore, analyzer: () => Promise<Analyzer>) {
    this.#store = store
    this.#analyzer = analyzer
  }

  async of(drawing: StoredDrawing, page: DrawingPage, options: AnalyzeOptions = {}): Promise<Analysis> {
    const { analysis } = await this.#store.readings(drawing, page.index)
    if (analysis) return analysis
    const key = `${drawing.sha256} ${page.index}`
    const underWay = this.#underWay.get(key)
    // Whoever began may give up; then it is begun anew.
    const joined = underWay && (await underWay.catch(() => undefined))
    if (joined) return joined
    const reading = this.#read(drawing, page, options)
    this.#underWay.set(key, reading)
    try {
      return await reading
    } finally {
      if (this.#underWay.get(key) === reading) this.#underWay.delete(key)
    }
  }

  async #read(drawing: StoredDrawing, page: DrawingPage, options: AnalyzeOptions): Promise<Analysis> {
    const analysis = await (await this.#analyzer()).analyze(page, options)
    await this.#store.putReadings(drawing, page.index, { analysis })
    return analysis
  }
}
