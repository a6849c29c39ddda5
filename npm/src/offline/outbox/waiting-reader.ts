import { askedOf, READ_PATH } from '../../search/crops-to-send.js'
import type { Crop, SecondReadings } from '../../second-reading.js'
import type { Outbox } from './outbox.js'

/**
 * The heavy reader of a server that cannot be reached now: crops wait in the outbox, and their answers on this device
 * until they are used. Who may ask the server is said where the {@link FieldStore} is opened.
 *
 * @example
 * ```ts no-run
 * import { unsureCrops, withSecondReadings } from 'draftlens'
 * import { FieldStore, WaitingReader } from 'draftlens/offline'
 *
 * const store = await FieldStore.open({ token })
 * const reader = new WaitingReader(store.outbox, { url: 'https://drawings.example.com' })
 * await reader.ask('B-17/0', await unsureCrops(drawing.page(0), analysis))
 * store.outbox.follow()
 * // Whenever the outbox changes, and when the drawing is opened again:
 * let surer = analysis
 * const nWaiting = await reader.settle('B-17/0', (answers) => {
 *   surer = withSecondReadings(surer, answers)
 * })
 * ```
 */
export class WaitingReader {
  readonly #outbox: Outbox
  readonly #url: URL

  constructor(outbox: Outbox, { url }: { url: URL | string }) {
    this.#outbox = outbox
    const server = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href)
    if (!server.pathname.endsWith('/')) server.pathname += '/'
    this.#url = new URL(READ_PATH, server)
  }

  /**
   * Crops of what `question` names, such as a page. They are kept when this returns, and sent by the outbox when there is
   * a connection; fails with `storage-full` or `storage-refused`.
   */
  async ask(question: string, crops: readonly Crop[]): Promise<void> {
    const requests = askedOf(crops).map((body) => ({
      url: this.#url,
      method: 'POST' as const,
      body,
      question,
    }))
    await this.#outbox.put(...requests)
  }

  /**
   * Hands the answers that have come to `use`, each until it was used once, and gives how many requests have none yet. What
   * the server refused is among these, and among the outbox's entries.
   */
  async settle(question: string, use: (answers: SecondReadings) => unknown): Promise<number> {
    return this.#outbox.settle(question, (answer) => use(answer as SecondReadings))
  }
}
