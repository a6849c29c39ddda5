import {
  type FieldStore,
  keepStorage,
  lookAtPackage,
  type OfflineApp,
  type OutboxEntry,
  type PackageState,
  storageState,
} from 'draftlens/offline'
import { counted } from '../../qa/src/counted'
import { byId, element } from '../../qa/src/element'
import type { Finding } from './finding'
import { sizeInWords } from './size-words'
import type { StateView } from './state'
import { doing } from './trouble'

const REALLY_MS = 6000

/** What is on this device, what is old, what waits; and how to get rid of it. */
export class DeviceView {
  readonly #store: FieldStore
  readonly #state: StateView
  readonly #onStore: (state: PackageState) => Promise<void>
  readonly #onWipe: () => void
  app: OfflineApp | undefined
  #looked: PackageState[] = []
  #rendering = Promise.resolve()
  /** What was pressed once, of that which wants to be pressed twice. */
  #asked: string | undefined

  constructor(
    store: FieldStore,
    state: StateView,
    { onStore, onWipe }: { onStore: (state: PackageState) => Promise<void>; onWipe: () => void },
  ) {
    this.#store = store
    this.#state = state
    this.#onStore = onStore
    this.#onWipe = onWipe
    store.outbox.on('change', () => void this.render())
  }

  /** One after the other: an older state never comes last. */
  render(): Promise<void> {
    this.#rendering = this.#rendering.catch(() => {}).then(() => this.#render())
    return this.#rendering
  }

  async #render(): Promise<void> {
    const view = byId('device-view')
    if (view.hidden) return
    const parts = await Promise.all([this.#application(), this.#waiting(), this.#drawings(), this.#storage()])
    const focused = (document.activeElement as HTMLElement | null)?.dataset['does']
    view.replaceChildren(...parts.flat())
    // A finger, or a key, goes on where it was.
    if (focused) view.querySelector<HTMLElement>(`[data-does="${CSS.escape(focused)}"]`)?.focus()
  }

  async #application(): Promise<HTMLElement[]> {
    const state = await this.app?.state()
    const words = !state
      ? 'Not stored: it needs the network'
      : state.isComplete
        ? 'Opens without a network'
        : `${counted(state.missing.length, 'file')} missing or damaged: open it once with a connection`
    return [
      element('h2', {}, 'This application'),
      facts({
        Offline: this.#state.problem ?? words,
        ...(state && {
          Version: `${state.version}, ${sizeInWords(state.bytes)}, stored ${state.storedAt.toLocaleString()}`,
        }),
        ...(this.#state.isUpdateReady && { Update: 'A newer version is stored. The next start has it.' }),
      }),
      ...(this.#state.isUpdateReady ? [press('Start the newer version now', () => location.reload())] : []),
    ]
  }

  async #waiting(): Promise<HTMLElement[]> {
    const entries = await this.#store.outbox.entries()
    const rows = entries.map((entry) => this.#waitingRow(entry))
    const send = press('Send now', () => this.#store.outbox.flush().then(() => this.render()))
    return [
      element(
        'h2',
        {},
        entries.length > 0 ? `${counted(entries.length, 'finding')} to send` : 'Nothing waits to be sent',
      ),
      element('ul', { class: 'rows-of', 'aria-label': 'Waiting to be sent' }, ...rows),
      presses(
        ...(entries.length > 0 ? [send] : []),
        press('Save all findings as a file', () => this.#saveFindings()),
      ),
    ]
  }

  #waitingRow({ number, url, body, savedAt, state, problem }: OutboxEntry): HTMLElement {
    const { outbox } = this.#store
    const { mark, drawing } = (body as { body?: Partial<Finding> } | undefined)?.body ?? {}
    const what = mark && drawing ? `${mark.text.replaceAll('\n', ' ')}, ${drawing.title}` : url
    const why = {
      waiting: problem ? `Will be tried again: ${problem.message}` : 'Waits for a connection',
      conflict: 'Somebody else changed it meanwhile',
      refused: `The server refused it: ${problem?.message ?? ''}`,
    }[state]
    const decide =
      state === 'waiting'
        ? []
        : [
            press(state === 'conflict' ? 'Send mine' : 'Try again', () => outbox.insist(number)),
            press(state === 'conflict' ? 'Keep theirs' : 'Do not send', () => outbox.giveUp(number)),
          ]
    return element(
      'li',
      { 'data-state': state },
      element('span', {}, what, element('small', {}, `${savedAt.toLocaleString()}. ${why}`)),
      ...decide,
    )
  }

  async #drawings(): Promise<HTMLElement[]> {
    const drawings = await this.#store.drawings()
    const stale = new Set(this.#looked.flatMap(({ stale }) => stale.map(({ id }) => id)))
    const withdrawn = new Set(this.#looked.flatMap(({ withdrawn }) => withdrawn.map(({ id }) => id)))
    const rows = drawings.map(({ id, title, bytes, storedAt }) => {
      const age = withdrawn.has(id) ? 'withdrawn' : stale.has(id) ? 'there is a newer revision' : ''
      const words = [sizeInWords(bytes), `stored ${storedAt.toLocaleString()}`, age]
        .filter(Boolean)
        .join(', ')
      const remove = this.#surely(`remove ${id}`, 'Remove', 'Really remove', () =>
        this.#store.remove(id).then(() => this.render()),
      )
      return element('li', {}, element('span', {}, title, element('small', {}, words)), remove)
    })
    const urls = new Set(drawings.flatMap(({ packageUrl }) => packageUrl ?? []))
    const nChanged = this.#looked.reduce(
      (sum, { missing, stale, withdrawn }) => sum + missing.length + stale.length + withdrawn.length,
      0,
    )
    return [
      element('h2', {}, `${counted(drawings.length, 'drawing')} on this device`),
      element('ul', { class: 'rows-of', 'aria-label': 'Drawings on this device' }, ...rows),
      presses(
        ...(urls.size > 0 ? [press('Look for newer drawings', () => this.#look([...urls]))] : []),
        ...(nChanged > 0 ? [press(`Bring ${nChanged} up to date`, () => this.#bringUpToDate())] : []),
      ),
    ]
  }

  async #look(urls: readonly string[]): Promise<void> {
    this.#looked = await Promise.all(urls.map((url) => lookAtPackage(this.#store, url)))
    await this.render()
  }

  async #bringUpToDate(): Promise<void> {
    for (const state of this.#looked) await this.#onStore(state)
    this.#looked = []
    await this.render()
  }

  async #storage(): Promise<HTMLElement[]> {
    const { usedBytes, freeBytes, isPersistent } = await storageState()
    const nUnsent = (await this.#store.outbox.entries()).length
    const really =
      nUnsent > 0 ? `Really delete, with ${counted(nUnsent, 'unsent finding')}` : 'Really delete everything'
    const wipe = this.#surely('wipe', 'Delete all drawings and findings', really, () => this.#wipe())
    return [
      element('h2', {}, 'Storage'),
      facts({
        Used: sizeInWords(usedBytes),
        Free: sizeInWords(freeBytes),
        Kept: isPersistent
          ? 'The browser throws nothing away'
          : 'The browser may throw it away when space is short',
      }),
      presses(
        ...(isPersistent
          ? []
          : [press('Ask the browser to keep it', () => keepStorage().then(() => this.render()))]),
        wipe,
      ),
    ]
  }

  /** Pressed twice: gloves press what they did not mean. It outlives a rendering in between. */
  #surely(what: string, words: string, really: string, work: () => Promise<unknown>): HTMLElement {
    const onclick = () => {
      const isAsked = this.#asked === what
      this.#asked = isAsked ? undefined : what
      if (isAsked) return void doing(work)
      setTimeout(() => {
        if (this.#asked !== what) return
        this.#asked = undefined
        void this.render()
      }, REALLY_MS)
      void this.render()
    }
    const said = this.#asked === what ? really : words
    return element('button', { type: 'button', class: 'danger', 'data-does': what, onclick }, said)
  }

  async #wipe(): Promise<void> {
    await this.#store.wipe({ evenUnsent: true })
    this.#onWipe()
    await this.render()
  }

  async #saveFindings(): Promise<void> {
    const findings = await this.#store.notes<Finding>('')
    const url = URL.createObjectURL(
      new Blob([JSON.stringify(findings, null, 2)], { type: 'application/json' }),
    )
    element('a', { href: url, download: 'findings.json' }).click()
    // Some browsers begin to read it only later.
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }
}

function facts(of: Record<string, string>): HTMLElement {
  const rows = Object.entries(of).flatMap(([name, words]) => [
    element('dt', {}, name),
    element('dd', {}, words),
  ])
  return element('dl', { class: 'facts' }, ...rows)
}

function presses(...all: HTMLElement[]): HTMLElement {
  return element('div', { class: 'presses' }, ...all)
}

function press(words: string, work: () => unknown): HTMLElement {
  const onclick = () => void doing(async () => work())
  return element('button', { type: 'button', 'data-does': words, onclick }, words)
}
