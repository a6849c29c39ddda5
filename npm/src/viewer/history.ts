/** One thing before and after a change; absent where it was not there. */
export interface Step<T> {
  id: string
  before: T | undefined
  after: T | undefined
}

/** Changes that can be taken back and made again, each of steps about different things. */
export class History<T> {
  readonly #done: Step<T>[][] = []
  #undone: Step<T>[][] = []

  get canUndo(): boolean {
    return this.#done.length > 0
  }

  get canRedo(): boolean {
    return this.#undone.length > 0
  }

  push(steps: Step<T>[]): void {
    this.#done.push(steps)
    this.#undone = []
  }

  /** The steps that take the last change back. */
  undo(): Step<T>[] {
    const steps = this.#done.pop()
    if (!steps) return []
    this.#undone.push(steps)
    return steps.map(({ id, before, after }) => ({ id, before: after, after: before }))
  }

  /** The steps that make it again. */
  redo(): Step<T>[] {
    const steps = this.#undone.pop()
    if (!steps) return []
    this.#done.push(steps)
    return steps
  }

  /** Something is known better now than when it was changed: wherever it stands, it is replaced. */
  replace(known: T, better: T): void {
    for (const steps of [...this.#done, ...this.#undone]) {
      for (const step of steps) {
        if (step.before === known) step.before = better
        if (step.after === known) step.after = better
      }
    }
  }
}
