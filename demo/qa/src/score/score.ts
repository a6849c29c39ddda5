import type { Annotation, Point, Quad } from 'draftlens'
import { areaOf, centreOf, contains, overlapOf, sharedArea } from 'draftlens/viewer'
import { editDistance, normalised } from './normalised'
import type { Truth, TruthAnnotation } from './truth'

/** What is scored of a reading; a whole `Annotation` serves. */
export type Scored = Pick<Annotation, 'kind' | 'quad' | 'text' | 'score'>

/** Counts of one page, or of many together. */
export interface Counts {
  truth: number
  strict: Matched
  lenient: Matched
  /** Letters to change, over strict matches. */
  edits: number
  letters: number
  /** Tolerance frames. */
  frames: number
  framesFound: number
}

interface Matched {
  found: number
  /** Readings that count: without those that lie on what nobody minds. */
  readings: number
  /** Found and read right. */
  right: number
}

/** One difference, or its absence. */
export type Verdict<T extends Scored = Annotation> =
  | { is: 'right' | 'misread'; truth: TruthAnnotation; reading: T }
  | { is: 'missed'; truth: TruthAnnotation }
  | { is: 'invented'; reading: T }

export interface PageScore<T extends Scored = Annotation> {
  counts: Counts
  verdicts: Verdict<T>[]
}

const SCORED_KINDS = ['dimension', 'thread', 'gdt']
const STRICT_OVERLAP = 0.5
const LENIENT_OVERLAP = 0.3
/** So much of a reading on something that is not scored, and it is no invention. */
const IGNORED_SHARE = 0.5

/** How good a pair is; undefined where it is none. */
type Fit = (truth: Quad, reading: Quad) => number | undefined

/** Readings of a page against its labels: the figures of the drawings' score.py, and the differences behind them. */
export function scorePage<T extends Scored>(truth: Truth, readings: readonly T[]): PageScore<T> {
  const wanted = truth.annotations.filter(({ kind }) => SCORED_KINDS.includes(kind))
  const ignored = truth.annotations.filter(({ kind }) => !SCORED_KINDS.includes(kind))
  const given = readings
    .filter(({ kind }) => SCORED_KINDS.includes(kind))
    .toSorted((one, other) => other.score - one.score)
  const strict = new Matching(wanted, given, ignored, strictly)
  const lenient = new Matching(wanted, given, ignored, leniently)
  const isFrame = ({ kind }: TruthAnnotation) => kind === 'gdt'
  const sum = (of: (truth: TruthAnnotation, reading: T) => number) =>
    strict.pairs.reduce((total, { truth, reading }) => total + of(truth, reading), 0)
  const counts: Counts = {
    truth: wanted.length,
    strict: strict.counts,
    lenient: lenient.counts,
    edits: sum((truth, reading) => editDistance(normalised(truth.text), normalised(reading.text))),
    letters: sum((truth) => [...normalised(truth.text)].length),
    frames: wanted.filter(isFrame).length,
    framesFound: strict.pairs.filter(({ truth }) => isFrame(truth)).length,
  }
  return { counts, verdicts: strict.verdicts }
}

/** Each reading, the surest first, takes the free label that it fits best. */
class Matching<T extends Scored> {
  readonly pairs: { truth: TruthAnnotation; reading: T }[] = []
  readonly #missed: Set<TruthAnnotation>
  readonly #invented: T[] = []

  constructor(
    wanted: readonly TruthAnnotation[],
    given: readonly T[],
    ignored: readonly TruthAnnotation[],
    fit: Fit,
  ) {
    this.#missed = new Set(wanted)
    for (const reading of given) {
      let best: { truth: TruthAnnotation; fit: number } | undefined
      for (const truth of this.#missed) {
        const fits = fit(truth.quad, reading.quad)
        if (fits !== undefined && (!best || fits > best.fit)) best = { truth, fit: fits }
      }
      if (best) {
        this.#missed.delete(best.truth)
        this.pairs.push({ truth: best.truth, reading })
      } else if (!ignored.some(({ quad }) => liesOn(reading.quad, quad))) {
        this.#invented.push(reading)
      }
    }
  }

  get counts(): Matched {
    const right = this.pairs.filter(isRight).length
    return { found: this.pairs.length, readings: this.pairs.length + this.#invented.length, right }
  }

  get verdicts(): Verdict<T>[] {
    return [
      ...this.pairs.map((pair) => ({
        is: isRight(pair) ? ('right' as const) : ('misread' as const),
        ...pair,
      })),
      ...[...this.#missed].map((truth) => ({ is: 'missed' as const, truth })),
      ...this.#invented.map((reading) => ({ is: 'invented' as const, reading })),
    ]
  }
}

function isRight({ truth, reading }: { truth: TruthAnnotation; reading: Scored }): boolean {
  return normalised(truth.text) === normalised(reading.text)
}

function strictly(truth: Quad, reading: Quad): number | undefined {
  const overlap = overlapOf(truth, reading)
  return overlap >= STRICT_OVERLAP ? overlap : undefined
}

function leniently(truth: Quad, reading: Quad): number | undefined {
  const overlap = overlapOf(truth, reading)
  if (overlap >= LENIENT_OVERLAP) return overlap + 1
  const isWithin = contains(truth, centreOfArea(reading)) && contains(reading, centreOfArea(truth))
  return isWithin ? overlap : undefined
}

function liesOn(reading: Quad, ignored: Quad): boolean {
  const area = areaOf(reading)
  return area > 0 && sharedArea(reading, ignored) >= IGNORED_SHARE * area
}

/** Of a quad that is no parallelogram, this is not the middle of its corners. */
function centreOfArea(quad: Quad): Point {
  let twice = 0
  let [sumX, sumY] = [0, 0]
  for (const [at, [x, y]] of quad.entries()) {
    const [nextX, nextY] = quad[(at + 1) % 4] ?? quad[0]
    const cross = x * nextY - nextX * y
    twice += cross
    sumX += (x + nextX) * cross
    sumY += (y + nextY) * cross
  }
  return twice === 0 ? centreOf(quad) : [sumX / (3 * twice), sumY / (3 * twice)]
}
