import type { Review } from 'draftlens/viewer'
import { byId, element } from './element'

/** Another page that was read: perhaps an earlier revision. */
export interface Revision {
  name: string
  review: Review
}

/** The choice of the revision whose balloons the shown page takes over, where there is one to choose. */
export class NumberAs {
  readonly #row = byId('number-as-row')
  readonly #select = byId<HTMLSelectElement>('number-as')
  #revisions: Revision[] = []
  #review: Review | undefined

  constructor() {
    this.#select.addEventListener('change', () => {
      const revision = this.#revisions[this.#select.selectedIndex - 1]
      this.#review?.numberAs(revision?.review.numbered ?? [])
    })
  }

  show(review: Review | undefined, revisions: Revision[]): void {
    this.#review = review
    this.#revisions = revisions
    this.#row.hidden = !review || revisions.length === 0
    const names = ['this sheet alone', ...revisions.map(({ name }) => name)]
    this.#select.replaceChildren(...names.map((name) => element('option', {}, name)))
  }
}
