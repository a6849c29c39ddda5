import type { Annotation, AnnotationKind, Meaning } from '../analysis.js'
import { boundsOf, overlapOf, type Quad } from '../quad.js'
import type { Numbered } from './balloons.js'
import { History, type Step } from './history.js'
import { isTouched, type Mark, markOf, type Verdict } from './mark.js'
import { type MarkFilter, passes } from './mark-filter.js'
import { MarkNumbers } from './mark-numbers.js'
import { QuadGrid } from './quad-grid.js'

/** What a corrected text is worth; see `Analyzer.understand`. */
export type Understand = (text: string, kind: AnnotationKind) => Promise<Meaning>

/** What a review needs to understand and number texts. */
export interface ReviewOptions {
  understand?: Understand
  /** Numbers of an earlier revision of the sheet, which stay with what they stood at. */
  numbered?: readonly Numbered[]
}

/** What a review tells of. */
export interface ReviewEvents {
  /** Marks came, went or changed, or another filter holds. */
  change: Event
  select: CustomEvent<{ id: string | undefined; by: SelectedBy }>
  hover: Event
}

/** Where a mark was chosen: the others follow. */
export type SelectedBy = 'sheet' | 'list' | 'program'

/** So much of each other's area, and two readings are of the same text. */
const SAME_TEXT_OVERLAP = 0.3

/**
 * The marks of one page while a person checks them; every change can be taken back.
 *
 * @example
 * ```ts
 * import { Review } from 'draftlens/viewer'
 *
 * const review = new Review({ understand: (text, kind) => analyzer.understand(text, kind) })
 * review.complete(analysis.annotations)
 * const { id } = review.draw([[40, 60], [140, 60], [140, 90], [40, 90]])
 * await review.correct(id, { text: 'Ø12 H7' })
 * review.mark(id)?.value?.upper // → 0.018
 * review.undo()
 * review.mark(id)?.text // → ''
 * ```
 */
export class Review extends EventTarget {
  readonly #understand: Understand | undefined
  readonly #marks = new Map<string, Mark>()
  readonly #history = new History<Mark>()
  #numbers: MarkNumbers
  #filter: MarkFilter = {}
  #selected: string | undefined
  #hovered: string | undefined
  #lastId = 0
  #isComplete = false
  #sorted: readonly Mark[] | undefined
  #shown: readonly Mark[] | undefined
  #grid: QuadGrid<Mark> | undefined

  constructor({ understand, numbered = [] }: ReviewOptions = {}) {
    super()
    this.#understand = understand
    this.#numbers = new MarkNumbers(numbered)
  }

  /** From the top of the page down. */
  get marks(): readonly Mark[] {
    this.#sorted ??= [...this.#marks.values()].sort(fromTheTop)
    return this.#sorted
  }

  /** Those that the filter lets pass. */
  get shown(): readonly Mark[] {
    this.#shown ??= this.marks.filter((mark) => passes(mark, this.#filter))
    return this.#shown
  }

  /** The shown ones by their places. @internal */
  get grid(): QuadGrid<Mark> {
    this.#grid ??= new QuadGrid(this.shown)
    return this.#grid
  }

  /** A mark by its id. */
  mark(id: string | undefined): Mark | undefined {
    return id === undefined ? undefined : this.#marks.get(id)
  }

  get filter(): MarkFilter {
    return this.#filter
  }

  set filter(filter: MarkFilter) {
    this.#filter = filter
    this.#changed()
  }

  get selected(): Mark | undefined {
    return this.mark(this.#selected)
  }

  get hovered(): Mark | undefined {
    return this.mark(this.#hovered)
  }

  /** Chooses a mark, or none. */
  select(id: string | undefined, by: SelectedBy = 'program'): void {
    if (id === this.#selected) return
    this.#selected = id
    this.dispatchEvent(new CustomEvent('select', { detail: { id, by } }))
  }

  /** The next of the shown ones, or the one before; around the end to the other. */
  selectBy(steps: 1 | -1, by: SelectedBy = 'program'): void {
    const { shown } = this
    const now = shown.findIndex(({ id }) => id === this.#selected)
    const from = now < 0 && steps < 0 ? 0 : now
    this.select(shown[(from + steps + shown.length) % shown.length]?.id, by)
  }

  /** Points at a mark, or at none. */
  hover(id: string | undefined): void {
    if (id === this.#hovered) return
    this.#hovered = id
    this.dispatchEvent(new Event('hover'))
  }

  /** Readings as they come; each takes the place of an earlier one of the same text. */
  add(annotations: readonly Annotation[]): void {
    const known = new QuadGrid(this.marks)
    for (const annotation of annotations) {
      const same = sameTextIn(known, annotation.quad)
      if (same && isTouched(same)) continue
      const id = same?.id ?? `r${++this.#lastId}`
      this.#marks.set(id, markOf({ ...annotation, id }))
    }
    this.#changed()
  }

  /** All readings of the page: what else was read before is gone, what a person touched stays. */
  complete(annotations: readonly Annotation[]): void {
    const touched = [...this.#marks.values()].filter(isTouched)
    const { selected } = this
    const kept = new QuadGrid(touched.map((mark) => ({ quad: mark.asRead?.quad ?? mark.quad })))
    this.#marks.clear()
    this.#numbers.forgetAllBut(new Set(touched.map(({ id }) => id)))
    for (const mark of touched) this.#marks.set(mark.id, mark)
    for (const annotation of annotations) {
      if (!sameTextIn(kept, annotation.quad)) this.#marks.set(annotation.id, markOf(annotation))
    }
    this.#isComplete = true
    this.#changed()
    if (selected && !this.selected) this.select(sameTextIn(new QuadGrid(this.marks), selected.quad)?.id)
  }

  /** What stands there, in the words of a person; its value follows when it is understood. */
  async correct(id: string, change: { text?: string; kind?: AnnotationKind }): Promise<void> {
    const before = this.#marks.get(id)
    if (!before) return
    const { text = before.text, kind = before.kind } = change
    if (text === before.text && kind === before.kind) return
    const { value: _, doubts: __, ...rest } = before
    const corrected: Mark = {
      ...rest,
      ...asReadOf(before),
      text,
      kind,
      text_score: 1,
      unsure: false,
      verdict: 'accepted',
    }
    this.#commit([{ id, before, after: corrected }])
    const meaning = await this.#understand?.(text, kind)
    if (!meaning) return
    const understood: Mark = {
      ...corrected,
      ...(change.kind === undefined && { kind: meaning.kind }),
      ...(meaning.value && { value: meaning.value }),
      ...(meaning.doubts.length > 0 && { doubts: meaning.doubts, unsure: true }),
    }
    this.#history.replace(corrected, understood)
    if (this.#marks.get(id) !== corrected) return
    this.#marks.set(id, understood)
    this.#changed()
  }

  /** Where it stands. */
  place(id: string, quad: Quad): void {
    const before = this.#marks.get(id)
    if (before) this.#commit([{ id, before, after: { ...before, ...asReadOf(before), quad } }])
  }

  /** Accepts or rejects a mark, or opens it again. */
  judge(id: string, verdict: Verdict): void {
    this.judgeAll([id], verdict)
  }

  /** Of many, and taken back as one. */
  judgeAll(ids: readonly string[], verdict: Verdict): void {
    const steps = ids.flatMap((id) => {
      const before = this.#marks.get(id)
      return before && before.verdict !== verdict ? [{ id, before, after: { ...before, verdict } }] : []
    })
    if (steps.length > 0) this.#commit(steps)
  }

  /** A text that nobody read, without words yet → its mark. */
  draw(quad: Quad, kind: AnnotationKind = 'dimension'): Mark {
    const id = `d${++this.#lastId}`
    const drawn: Mark = {
      ...{ id, kind, quad, score: 1, text: '', text_score: 1, unsure: false },
      ...{ verdict: 'open', isDrawn: true },
    }
    this.#commit([{ id, before: undefined, after: drawn }])
    this.select(id)
    return drawn
  }

  /** Takes a mark away for good, or until that is undone. */
  remove(id: string): void {
    const before = this.#marks.get(id)
    if (!before) return
    this.#commit([{ id, before, after: undefined }])
    if (this.#selected === id) this.select(undefined)
  }

  get canUndo(): boolean {
    return this.#history.canUndo
  }

  get canRedo(): boolean {
    return this.#history.canRedo
  }

  /** Takes the last change back. */
  undo(): void {
    this.#apply(this.#history.undo())
  }

  /** Makes the change again that was taken back. */
  redo(): void {
    this.#apply(this.#history.redo())
  }

  /** The number of each measured mark: the same as long as place or content tell which it was. */
  get numbers(): ReadonlyMap<string, number> {
    return this.#numbers.numbers
  }

  /** All numbers ever given on this sheet, for its next revision. */
  get numbered(): readonly Numbered[] {
    return this.#numbers.numbered
  }

  /** Numbers anew, after an earlier revision of the sheet: see `assignNumbers`. */
  numberAs(earlier: readonly Numbered[]): void {
    this.#numbers = new MarkNumbers(earlier)
    this.#changed()
  }

  /** What holds now, as an analysis has it: without what was rejected. */
  get annotations(): Annotation[] {
    return this.marks
      .filter(({ verdict }) => verdict !== 'rejected')
      .map(({ verdict: _, isDrawn: __, asRead: ___, ...annotation }) => annotation)
  }

  /** Listens with the event's own type; returns what stops it. */
  on<K extends keyof ReviewEvents>(type: K, listener: (event: ReviewEvents[K]) => void): () => void {
    this.addEventListener(type, listener as EventListener)
    return () => this.removeEventListener(type, listener as EventListener)
  }

  #commit(steps: Step<Mark>[]): void {
    this.#history.push(steps)
    this.#apply(steps)
  }

  #apply(steps: Step<Mark>[]): void {
    if (steps.length === 0) return
    for (const { id, after } of steps) {
      if (after) this.#marks.set(id, after)
      else this.#marks.delete(id)
    }
    this.#changed()
  }

  #changed(): void {
    this.#sorted = undefined
    this.#shown = undefined
    this.#grid = undefined
    if (this.#isComplete) this.#numbers.assign(this.marks)
    this.dispatchEvent(new Event('change'))
  }
}

function sameTextIn<T extends { quad: Quad }>(grid: QuadGrid<T>, quad: Quad): T | undefined {
  return grid.within(boundsOf(quad)).find((one) => overlapOf(one.quad, quad) > SAME_TEXT_OVERLAP)
}

function asReadOf({ isDrawn, asRead, kind, quad, text }: Mark): Pick<Mark, 'asRead'> {
  return isDrawn ? {} : { asRead: asRead ?? { kind, quad, text } }
}

/** In rows, so that the next one is where one looks next. */
function fromTheTop(one: Mark, other: Mark): number {
  const [a, b] = [boundsOf(one.quad), boundsOf(other.quad)]
  return a.top - b.top || a.left - b.left
}
