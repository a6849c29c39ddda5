import type { FieldStore, PageReadings, StoredDrawing } from 'draftlens/offline'
import { counted } from '../../qa/src/counted'
import { byId, element } from '../../qa/src/element'
import type { Finding } from './finding'
import type { Preparing } from './preparing'
import { sizeInWords } from './size-words'

/** The drawings of this device, each with what is known of it and what was done. */
export class Shelf {
  readonly #store: FieldStore
  readonly #preparing: Preparing
  readonly #onOpen: (id: string) => void
  #pictures: string[] = []
  #rendering = Promise.resolve()

  constructor(store: FieldStore, preparing: Preparing, onOpen: (id: string) => void) {
    this.#store = store
    this.#preparing = preparing
    this.#onOpen = onOpen
    preparing.addEventListener('change', () => void this.render())
  }

  /** One after the other: an older state never comes last. */
  render(): Promise<void> {
    this.#rendering = this.#rendering.catch(() => {}).then(() => this.#render())
    return this.#rendering
  }

  async #render(): Promise<void> {
    const drawings = await this.#store.drawings()
    const cards = await Promise.all(drawings.map((drawing) => this.#card(drawing)))
    for (const url of this.#pictures.splice(0)) URL.revokeObjectURL(url)
    const focused = document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset['id']
    byId('shelf').replaceChildren(...cards.map(({ card }) => card))
    this.#pictures = cards.flatMap(({ url }) => url ?? [])
    if (focused)
      byId('shelf')
        .querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"] button`)
        ?.focus()
    byId('nothing').hidden = drawings.length > 0
  }

  async #card(drawing: StoredDrawing): Promise<{ card: HTMLElement; url: string | undefined }> {
    const { id, title, bytes } = drawing
    const first = await this.#store.readings(drawing, 0)
    const url = first.picture && URL.createObjectURL(new Blob([first.picture], { type: 'image/png' }))
    const picture = element(
      'span',
      { class: 'picture' },
      ...(url ? [element('img', { src: url, alt: '' })] : []),
    )
    const card = element(
      'li',
      { 'data-id': id },
      element(
        'button',
        { type: 'button', class: 'card', onclick: () => this.#onOpen(id) },
        picture,
        element('strong', {}, title),
        element('small', {}, await this.#words(drawing, first, bytes)),
      ),
    )
    return { card, url }
  }

  async #words(drawing: StoredDrawing, { analysis }: PageReadings, bytes: number): Promise<string> {
    const state = this.#preparing.stateOf(drawing.id)
    if (state) return state
    const findings = await this.#store.notes<Finding>(`${drawing.id}/${drawing.sha256.slice(0, 12)}/`)
    const nBad = findings.filter(({ body }) => body.verdict === 'not-ok').length
    const nChecked = findings.filter(({ body }) => body.verdict !== 'open').length
    return [
      `${sizeInWords(bytes)} here`,
      analysis ? counted(analysis.annotations.length, 'text') : 'not read yet',
      nChecked > 0 && `${nChecked} checked`,
      nBad > 0 && `${nBad} not OK`,
    ]
      .filter(Boolean)
      .join(' · ')
  }
}
