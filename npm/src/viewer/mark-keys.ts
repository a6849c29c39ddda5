import type { Review, SelectedBy } from './review.js'

/** What a key does to the marks; Enter, e and x are about the selected one. */
export type MarkAction =
  | 'next'
  | 'previous'
  | 'accept'
  | 'reject'
  | 'edit'
  | 'draw'
  | 'select'
  | 'remove'
  | 'undo'
  | 'redo'

const ACTIONS: Record<string, MarkAction> = {
  n: 'next',
  p: 'previous',
  Enter: 'accept',
  x: 'reject',
  e: 'edit',
  c: 'draw',
  v: 'select',
  Escape: 'select',
  Delete: 'remove',
  Backspace: 'remove',
}

/**
 * Key → what it does to the marks; nothing for other keys and with Alt.
 *
 * @example
 * ```ts
 * import { markAction } from 'draftlens/viewer'
 *
 * markAction(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true })) // → 'undo'
 * ```
 */
export function markAction(event: KeyboardEvent): MarkAction | undefined {
  const { key } = event
  if (event.altKey) return undefined
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() === 'z') return event.shiftKey ? 'redo' : 'undo'
    return key.toLowerCase() === 'y' ? 'redo' : undefined
  }
  return Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined
}

/** Does what concerns the marks alone, and says whether there was anything to do. */
export function actOn(review: Review, action: MarkAction, by: SelectedBy): boolean {
  const { selected } = review
  switch (action) {
    case 'next':
    case 'previous':
      review.selectBy(action === 'next' ? 1 : -1, by)
      return true
    case 'undo':
      review.undo()
      return true
    case 'redo':
      review.redo()
      return true
    case 'accept':
    case 'reject':
      if (!selected) return false
      judge(review, selected.id, action === 'accept' ? 'accepted' : 'rejected', by)
      return true
    case 'remove':
      if (selected) review.remove(selected.id)
      return selected !== undefined
    default:
      return false
  }
}

/** Goes on to the next one, or, if that was said before, takes it back and stays. */
function judge(review: Review, id: string, verdict: 'accepted' | 'rejected', by: SelectedBy): void {
  const isSaidBefore = review.mark(id)?.verdict === verdict
  const at = review.shown.findIndex((mark) => mark.id === id)
  const next = review.shown[at + 1]
  review.judge(id, isSaidBefore ? 'open' : verdict)
  if (!isSaidBefore && next) review.select(next.id, by)
}
