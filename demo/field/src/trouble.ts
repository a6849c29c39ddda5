import { isDraftlensError } from 'draftlens'
import { byId } from '../../qa/src/element'

/** Said where nobody can overlook it; the next thing that works takes it away. */
export function showTrouble(error: unknown): void {
  const place = byId('trouble')
  place.textContent = isDraftlensError(error) ? `${error.message} ${error.hint}` : String(error)
  place.hidden = false
}

export function clearTrouble(): void {
  byId('trouble').hidden = true
}

/** Does what a finger asked for, and says what went wrong. */
export async function doing(work: () => Promise<unknown>): Promise<void> {
  try {
    clearTrouble()
    await work()
  } catch (error) {
    showTrouble(error)
  }
}
