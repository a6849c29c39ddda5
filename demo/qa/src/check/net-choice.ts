import { button, byId, element } from '../element'
import type { ChosenNets } from './setup'

/** The choice of nets in the Check window: this version's first, and the folders of others that were added. */
export class NetChoice {
  readonly #select = byId<HTMLSelectElement>('check-nets')
  readonly #add: HTMLButtonElement
  readonly #known: ChosenNets[] = []

  constructor(onChange: () => void) {
    const folder = byId<HTMLInputElement>('check-nets-folder')
    this.#add = button('check-nets-button', () => folder.click())
    this.#select.addEventListener('change', onChange)
    folder.addEventListener('change', () => {
      this.#take([...(folder.files ?? [])])
      folder.value = ''
      onChange()
    })
  }

  get chosen(): ChosenNets | undefined {
    return this.#known[this.#select.selectedIndex - 1]
  }

  set isDisabled(isDisabled: boolean) {
    this.#select.disabled = isDisabled
    this.#add.disabled = isDisabled
  }

  #take(files: readonly File[]): void {
    const [first] = files
    if (!first) return
    const name = first.webkitRelativePath.split('/')[0] || 'other nets'
    this.#known.push({ name, files })
    this.#select.append(element('option', {}, name))
    this.#select.selectedIndex = this.#known.length
  }
}
