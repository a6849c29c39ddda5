import type { Crop, SecondReader, SecondReadings } from '../second-reading.js'
import { askedOf, READ_PATH } from './crops-to-send.js'
import { ServerLink, type ServerOptions } from './server-link.js'

/** Where the server is, and who asks. */
export type RemoteReaderOptions = ServerOptions

/**
 * The heavy reader of a server that speaks the contract of `draftlens-server`. It sends what it is given, and nothing
 * else.
 *
 * @example
 * ```ts no-run
 * import { readAgain } from 'draftlens'
 * import { RemoteReader } from 'draftlens/search'
 *
 * const reader = new RemoteReader({ url: 'https://drawings.example.com', token })
 * const surer = await readAgain(drawing.page(0), analysis, { reader })
 * ```
 */
export class RemoteReader implements SecondReader {
  readonly #link: ServerLink

  constructor(options: RemoteReaderOptions) {
    this.#link = new ServerLink(options)
  }

  /** Fails with what the server says, or with `network`, `deadline-exceeded` or `cancelled`. */
  async read(
    crops: readonly Crop[],
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<SecondReadings> {
    const [first = { crops: [] }, ...rest] = askedOf(crops)
    const { reader, readings } = await this.#some(first, signal)
    for (const asked of rest) readings.push(...(await this.#some(asked, signal)).readings)
    return { reader, readings }
  }

  async #some(asked: unknown, signal: AbortSignal | undefined): Promise<SecondReadings> {
    return (await this.#link.send('POST', READ_PATH, signal, {}, asked)).json()
  }
}
