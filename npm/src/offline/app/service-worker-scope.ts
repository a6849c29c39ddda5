/** The part of a service worker's world that is needed here: TypeScript knows it only without the page's. */

export interface ServiceWorkerScope {
  readonly registration: { readonly scope: string }
  readonly clients: {
    claim(): Promise<void>
    matchAll(options: { type: 'all'; includeUncontrolled: boolean }): Promise<{ id: string }[]>
  }
  skipWaiting(): Promise<void>
  addEventListener<K extends keyof ServiceWorkerEvents>(
    type: K,
    listener: (event: ServiceWorkerEvents[K]) => void,
  ): void
}

interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

export interface FetchEvent extends LastingEvent {
  readonly request: Request
  readonly clientId: string
  readonly resultingClientId: string
  respondWith(response: Promise<Response>): void
}

interface ServiceWorkerEvents {
  install: LastingEvent
  activate: LastingEvent
  fetch: FetchEvent
  message: MessageEvent & LastingEvent & { readonly source: { id: string } | null }
}

/** What a page says to the worker; it is answered with the version that the page runs, or none. */
export const HAS_RUN = 'draftlens: has run'
