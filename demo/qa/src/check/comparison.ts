import type { Callout } from 'draftlens/viewer'
import { type PageScore, scorePage } from '../score/score'
import type { Check, CheckPage, CheckRun, Read } from './check'
import { calloutsOf, differencesOf } from './differences'
import { setupInWords } from './setup'

interface ComparedPage {
  /** By the later run. */
  read: Read
  nDifferences: number
  /** Texts of the earlier run that count. */
  nTexts: number
  callouts: Callout[]
}

/** The first run and the last one side by side: what the later reads otherwise, by the rules that compare with labels. */
export class Comparison {
  readonly #pages: readonly CheckPage[]
  readonly #earlier: CheckRun
  readonly #later: CheckRun

  private constructor(pages: readonly CheckPage[], earlier: CheckRun, later: CheckRun) {
    this.#pages = pages
    this.#earlier = earlier
    this.#later = later
  }

  /** None where there are not two runs. */
  static of({ pages, runs }: Check): Comparison | undefined {
    const [earlier, later] = [runs[0], runs.at(-1)]
    return earlier && later && earlier !== later ? new Comparison(pages, earlier, later) : undefined
  }

  /** Which two they are. */
  get inWords(): string {
    return `${setupInWords(this.#earlier.setup)} → ${setupInWords(this.#later.setup)}`
  }

  /** A page that both have read. */
  page(page: CheckPage): ComparedPage | undefined {
    const [before, read] = [this.#earlier.results.get(page), this.#later.results.get(page)]
    if (before?.state !== 'read' || read?.state !== 'read') return undefined
    const score = scoreOf(before, read)
    const callouts = calloutsOf(score, {
      missed: (text) => `only before: ${text}`,
      invented: (text) => `only now: ${text}`,
      misread: (now, was) => `${was} → ${now}`,
    })
    return { read, nDifferences: differencesOf(score).length, nTexts: score.counts.truth, callouts }
  }

  /** Over all pages that both have read. */
  get total(): { nDifferences: number; nTexts: number } {
    const compared = this.#pages.flatMap((page) => this.page(page) ?? [])
    return compared.reduce(
      (sum, { nDifferences, nTexts }) => ({
        nDifferences: sum.nDifferences + nDifferences,
        nTexts: sum.nTexts + nTexts,
      }),
      { nDifferences: 0, nTexts: 0 },
    )
  }
}

/** The table is drawn anew with every page that is read. */
const known = new WeakMap<Read, { before: Read; score: PageScore }>()

function scoreOf(before: Read, read: Read): PageScore {
  const last = known.get(read)
  if (last?.before === before) return last.score
  const { annotations, page } = before.analysis
  const labels = { image: '', width: page.width_px, height: page.height_px, annotations }
  const score = scorePage(labels, read.analysis.annotations)
  known.set(read, { before, score })
  return score
}
