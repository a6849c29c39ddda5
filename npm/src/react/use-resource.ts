import { useSyncExternalStore } from 'react'
import type { Loading, Resource } from './resource.js'

/** What every hook takes. */
export interface SuspenseOption {
  /** Suspends while loading and throws failures to the nearest error boundary; loads in the browser only. */
  suspense?: boolean
}

const NOTHING = { status: 'idle' } as const
const never = () => () => {}
const nothing = () => NOTHING

/** A shared resource, as long as this component is mounted. */
export function useResource<Value, Partial>(
  resource: Resource<Value, Partial> | undefined,
  suspense = false,
): Loading<Value, Partial> | typeof NOTHING {
  const state = useSyncExternalStore<Loading<Value, Partial> | typeof NOTHING>(
    resource?.subscribe ?? never,
    resource?.snapshot ?? nothing,
    resource?.snapshot ?? nothing,
  )
  if (!suspense || !resource) return state
  if (typeof window === 'undefined') {
    throw new Error('Drawings are read in the browser: the server sends what Suspense shows meanwhile.')
  }
  if (state.status === 'loading') throw resource.settled()
  if (state.status === 'failed') {
    resource.forgetFailure()
    throw state.error
  }
  return state
}
