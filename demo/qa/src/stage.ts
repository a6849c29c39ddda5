import type { DraftlensError } from 'draftlens'
import { button, byId, element } from './element'

/** A quick decode shows no bar: it would only flicker. */
const SHOW_PROGRESS_AFTER_MS = 150

/** What lies over the drawing: the progress of a slow decode. */
export class Progress {
  readonly #box = byId('progress')
  readonly #bar = byId<HTMLProgressElement>('progress-bar')
  readonly #text = byId('progress-text')
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(onCancel: () => void) {
    button('cancel', onCancel)
  }

  start(): void {
    this.stop()
    this.#bar.removeAttribute('value')
    this.#text.textContent = 'Opening'
    this.#timer = setTimeout(() => {
      this.#box.hidden = false
    }, SHOW_PROGRESS_AFTER_MS)
  }

  at(done: number, total: number): void {
    this.#bar.max = total
    this.#bar.value = done
    this.#text.textContent = `Decoding ${Math.round((done / total) * 100)} %`
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#box.hidden = true
  }
}

/** In the drawing's place: what is wrong with it and what to do, or nothing where `error` is absent. */
export function renderError(error: DraftlensError | undefined, onRetry: (password?: string) => void): void {
  const message = byId('message')
  message.hidden = !error
  message.replaceChildren()
  if (!error) return
  const needsPassword = error.code === 'password-needed' || error.code === 'password-wrong'
  const isQuiet = needsPassword || error.code === 'cancelled'
  const card = element(
    'div',
    { class: isQuiet ? 'card' : 'card error', role: isQuiet ? 'group' : 'alert' },
    element('h2', {}, error.message),
    element('p', { class: 'hint' }, error.hint),
    needsPassword ? passwordForm(onRetry) : retry(error, onRetry),
  )
  message.append(card)
  card.querySelector('input')?.focus()
}

function passwordForm(onPassword: (password: string) => void): HTMLElement {
  const input = element('input', {
    type: 'password',
    autocomplete: 'off',
    required: true,
    'aria-label': 'Password',
    placeholder: 'Password',
  })
  const onsubmit = (event: Event) => {
    event.preventDefault()
    onPassword(input.value)
  }
  return element('form', { onsubmit }, input, element('button', { class: 'primary' }, 'Open'))
}

function retry(error: DraftlensError, onRetry: () => void): HTMLElement {
  const again = element('button', { type: 'button', class: 'plain', onclick: () => onRetry() }, 'Open again')
  return element('div', { class: 'actions' }, again, element('code', {}, error.code))
}

/** Nothing is open. */
export function renderWelcome(): void {
  const message = byId('message')
  message.hidden = false
  message.replaceChildren(
    element(
      'div',
      { class: 'card' },
      element('h2', {}, 'Open a drawing'),
      element(
        'p',
        { class: 'hint' },
        'PDF, TIFF, PNG, JPEG, WebP, BMP or GIF: drop it here or paste it. It does not leave this browser.',
      ),
      element(
        'div',
        { class: 'actions' },
        element(
          'button',
          { type: 'button', class: 'primary', onclick: () => byId('open').click() },
          'Choose files',
        ),
        element(
          'button',
          { type: 'button', class: 'plain', onclick: () => byId('samples').click() },
          'See samples',
        ),
      ),
    ),
  )
}
