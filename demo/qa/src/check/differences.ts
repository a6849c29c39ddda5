import type { Callout } from 'draftlens/viewer'
import type { PageScore, Verdict } from '../score/score'

const LOOKS = {
  missed: { colour: '#b3261e', dash: [7, 4] },
  invented: { colour: '#7a3fa0', dash: [2, 3] },
  misread: { colour: '#a8500a', dash: [] },
} as const

/** How a difference is told. */
interface DifferenceWords {
  missed: (text: string) => string
  invented: (text: string) => string
  misread: (now: string, was: string) => string
}

const FROM_LABELS: DifferenceWords = {
  missed: (text) => `missed: ${text}`,
  invented: (text) => `invented: ${text}`,
  misread: (now, was) => `read ${now}, is ${was}`,
}

/** What differs, as boxes over the sheet. */
export function calloutsOf(score: PageScore, words = FROM_LABELS): Callout[] {
  return differencesOf(score).map((verdict) => {
    const { quad } = 'reading' in verdict ? verdict.reading : verdict.truth
    return { quad, ...LOOKS[verdict.is], words: differenceInWords(verdict, words) }
  })
}

type Difference = Exclude<Verdict, { is: 'right' }> & { is: keyof typeof LOOKS }

export function differencesOf({ verdicts }: PageScore): Difference[] {
  return verdicts.filter((verdict): verdict is Difference => verdict.is !== 'right')
}

export function differenceInWords(verdict: Difference, words = FROM_LABELS): string {
  switch (verdict.is) {
    case 'missed':
      return words.missed(verdict.truth.text)
    case 'invented':
      return words.invented(verdict.reading.text)
    default:
      return 'truth' in verdict ? words.misread(verdict.reading.text, verdict.truth.text) : ''
  }
}
