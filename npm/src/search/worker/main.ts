import init, * as glue from '../../../wasm/search/draftlens_search.js'
import { type ErrorFacts, messageOf } from '../../errors.js'
import type { Started } from '../../worker-link.js'
import type { VectorModel } from '../facts.js'
import type {
  FromSearch,
  IndexFacts,
  IndexHeader,
  SearchAnswerOf,
  SearchMethod,
  SearchRequest,
  SearchRequestOf,
  ToSearch,
} from '../messages.js'
import type { WirePage } from '../wire.js'

/** Runs inside the worker of one index: answers one request after the other. */

interface ModuleIndex {
  facts(): IndexFacts
  search(model: VectorModel, query: SearchRequestOf<'search'>['query']): SearchAnswerOf['search']
  put(model: VectorModel, id: string, pages: WirePage[]): void
  remove(id: string): void
  toBytes(): Uint8Array<ArrayBuffer>
}

interface SearchModule {
  WasmIndex: { open(bytes: Uint8Array): ModuleIndex; create(header: IndexHeader): ModuleIndex }
  /** What the panic behind a trap said. */
  lastPanic(): string | undefined
}

/** The generated types say less: plain objects are `any`. */
const { WasmIndex, lastPanic } = glue as unknown as SearchModule

let index: ModuleIndex | undefined

async function answer(request: SearchRequest): Promise<SearchAnswerOf[SearchMethod]> {
  if (request.method === 'open') {
    const { module, from } = request
    await init({ module_or_path: module })
    index =
      from instanceof Blob ? WasmIndex.open(new Uint8Array(await from.arrayBuffer())) : WasmIndex.create(from)
    return index.facts()
  }
  if (!index) throw new Error('The first request must open an index.')
  switch (request.method) {
    case 'search':
      return index.search(request.model, request.query)
    case 'put':
      index.put(request.model, request.id, request.pages)
      return index.facts()
    case 'remove':
      index.remove(request.id)
      return index.facts()
    case 'toBytes':
      return index.toBytes()
  }
}

/** What Rust throws is facts already; a trap and everything else unforeseen is a crash of this worker. */
function factsOf(error: unknown): ErrorFacts {
  if (typeof error === 'object' && error !== null && 'code' in error && 'hint' in error) {
    return error as ErrorFacts
  }
  if (error instanceof TypeError) {
    return { code: 'bad-entry', message: messageOf(error), hint: 'Compare what was given with its type.' }
  }
  return {
    code: 'crashed',
    message: `The search failed inside: ${lastPanic() ?? messageOf(error)}`,
    hint: 'Please report it; open the index again.',
  }
}

self.addEventListener('message', async ({ data: { id, request } }: MessageEvent<ToSearch>) => {
  const send = (message: FromSearch, transfer: Transferable[] = []) => self.postMessage(message, { transfer })
  try {
    const value = await answer(request)
    send({ event: 'answer', id, value }, value instanceof Uint8Array ? [value.buffer] : [])
  } catch (error) {
    send({ event: 'failure', id, error: factsOf(error) })
  }
})

self.postMessage({ event: 'started' } satisfies Started)
