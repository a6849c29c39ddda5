import type { AnnotationKind } from 'draftlens'
import { KIND_NAMES, KINDS, type MarkFilter, type Review, type Standing, standingOf } from 'draftlens/viewer'
import { byId, element } from './element'

const STANDINGS: [Standing, string][] = [
  ['unsure', '? Doubtful'],
  ['sure', 'Confident'],
  ['accepted', '✓ Accepted'],
  ['rejected', '✕ Rejected'],
]

/** Search field and chips above the list: which marks are shown. A chip appears with the first mark that it is about. */
export class Filters {
  readonly #search = byId<HTMLInputElement>('mark-search')
  readonly #chips = byId('mark-chips')
  readonly #kinds = new Set<AnnotationKind>()
  readonly #standings = new Set<Standing>()
  #review: Review | undefined

  constructor() {
    this.#search.addEventListener('input', () => this.#apply())
    this.#search.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key !== 'Escape') return
      this.#search.value = ''
      this.#apply()
    })
  }

  /** The same choice holds for the next page. */
  show(review: Review | undefined): void {
    this.#review = review
    this.#apply()
    this.render()
  }

  render(): void {
    const marks = this.#review?.marks ?? []
    const focused = document.activeElement instanceof HTMLElement && document.activeElement.dataset['chip']
    const standings = STANDINGS.map(([standing, name]) =>
      chip({
        ...{ name, id: standing, pressed: this.#standings.has(standing) },
        count: marks.filter((mark) => standingOf(mark) === standing).length,
        onToggle: () => this.#toggle(this.#standings, standing),
      }),
    )
    const kinds = KINDS.map((kind) =>
      chip({
        ...{ name: KIND_NAMES[kind], id: kind, pressed: this.#kinds.has(kind) },
        count: marks.filter((mark) => mark.kind === kind).length,
        onToggle: () => this.#toggle(this.#kinds, kind),
      }),
    )
    this.#chips.replaceChildren(...[...standings, ...kinds].filter((one) => one !== undefined))
    if (focused) this.#chips.querySelector<HTMLElement>(`[data-chip="${focused}"]`)?.focus()
  }

  #toggle<T>(chosen: Set<T>, one: T): void {
    if (!chosen.delete(one)) chosen.add(one)
    this.#apply()
    this.render()
  }

  #apply(): void {
    if (!this.#review) return
    const text = this.#search.value.trim()
    const filter: MarkFilter = {
      ...(this.#kinds.size > 0 && { kinds: new Set(this.#kinds) }),
      ...(this.#standings.size > 0 && { standings: new Set(this.#standings) }),
      ...(text && { text }),
    }
    this.#review.filter = filter
  }
}

interface Chip {
  id: string
  name: string
  count: number
  pressed: boolean
  onToggle: () => void
}

/** One that is pressed stays, or it could not be let go again. */
function chip({ id, name, count, pressed, onToggle }: Chip): HTMLElement | undefined {
  if (count === 0 && !pressed) return undefined
  return element(
    'button',
    {
      type: 'button',
      class: 'chip',
      'data-chip': id,
      'aria-pressed': String(pressed),
      onclick: onToggle,
    },
    name,
    element('span', { class: 'count' }, String(count)),
  )
}
