import type { ErrorFacts } from '../errors.js'
import { messageOf } from '../errors.js'
import {
  type AnswerOf,
  type FromWorker,
  type Method,
  type Request,
  type ToWorker,
  transferOf,
} from '../messages.js'
import { OpenFile } from './open-file.js'
import type { Reader, Watch } from './reader.js'

/** The worker of one document: answers one request after the other. */

/** Often enough for a smooth bar, seldom enough to cost nothing. */
const PROGRESS_EVERY_MS = 50

let reader: Reader | undefined
let file: OpenFile | undefined

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}

async function answer(request: Request, watch: Watch): Promise<AnswerOf[Method]> {
  if (request.method === 'open') {
    file = await OpenFile.open(request, (loaded) => {
      reader = loaded
    })
    return file.summary
  }
  if (!file) throw new Error('The first request must open a file.')
  switch (request.method) {
    case 'load':
      return file.load(request, watch)
    case 'thumbnail':
      return file.thumbnail(request, watch)
    case 'tile':
      return file.tile(request, watch)
    case 'grey':
      return file.grey(request, watch)
    case 'textLayer':
      return file.textLayer(request)
    case 'strokes':
      return file.strokes(request)
  }
}

/** Reports the rows done and stops the decode at its deadline. */
function watchFor(id: number, deadlineMs: number): Watch {
  const started = performance.now()
  let reported = started
  return (done, total) => {
    const now = performance.now()
    if (now - started > deadlineMs) return 'deadline-exceeded'
    if (now - reported >= PROGRESS_EVERY_MS) {
      reported = now
      send({ event: 'progress', id, done, total })
    }
    return undefined
  }
}

/** What Rust throws is facts already; a trap and everything else unforeseen is a crash of this worker. */
function factsOf(error: unknown): ErrorFacts {
  if (typeof error === 'object' && error !== null && 'code' in error && 'hint' in error) {
    return error as ErrorFacts
  }
  if (error instanceof DOMException && error.name === 'NotReadableError') {
    return {
      code: 'unreadable',
      message: 'The file cannot be read: it was moved, changed or locked after it was chosen.',
      hint: 'Choose the file again.',
    }
  }
  return {
    code: 'crashed',
    message: `The reader failed inside: ${reader?.lastPanic() ?? messageOf(error)}`,
    hint: 'Please report this file; meanwhile export it in another format.',
  }
}

/** A request → its answer or its failure, posted. */
export async function receiveForDocument({ id, deadlineMs, request }: ToWorker): Promise<void> {
  try {
    const value = await answer(request, watchFor(id, deadlineMs))
    send({ event: 'answer', id, value }, transferOf(value))
  } catch (error) {
    send({ event: 'failure', id, error: factsOf(error) })
  }
}
