import { assignNumbers, type Numbered } from './balloons.js'
import { type Mark, MEASURED_KINDS } from './mark.js'

/** The numbers of a sheet's measured marks: each keeps its own as long as it is known, and none is given twice. */
export class MarkNumbers {
  readonly #numbers = new Map<string, number>()
  /** At what each number stood last, also of marks that are gone. */
  readonly #numbered = new Map<number, Numbered>()

  constructor(earlier: readonly Numbered[]) {
    for (const one of earlier) this.#numbered.set(one.number, one)
  }

  /** By the marks' ids. */
  get numbers(): ReadonlyMap<string, number> {
    return this.#numbers
  }

  /** All numbers ever given, for the sheet's next revision. */
  get numbered(): readonly Numbered[] {
    return [...this.#numbered.values()]
  }

  /** The sheet was read anew: ids may mean other marks now, but for these. */
  forgetAllBut(ids: ReadonlySet<string>): void {
    for (const id of [...this.#numbers.keys()]) if (!ids.has(id)) this.#numbers.delete(id)
  }

  /** Marks that are known keep their numbers; the others are looked for among those of earlier times. */
  assign(marks: readonly Mark[]): void {
    const measured = marks.filter(({ kind }) => MEASURED_KINDS.has(kind))
    const fresh = measured.filter(({ id }) => !this.#numbers.has(id))
    const taken = new Set(measured.map(({ id }) => this.#numbers.get(id)))
    const free = this.numbered.filter(({ number }) => !taken.has(number))
    const last = Math.max(0, ...this.#numbered.keys())
    for (const [id, number] of assignNumbers(fresh, free, last)) this.#numbers.set(id, number)
    for (const { id, kind, text, quad } of measured) {
      const number = this.#numbers.get(id)
      if (number !== undefined) this.#numbered.set(number, { id, number, kind, text, quad })
    }
  }
}
