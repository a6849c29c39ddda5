import { type FieldStore, isDraftlensError, type OfflineApp } from 'draftlens/offline'
import { byId } from '../../qa/src/element'

/** What is always visible: whether this opens without a network, whether there is one, and what waits to be sent. */
export class StateView {
  readonly #store: FieldStore
  #app: OfflineApp | undefined
  /** In the order in which somebody should know. */
  #storing: string | undefined
  #isReady = false
  #isUpdateReady = false
  #problem: string | undefined

  constructor(store: FieldStore) {
    this.#store = store
    for (const type of ['online', 'offline']) addEventListener(type, () => void this.render())
    store.outbox.on('change', () => void this.render())
  }

  /** Stores the application where it is not stored yet, and newer versions beside it. */
  async keep(app: OfflineApp): Promise<void> {
    this.#app = app
    const running = await app.hasRun()
    await this.check()
    try {
      if (await app.update()) {
        const stored = await app.store({
          onProgress: ({ done, total }) => {
            this.#storing = `Storing ${Math.floor((100 * done) / total)} %`
            void this.render()
          },
        })
        this.#isUpdateReady = running !== undefined && running !== stored.version
      }
      this.#problem = undefined
    } catch (error) {
      // Without a network that is how it should be.
      const isAway = isDraftlensError(error) && error.code === 'network'
      this.#problem = isAway ? undefined : String(error instanceof Error ? error.message : error)
    }
    this.#storing = undefined
    await this.check()
  }

  async check(): Promise<void> {
    this.#isReady = (await this.#app?.isReadyOffline()) ?? false
    await this.render()
  }

  get isUpdateReady(): boolean {
    return this.#isUpdateReady
  }

  get problem(): string | undefined {
    return this.#problem
  }

  async render(): Promise<void> {
    const waiting = await this.#store.outbox.entries().catch(() => [])
    const nStuck = waiting.filter(({ state }) => state !== 'waiting').length
    const words = [
      navigator.onLine ? undefined : 'No network',
      this.#storing ?? (this.#isReady ? 'Works offline' : 'Not offline yet'),
      nStuck > 0 ? `${nStuck} to decide` : waiting.length > 0 ? `${waiting.length} to send` : undefined,
      this.#isUpdateReady ? 'Update at next start' : undefined,
    ]
    const state = words.filter(Boolean).join(' · ')
    byId('state').textContent = state
    // Not every per cent of it.
    if (!this.#storing) byId('state-said').textContent = state
    const isFine = this.#isReady && nStuck === 0
    byId('device').dataset['state'] = isFine ? 'ready' : 'warn'
  }
}
