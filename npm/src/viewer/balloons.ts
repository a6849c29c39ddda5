import type { Annotation } from '../analysis.js'
import type { Point } from '../page-facts.js'
import { centreOf, distance, sizeOf } from '../quad.js'

/** What a number stands at. */
export type Numberable = Pick<Annotation, 'id' | 'kind' | 'text' | 'quad'>

/** A number that was given, and at what it stood; numbers are never given twice. */
export interface Numbered extends Numberable {
  number: number
}

/** In heights of the text: so far a text may lie from where it stood and still be called in the same place. */
const NEAR_HEIGHTS = 2
/** A text that changed is told by its place alone, and that must be closer. */
const SAME_PLACE_HEIGHTS = 1
/** Of two revisions, more pairs say no more about how their sheets lie to each other. */
const ALIGNED_BY_PAIRS_MAX = 60

/**
 * Numbers for the marks of a sheet, by their ids. Each keeps the number of the mark of an earlier revision that it is:
 * the same text in the same place, else the place, else the text where only one can be meant. The others count on from
 * `lastNumber`: no number is given twice.
 *
 * @example
 * ```ts
 * import { assignNumbers } from 'draftlens/viewer'
 *
 * const bore = { id: 'b', kind: 'dimension' as const, text: 'Ø12 H7', quad: review.marks[0]!.quad }
 * assignNumbers([bore], [{ ...bore, id: 'a', number: 7 }]).get('b') // → 7
 * ```
 */
export function assignNumbers(
  marks: readonly Numberable[],
  earlier: readonly Numbered[] = [],
  lastNumber = Math.max(0, ...earlier.map(({ number }) => number)),
): Map<string, number> {
  const matching = new Matching(marks, earlier)
  const isSameText = (mark: Numberable, was: Numbered) => contentOf(mark) === contentOf(was)
  matching.nearest(NEAR_HEIGHTS, isSameText)
  matching.nearest(SAME_PLACE_HEIGHTS, (mark, was) => mark.kind === was.kind)
  matching.onlyOnes()
  let last = lastNumber
  const numbers = new Map<string, number>()
  for (const mark of marks) numbers.set(mark.id, matching.numberOf(mark) ?? ++last)
  return numbers
}

/** Pairs of now and then, each in one pair at most. */
class Matching {
  readonly #pairs = new Map<Numberable, Numbered>()
  #marks: readonly Numberable[]
  #earlier: readonly Numbered[]
  readonly #nowFromThen: (point: Point) => Point

  constructor(marks: readonly Numberable[], earlier: readonly Numbered[]) {
    this.#marks = marks
    this.#earlier = earlier
    this.#nowFromThen = alignment(uniquePairs(marks, earlier))
  }

  numberOf(mark: Numberable): number | undefined {
    return this.#pairs.get(mark)?.number
  }

  /** Pairs what lies closest, the closest first. */
  nearest(heights: number, mayBeSame: (mark: Numberable, was: Numbered) => boolean): void {
    const candidates: { mark: Numberable; was: Numbered; apart: number }[] = []
    for (const mark of this.#marks) {
      const reach = heights * sizeOf(mark.quad).height
      for (const was of this.#earlier) {
        const apart = this.#apart(mark, was)
        if (apart <= reach && mayBeSame(mark, was)) candidates.push({ mark, was, apart })
      }
    }
    candidates.sort((one, other) => one.apart - other.apart || one.was.number - other.was.number)
    this.#take(candidates)
  }

  /** Pairs what moved, where no other has its text. */
  onlyOnes(): void {
    this.#take(uniquePairs(this.#marks, this.#earlier))
  }

  /** A view may have moved by itself, or stayed where the others moved. */
  #apart(mark: Numberable, was: Numbered): number {
    const [now, then] = [centreOf(mark.quad), centreOf(was.quad)]
    return Math.min(distance(now, then), distance(now, this.#nowFromThen(then)))
  }

  #take(candidates: { mark: Numberable; was: Numbered }[]): void {
    const [freeNow, freeThen] = [new Set(this.#marks), new Set(this.#earlier)]
    for (const { mark, was } of candidates) {
      if (!freeNow.has(mark) || !freeThen.has(was)) continue
      this.#pairs.set(mark, was)
      freeNow.delete(mark)
      freeThen.delete(was)
    }
    this.#marks = [...freeNow]
    this.#earlier = [...freeThen]
  }
}

function uniquePairs(marks: readonly Numberable[], earlier: readonly Numbered[]) {
  const [now, then] = [onlyOnesOf(marks), onlyOnesOf(earlier)]
  return [...now].flatMap(([content, mark]) => {
    const was = then.get(content)
    return was ? [{ mark, was }] : []
  })
}

function onlyOnesOf<T extends Numberable>(things: readonly T[]): Map<string, T> {
  const found = new Map<string, T>()
  const twice = new Set<string>()
  for (const thing of things) {
    const content = contentOf(thing)
    if (found.has(content)) twice.add(content)
    found.set(content, thing)
  }
  for (const content of twice) found.delete(content)
  return found
}

/** What nobody would call a change of the dimension: spaces, the decimal sign, the form of a letter. */
function contentOf({ kind, text }: Numberable): string {
  const folded = text.replaceAll(/\s+/g, '').replaceAll(',', '.').replaceAll('⌀', 'Ø').toLowerCase()
  return `${kind} ${folded}`
}

/** How the sheet lies to its earlier revision: another resolution, another margin. Robust against views that moved. */
function alignment(pairs: { mark: Numberable; was: Numbered }[]): (point: Point) => Point {
  const places = pairs
    .slice(0, ALIGNED_BY_PAIRS_MAX)
    .map(({ mark, was }) => ({ now: centreOf(mark.quad), was: centreOf(was.quad) }))
  const ratios = places.flatMap((one, at) =>
    places.slice(at + 1).map((other) => distance(one.now, other.now) / distance(one.was, other.was)),
  )
  const scale = median(ratios.filter((ratio) => Number.isFinite(ratio) && ratio > 0)) ?? 1
  const dx = median(places.map(({ now, was }) => now[0] - scale * was[0])) ?? 0
  const dy = median(places.map(({ now, was }) => now[1] - scale * was[1])) ?? 0
  return ([x, y]) => [scale * x + dx, scale * y + dy]
}

function median(numbers: number[]): number | undefined {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1]
}
