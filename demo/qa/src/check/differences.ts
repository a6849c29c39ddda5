import type { Callout } from 'draftlens/viewer'
import type { PageScore, Verdict } from '../score/score'

export const DIFFERENCES = {
  missed: { name: 'missed', colour: '#b3261e', dash: [7, 4] },
  invented: { name: 'invented', colour: '#7a3fa0', dash: [2, 3] },
  misread: { name: 'misread', colour: '#a8500a', dash: [] },
} as const

/** What differs from the labels, as boxes over the sheet. */
export function calloutsOf(score: PageScore): Callout[] {
  return differencesOf(score).map((verdict) => {
    const { colour, dash } = DIFFERENCES[verdict.is]
    const { quad } = 'reading' in verdict ? verdict.reading : verdict.truth
    return { quad, colour, dash, words: differenceInWords(verdict) }
  })
}

type Difference = Exclude<Verdict, { is: 'right' }> & { is: keyof typeof DIFFERENCES }

export function differencesOf({ verdicts }: PageScore): Difference[] {
  return verdicts.filter((verdict): verdict is Difference => verdict.is !== 'right')
}

export function differenceInWords(verdict: Difference): string {
  switch (verdict.is) {
    case 'missed':
      return `missed: ${verdict.truth.text}`
    case 'invented':
      return `invented: ${verdict.reading.text}`
    default:
      return 'truth' in verdict ? `read ${verdict.reading.text}, is ${verdict.truth.text}` : ''
  }
}
