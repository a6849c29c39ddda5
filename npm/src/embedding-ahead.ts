import type { DrawingDocument } from './document.js'
import { isCancelled } from './errors.js'
import type { PageEmbedder } from './page-embedder.js'

/** Whoever opens a drawing wants to see it first. */
const QUIET_MS = 1500
/** Work that was pushed aside comes back after this. */
const AGAIN_MS = 500
/** Of a document: nobody searches for a whole catalogue. */
const MOST_PAGES = 12
/** A page that was pushed aside so often is left until somebody asks for it. */
const MOST_TRIES = 20

/** Embeds the pages of a document while nothing else is done, what is looked at first, until `signal` says that it is gone. */
export async function embedAhead(
  document: DrawingDocument,
  embedder: PageEmbedder,
  signal: AbortSignal,
): Promise<void> {
  const waiting = new Set(document.pages.slice(0, MOST_PAGES).map(({ index }) => index))
  const tries = new Map<number, number>()
  await quiet(QUIET_MS, signal)
  while (waiting.size > 0 && !signal.aborted) {
    const { pageInView } = document
    const [first = 0] = waiting
    const index = waiting.has(pageInView) ? pageInView : first
    try {
      await embedder.embedAhead(document.page(index), signal)
      waiting.delete(index)
    } catch (error) {
      // Pushed aside, or something is wrong with it: who asks for the page itself hears what.
      const tried = (tries.get(index) ?? 0) + 1
      tries.set(index, tried)
      if (!isCancelled(error) || tried >= MOST_TRIES) waiting.delete(index)
    }
    await quiet(AGAIN_MS, signal)
  }
}

/** After so long, when the browser has nothing else to do. */
function quiet(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    setTimeout(() => {
      // Not in Safari.
      if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 5000 })
      else resolve()
    }, ms)
  })
}
