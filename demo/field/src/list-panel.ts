import { asLine, type Mark, spoken, valueInWords } from 'draftlens/viewer'
import { element } from '../../qa/src/element'
import type { Finding } from './finding'

export interface Listed {
  mark: Mark
  number: number | undefined
  finding: Finding | undefined
}

const SIGNS = { open: '', ok: '✓', 'not-ok': '✕' } as const
const SAID = { open: 'not checked', ok: 'OK', 'not-ok': 'not OK' } as const

/** All that is to be measured, by number. */
export function listPanel(listed: readonly Listed[], onChoose: (id: string) => void): HTMLElement[] {
  const byNumber = [...listed].sort((one, other) => (one.number ?? 0) - (other.number ?? 0))
  const nDone = byNumber.filter(({ finding }) => (finding?.verdict ?? 'open') !== 'open').length
  return [
    element('header', {}, element('h2', {}, `${nDone} of ${byNumber.length} checked`)),
    element('ol', { class: 'rows-of list' }, ...byNumber.map((one) => row(one, onChoose))),
  ]
}

function row({ mark, number, finding }: Listed, onChoose: (id: string) => void): HTMLElement {
  const verdict = finding?.verdict ?? 'open'
  const measured = finding?.measured === undefined ? '' : String(finding.measured)
  const hidden = { 'aria-hidden': 'true' }
  return element(
    'li',
    {},
    element(
      'button',
      { type: 'button', class: 'row', 'data-verdict': verdict, onclick: () => onChoose(mark.id) },
      element('span', { class: 'unseen' }, `${spoken(mark, number)}, ${SAID[verdict]}`),
      element('span', { class: 'number', ...hidden }, number === undefined ? '–' : String(number)),
      element(
        'span',
        { class: 'what', ...hidden },
        asLine(mark.text),
        element('small', {}, `${mark.unsure ? '? ' : ''}${valueInWords(mark.value)}`),
      ),
      element('span', { class: 'sign', ...hidden }, `${measured} ${SIGNS[verdict]}`),
    ),
  )
}
