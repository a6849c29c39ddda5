import type { Counts } from './score'

/** Shares of 1; undefined where there is nothing to take a share of. */
export interface Figures {
  truth: number
  readings: number
  precision: number
  recall: number
  f1: number
  lenientF1: number
  /** Found and read right. */
  endToEndF1: number
  /** Wrong letters over all letters, where found. */
  letterErrors: number | undefined
  framesFound: number | undefined
}

export const NO_COUNTS: Counts = {
  truth: 0,
  strict: { found: 0, readings: 0, right: 0 },
  lenient: { found: 0, readings: 0, right: 0 },
  edits: 0,
  letters: 0,
  frames: 0,
  framesFound: 0,
}

/** Counts of pages → of all of them: figures are taken of the sums, not averaged. */
export function totalOf(pages: readonly Counts[]): Counts {
  const sum = (of: (counts: Counts) => number) => pages.reduce((total, counts) => total + of(counts), 0)
  const matched = (name: 'strict' | 'lenient') => ({
    found: sum((counts) => counts[name].found),
    readings: sum((counts) => counts[name].readings),
    right: sum((counts) => counts[name].right),
  })
  return {
    truth: sum(({ truth }) => truth),
    strict: matched('strict'),
    lenient: matched('lenient'),
    edits: sum(({ edits }) => edits),
    letters: sum(({ letters }) => letters),
    frames: sum(({ frames }) => frames),
    framesFound: sum(({ framesFound }) => framesFound),
  }
}

export function figuresOf({ truth, strict, lenient, edits, letters, frames, framesFound }: Counts): Figures {
  return {
    truth,
    readings: strict.readings,
    precision: share(strict.found, strict.readings),
    recall: share(strict.found, truth),
    f1: f1(strict.found, strict.readings, truth),
    lenientF1: f1(lenient.found, lenient.readings, truth),
    endToEndF1: f1(strict.right, strict.readings, truth),
    letterErrors: letters > 0 ? edits / letters : undefined,
    framesFound: frames > 0 ? framesFound / frames : undefined,
  }
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

function f1(found: number, readings: number, truth: number): number {
  const [precision, recall] = [share(found, readings), share(found, truth)]
  return share(2 * precision * recall, precision + recall)
}
