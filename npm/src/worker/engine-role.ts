import type { Meaning } from '../analysis.js'
import { digestOf } from '../digest.js'
import type { EngineFacts, NetAnswer } from '../engine/facts.js'
import type {
  EmbedRequest,
  EngineAnswerOf,
  EngineMethod,
  EngineRequest,
  EngineRequestOf,
  FromEngine,
  LoadRequest,
  ReadRequest,
  ToEngine,
} from '../engine/messages.js'
import { type ErrorFacts, messageOf } from '../errors.js'
import { adapterName } from './adapter-name.js'
import {
  type AskGpu,
  type EngineModule,
  instantiateEngine,
  type ModuleCancel,
  type ModuleEmbedder,
  type ModuleEngine,
  type ModuleNet,
  type ModuleReader,
  type ReadEvents,
} from './engine-module.js'
import { readNotes, writeNote } from './notes.js'

/** The engine's worker: runs models, one request at a time, and stops the one under way when it is told to. */

let module: EngineModule | undefined
let engine: ModuleEngine | undefined
let simd: EngineFacts['simd'] = 'simd'
const nets = new Map<number, ModuleNet>()
let running: { id: number; cancel: ModuleCancel } | undefined

function send(message: FromEngine, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}

/** A message → its effect; an answer or a failure is posted for each request. */
export async function receiveForEngine(message: ToEngine): Promise<void> {
  if ('cancel' in message) {
    if (running?.id === message.cancel) running.cancel.cancel()
    return
  }
  const { id, request } = message
  try {
    const value = await answer(id, request)
    const transfer = request.method === 'run' ? [(value as NetAnswer).data.buffer] : []
    send({ event: 'answer', id, value }, transfer)
  } catch (error) {
    const facts = factsOf(error)
    if (facts) send({ event: 'failure', id, error: facts })
    else crash(error)
  }
}

async function answer(id: number, request: EngineRequest): Promise<EngineAnswerOf[EngineMethod]> {
  if (request.method === 'start') {
    simd = request.simd
    module = await instantiateEngine(request.module)
    engine = new module.WasmEngine(askGpu, writeNote)
    listenForTraps()
    return undefined
  }
  if (!module || !engine) throw new Error('The first request must start the engine.')
  switch (request.method) {
    case 'load':
      nets.set(request.net, await load(engine, request))
      return undefined
    case 'run':
      return cancellable(module, id, (cancel) => run(cancel, request))
    case 'read': {
      const reader = readerOf(module, request)
      return cancellable(module, id, (cancel) => read(id, reader, cancel, request))
    }
    case 'understand':
      return understand(module, request)
    case 'embed': {
      const embedder = new module.WasmEmbedder(netOf(request.detector), netOf(request.embedder))
      return cancellable(module, id, (cancel) => embed(embedder, cancel, request))
    }
    case 'plan':
      return netOf(request.net).plan(Uint32Array.from(request.shape))
    case 'unload':
      nets.get(request.net)?.free()
      nets.delete(request.net)
      return undefined
    case 'backend':
      return netOf(request.net).backend(Uint32Array.from(request.shape))
    case 'measure':
      return netOf(request.net).measure(Uint32Array.from(request.shape))
    case 'facts':
      return { simd, ...engine.facts() }
    case 'adapter':
      return engine.adapter()
    case 'selfTests':
      return engine.selfTests()
  }
}

/** Not before a GPU is wanted: that alone starts the browser's GPU process. */
const askGpu: AskGpu = async () => {
  const [notes, name] = await Promise.all([readNotes(), adapterName()])
  return { notes, ...(name !== undefined && { adapter_name: name }) }
}

async function load(engine: ModuleEngine, request: LoadRequest): Promise<ModuleNet> {
  const { model, device, sha256, typicalShape } = request
  const bytes = new Uint8Array(await model.arrayBuffer())
  const digest = await digestOf(bytes)
  return engine.load(bytes, {
    device,
    ...(sha256 !== undefined && { sha256 }),
    ...(digest !== undefined && { digest }),
    ...(typicalShape && { typical_shape: typicalShape }),
  })
}

/** Work that a message may end. */
async function cancellable<T>(
  { WasmCancel }: EngineModule,
  id: number,
  work: (cancel: ModuleCancel) => Promise<T>,
): Promise<T> {
  const cancel = new WasmCancel()
  running = { id, cancel }
  try {
    return await work(cancel)
  } finally {
    running = undefined
    cancel.free()
  }
}

async function run(cancel: ModuleCancel, request: EngineRequestOf<'run'>): Promise<NetAnswer> {
  const started = performance.now()
  const given = await netOf(request.net).run(request.input, Uint32Array.from(request.shape), cancel)
  const ms = performance.now() - started
  const answer = { data: given.data(), shape: [...given.shape], backend: given.backend(), ms }
  given.free()
  return answer
}

function readerOf({ WasmReader }: EngineModule, { detector, reader, manifests }: ReadRequest): ModuleReader {
  const nets = [netOf(detector), netOf(reader)] as const
  if (!manifests) return new WasmReader(...nets)
  try {
    return new WasmReader(...nets, manifests.detector, manifests.reader)
  } catch (error) {
    throw {
      code: 'bad-manifest',
      message: `A net's manifest is none that this version understands: ${messageOf(error)}.`,
      hint: 'Take the one that lies beside the net, of a version that is as old or as new.',
    } satisfies ErrorFacts
  }
}

async function read(id: number, reader: ModuleReader, cancel: ModuleCancel, request: ReadRequest) {
  const { grey, page, text, focus } = request
  const listen: ReadEvents = (kind, what) => {
    if (kind === 'partial') send({ event: 'partial', id, annotations: what })
    else if (what[0] === 'read') send({ event: 'progress', id, done: what[1], total: what[2] })
  }
  try {
    return await reader.read(grey, { page, ...(text && { text }), ...(focus && { focus }) }, cancel, listen)
  } finally {
    reader.free()
  }
}

function understand(module: EngineModule, { text, kind, fields }: EngineRequestOf<'understand'>): Meaning {
  const { unit, general_tolerance } = fields ?? {}
  const [annotation] = module.understand(text, kind, unit?.text, general_tolerance?.text)
  const { value, doubts = [] } = annotation
  return { kind: annotation.kind, doubts, ...(value && { value }) }
}

async function embed(embedder: ModuleEmbedder, cancel: ModuleCancel, { grey, page, region }: EmbedRequest) {
  try {
    return await embedder.embed(grey, { page, ...(region && { region }) }, cancel)
  } finally {
    embedder.free()
  }
}

function netOf(number: number): ModuleNet {
  const net = nets.get(number)
  if (!net) throw new Error(`There is no net ${number}.`)
  return net
}

/** What Rust throws is facts already; anything else was not foreseen. */
function factsOf(error: unknown): ErrorFacts | undefined {
  const isFacts = typeof error === 'object' && error !== null && 'code' in error && 'hint' in error
  return isFacts ? (error as ErrorFacts) : undefined
}

/** After a trap nothing in the module's memory can be trusted: whoever hears this ends the worker. */
function crash(error: unknown): void {
  send({ event: 'crashed', words: module?.lastPanic() ?? messageOf(error) })
}

/** Futures are polled by the event loop, so that their traps reach no `catch`. */
function listenForTraps(): void {
  self.addEventListener('error', (event) => {
    event.preventDefault()
    crash(event.message)
  })
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault()
    crash(event.reason)
  })
}
