import { isDraftlensError, messageOf } from '../../errors.js'
import type { KeptFile } from '../manifest.js'
import { AppFiles } from './app-files.js'
import { AppStore, type StoredVersion, versionsToForget } from './app-store.js'
import { type FetchEvent, HAS_RUN, type ServiceWorkerScope } from './service-worker-scope.js'

/**
 * Serves an application from this device. Each tab gets the files of the version that it started with, and of no other;
 * what belongs to no version goes to the network untouched.
 */
const worker = globalThis as unknown as ServiceWorkerScope
const scope = new URL(worker.registration.scope)
const store = new AppStore(scope)
const files = new AppFiles(store, scope)

// Which version a tab gets does not depend on which script serves it.
worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))

worker.addEventListener('fetch', (event) => {
  const { method, mode, cache, url } = event.request
  const isOwn = method === 'GET' && url.startsWith(scope.href)
  // What the page fetches to store it comes from the server.
  if (!isOwn || (cache === 'reload' && mode !== 'navigate')) return
  event.respondWith(mode === 'navigate' ? startOf(event) : partOf(event))
})

worker.addEventListener('message', (event) => {
  if (event.data !== HAS_RUN) return
  event.waitUntil(noteRun(event.source?.id).then((version) => event.ports[0]?.postMessage(version)))
})

async function startOf(event: FetchEvent): Promise<Response> {
  const { request, resultingClientId } = event
  try {
    const path = pathOf(request.url)
    // Only pages of the application start a version.
    const isPage = (await store.versions()).some((version) => fileOf(version, path))
    if (isPage) {
      const version = await store.start(resultingClientId)
      const file = version && fileOf(version, path)
      event.waitUntil(sweep())
      if (file) return await serve(file)
    }
  } catch (error) {
    return await fetch(request).catch(() => unavailable(request.url, messageOf(error)))
  }
  return fetch(request)
}

async function partOf({ request, clientId }: FetchEvent): Promise<Response> {
  const path = pathOf(request.url)
  const pinned = await store.versionOf(clientId).catch(() => undefined)
  const file = pinned && fileOf(pinned, path)
  if (file) return serve(file)
  try {
    return await fetch(request)
  } catch (error) {
    // A tab that came from the server, before anything was stored: what was stored since is what it came with.
    const stored = pinned ? [] : await store.versions().catch(() => [])
    const last = stored.map((version) => fileOf(version, path)).findLast((found) => found)
    if (last) return serve(last)
    throw error
  }
}

/** Damaged or thrown away, it is fetched again; another content in its place would be of another version. */
async function serve(file: KeptFile): Promise<Response> {
  const stored = await files.get(file)
  if (stored) return stored
  try {
    return await files.put(file)
  } catch (error) {
    return unavailable(
      file.file,
      isDraftlensError(error) ? `${error.message} ${error.hint}` : messageOf(error),
    )
  }
}

/** As plain words: it may be what a person gets to see. */
function unavailable(what: string, why: string): Response {
  const words = `${what} is damaged on this device, or was thrown away, and could not be loaded again.\n\n${why}\n`
  return new Response(words, {
    status: 503,
    statusText: 'Not on this device',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}

async function noteRun(clientId: string | undefined): Promise<string | undefined> {
  const version = clientId === undefined ? undefined : await store.versionOf(clientId)
  if (version) await store.hasRun(version)
  return version?.manifest.version
}

async function sweep(): Promise<void> {
  const open = await worker.clients.matchAll({ type: 'all', includeUncontrolled: true })
  const inUse = await store.versionsInUse(new Set(open.map(({ id }) => id)))
  const forgotten = versionsToForget(await store.versions(), inUse)
  if (forgotten.length === 0) return
  // While one is being stored, some of its files belong to no version yet.
  await navigator.locks.request(store.cacheName, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    await store.forget(forgotten)
    const kept = await store.versions()
    await files.keepOnly(kept.flatMap(({ manifest }) => manifest.files))
  })
}

function fileOf({ manifest }: StoredVersion, path: string): KeptFile | undefined {
  return manifest.files.find(({ file }) => file === path)
}

/** Below the application's folder, as the manifest names it. */
function pathOf(url: string): string {
  const { pathname } = new URL(url)
  const path = decodeURIComponent(pathname.slice(scope.pathname.length))
  return path === '' || path.endsWith('/') ? `${path}index.html` : path
}
