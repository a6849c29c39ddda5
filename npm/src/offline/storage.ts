import { DraftlensError, messageOf } from '../errors.js'

/** What the browser says of this origin's storage; estimates of its own, rounded as it likes. */
export interface StorageState {
  usedBytes: number
  freeBytes: number
  /** Asked for and granted: the browser throws nothing away by itself. */
  isPersistent: boolean
}

/**
 * How full the device is, and whether the browser may throw away what is kept.
 *
 * @example
 * ```ts
 * import { storageState } from 'draftlens/offline'
 *
 * const { usedBytes, freeBytes } = await storageState()
 * ```
 */
export async function storageState(): Promise<StorageState> {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {}
  const isPersistent = (await navigator.storage?.persisted?.()) ?? false
  return { usedBytes: usage, freeBytes: Math.max(0, quota - usage), isPersistent }
}

/**
 * Asks the browser to throw nothing away by itself. Some ask the person: call it when there is something worth keeping,
 * from what a finger pressed. Says whether it is granted.
 *
 * @example
 * ```ts
 * import { keepStorage } from 'draftlens/offline'
 *
 * button.addEventListener('click', async () => {
 *   if (!(await keepStorage())) console.log('The browser may throw drawings away when room is short.')
 * })
 * ```
 */
export async function keepStorage(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false
}

/** Before anything is loaded that there is no room for; fails with `storage-full`. */
export async function demandRoom(neededBytes: number, what: string): Promise<void> {
  const { freeBytes, usedBytes } = await storageState()
  // A browser that says nothing is tried.
  if (freeBytes + usedBytes > 0 && neededBytes > freeBytes) throw full(neededBytes - freeBytes, what)
}

/** Does what writes to storage; fails with `storage-full` or `storage-refused`. */
export async function storing<T>(work: Promise<T>, neededBytes: number, what: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DraftlensError) throw error
    if (!isQuota(error)) throw refused(error)
    const { freeBytes } = await storageState()
    // The estimate may promise room that the write did not find: then all of it is missing.
    throw full(neededBytes > freeBytes ? neededBytes - freeBytes : neededBytes, what, error)
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError'
}

function full(bytes: number, what: string, cause?: unknown): DraftlensError {
  return new DraftlensError(
    {
      code: 'storage-full',
      message: `There is no room on this device for ${what}: ${megabytes(bytes)} more are needed.`,
      hint: 'Remove drawings that are not needed any more, or free space on the device. What was stored is still there.',
      bytes,
    },
    cause,
  )
}

export function refused(cause: unknown): DraftlensError {
  return new DraftlensError(
    {
      code: 'storage-refused',
      message: `The browser stores nothing for this page: ${messageOf(cause)}.`,
      hint: 'Private windows and blocked cookies forbid it. Open the page in an ordinary window.',
    },
    cause,
  )
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`
}
