import type { DrawingPage } from 'draftlens'
import { asLine, doubtInWords, drawCrop, KIND_NAMES, type Mark, spoken, valueInWords } from 'draftlens/viewer'
import { element, icon } from '../../qa/src/element'
import type { Finding } from './finding'
import { excess, limitsOf, typedNumber } from './limits'

export interface Measuring {
  mark: Mark
  number: number | undefined
  finding: Finding | undefined
  page: DrawingPage
  /** Typed, and not decided. */
  onMeasured(measured: number | undefined): void
  onVerdict(verdict: Finding['verdict'], measured: number | undefined): void
  onCorrect(text: string): void
  onClose(): void
}

const CROP_WIDTH_PX = 360
const CROP_HEIGHT_PX = 72

/** One dimension, large: what is wanted, and what is there. */
export function measurePanel(measuring: Measuring): HTMLElement[] {
  const { mark, number, onClose } = measuring
  const title = element('h2', {}, `${KIND_NAMES[mark.kind]}${mark.unsure ? ', read with doubt' : ''}`)
  const badge = number === undefined ? [] : [element('span', { class: 'number' }, String(number))]
  const close = element('button', { type: 'button', 'aria-label': 'Close', onclick: onClose }, icon('close'))
  return [
    element('header', {}, ...badge, title, ...speaker(mark, number), close),
    requirement(measuring),
    element('p', { class: 'limits' }, limitsInWords(mark)),
    element(
      'ul',
      { class: 'doubts' },
      ...(mark.doubts ?? []).map((doubt) => element('li', {}, `? ${doubtInWords(doubt)}`)),
    ),
    measuredForm(measuring),
    correction(measuring),
  ]
}

/** Where the device can speak without a network, it does. */
function speaker(mark: Mark, number: number | undefined): HTMLElement[] {
  if (!('speechSynthesis' in globalThis)) return []
  const speak = () => {
    speechSynthesis.cancel()
    speechSynthesis.speak(new SpeechSynthesisUtterance(spoken(mark, number)))
  }
  return [element('button', { type: 'button', 'aria-label': 'Say it', onclick: speak }, icon('speak'))]
}

function requirement({ mark, page }: Measuring): HTMLElement {
  const canvas = element('canvas', {
    class: 'crop',
    role: 'img',
    'aria-label': 'As it stands on the drawing',
  })
  canvas.hidden = true
  drawCrop(canvas, page, mark.quad, { maxWidthPx: CROP_WIDTH_PX, maxHeightPx: CROP_HEIGHT_PX }).then(
    () => {
      canvas.hidden = false
    },
    // The text stands there without its picture: what is wrong with the page is told elsewhere.
    () => {},
  )
  return element(
    'div',
    { class: 'requirement' },
    element('p', { class: 'wanted' }, asLine(mark.text)),
    canvas,
  )
}

function limitsInWords({ value }: Mark): string {
  return valueInWords(value) || 'No limits on the drawing for it'
}

function measuredForm({ mark, finding, onMeasured, onVerdict }: Measuring): HTMLElement {
  const limits = limitsOf(mark.value)
  const unit = mark.value?.unit === 'deg' ? '°' : (mark.value?.unit ?? '')
  const input = element('input', {
    ...{ type: 'text', inputmode: 'decimal', autocomplete: 'off', enterkeyhint: 'done' },
    value: finding?.measured === undefined ? '' : String(finding.measured),
  })
  const words = element('p', { class: 'verdict', role: 'status' })
  const verdict = (kind: 'ok' | 'not-ok', name: string, look: string, sign: string) =>
    element(
      'button',
      {
        ...{ type: 'button', class: look, 'aria-pressed': String(finding?.verdict === kind) },
        onclick: () => onVerdict(finding?.verdict === kind ? 'open' : kind, typedNumber(input.value)),
      },
      icon(sign),
      name,
    )
  const tell = () => {
    const measured = typedNumber(input.value)
    if (measured === undefined) {
      words.textContent = input.value.trim() === '' ? '' : 'This is no number.'
    } else if (!limits) {
      words.textContent = 'The drawing gives no limits: decide yourself.'
    } else {
      const out = excess(measured, limits)
      words.textContent =
        out === 0 ? 'Within the limits' : `${out > 0 ? 'Too large' : 'Too small'} by ${Math.abs(out)} ${unit}`
    }
  }
  input.addEventListener('input', () => {
    tell()
    onMeasured(typedNumber(input.value))
  })
  tell()
  return element(
    'div',
    { class: 'measured' },
    element('label', {}, 'Measured', input, unit),
    words,
    verdict('ok', 'OK', 'good', 'good'),
    verdict('not-ok', 'Not OK', 'bad', 'bad'),
  )
}

/** The reader may be wrong; the sheet is right. */
function correction({ mark, onCorrect }: Measuring): HTMLElement {
  const input = element('input', {
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': 'What stands on the drawing',
    value: mark.text,
  })
  const form = element(
    'form',
    { class: 'correct', hidden: true },
    input,
    element('button', { type: 'submit' }, 'Save'),
  )
  const open = element(
    'button',
    {
      type: 'button',
      onclick: () => {
        form.hidden = false
        open.hidden = true
        input.focus()
      },
    },
    icon('pen'),
    'Misread',
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (input.value.trim() !== '') onCorrect(input.value.trim())
  })
  return element('div', { class: 'misread' }, open, form)
}
