import type { Crop, SecondReader, SecondReadings } from '../second-reading.js'
import { ServerLink, type ServerOptions } from './server-link.js'

/** Where the server is, and who asks. */
export type RemoteReaderOptions = ServerOptions

/** Several looks at each take the server a while: an answer to few comes before the request's time is over. */
const CROPS_AT_ONCE = 16

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
    const { reader, readings } = await this.#some(crops.slice(0, CROPS_AT_ONCE), signal)
    for (let start = CROPS_AT_ONCE; start < crops.length; start += CROPS_AT_ONCE)
      readings.push(...(await this.#some(crops.slice(start, start + CROPS_AT_ONCE), signal)).readings)
    return { reader, readings }
  }

  async #some(crops: readonly Crop[], signal: AbortSignal | undefined): Promise<SecondReadings> {
    const response = await this.#link.send('POST', 'v1/read', signal, {}, { crops: crops.map(sentForm) })
    return response.json()
  }
}

function sentForm({ id, kind, quad, png }: Crop) {
  let binary = ''
  for (const byte of png) binary += String.fromCharCode(byte)
  return { id, kind, quad, png: btoa(binary) }
}
