import type { OnProgress } from '../../document-worker.js'
import { cancelled } from '../../errors.js'
import { fetchKept } from '../kept-bytes.js'
import { type DrawingPackage, isDrawingPackage, type PackagedDrawing, readManifest } from '../manifest.js'
import { demandRoom } from '../storage.js'
import type { FieldStore } from './field-store.js'
import type { DrawingReadings, StoredDrawing } from './stored-drawing.js'

/** A package as the server has it now, beside what is on this device. */
export interface PackageState {
  url: URL
  manifest: DrawingPackage
  /** Not here yet. */
  missing: PackagedDrawing[]
  /** Here, but the server has another revision. */
  stale: PackagedDrawing[]
  current: StoredDrawing[]
  /** Here, and withdrawn from the package. */
  withdrawn: StoredDrawing[]
  /** What storing it would load. */
  bytesToLoad: number
}

/** Who hears how far storing is. */
export interface StorePackageOptions {
  onProgress?: OnProgress
  signal?: AbortSignal
}

/**
 * Asks the server, and changes nothing; fails with `network`, `bad-manifest` or `cancelled`.
 *
 * @example
 * ```ts no-run
 * import { FieldStore, lookAtPackage, storePackage } from 'draftlens/offline'
 *
 * const store = await FieldStore.open()
 * const state = await lookAtPackage(store, '/packages/pump.json')
 * if (state.bytesToLoad < 50e6) await storePackage(store, state)
 * ```
 */
export async function lookAtPackage(
  store: FieldStore,
  address: URL | string,
  signal?: AbortSignal,
): Promise<PackageState> {
  const url = new URL(address, document.baseURI)
  const manifest = await readManifest(url, isDrawingPackage, signal)
  const stored = new Map((await store.drawings()).map((drawing) => [drawing.id, drawing]))
  const missing = manifest.drawings.filter(({ id }) => !stored.has(id))
  const stale = manifest.drawings.filter(({ id, sha256 }) => {
    const here = stored.get(id)
    return here && here.sha256 !== sha256
  })
  const ids = new Set(manifest.drawings.map(({ id }) => id))
  const isChanged = new Set([...missing, ...stale].map(({ id }) => id))
  const here = [...stored.values()]
  return {
    url,
    manifest,
    missing,
    stale,
    current: here.filter(({ id }) => ids.has(id) && !isChanged.has(id)),
    withdrawn: here.filter(({ id, packageUrl }) => packageUrl === url.href && !ids.has(id)),
    bytesToLoad: bytesOf([...missing, ...stale]),
  }
}

/**
 * Stores what is missing or stale, drawing by drawing: one that has arrived stays, whatever happens to the next, and one
 * that broke off goes on there, if its server can send the rest. What was withdrawn is removed. Fails with `network`, `asset-missing`, `storage-full`, `storage-refused` or `cancelled`.
 *
 * @example
 * ```ts no-run
 * import { FieldStore, lookAtPackage, storePackage } from 'draftlens/offline'
 *
 * const store = await FieldStore.open()
 * const state = await lookAtPackage(store, '/packages/pump.json')
 * await storePackage(store, state, { onProgress: ({ done, total }) => console.log(done / total) })
 * ```
 */
export async function storePackage(
  store: FieldStore,
  { url, manifest, missing, stale, withdrawn, bytesToLoad }: PackageState,
  { onProgress, signal }: StorePackageOptions = {},
): Promise<void> {
  await demandRoom(bytesToLoad, manifest.title)
  let done = 0
  onProgress?.({ done, total: bytesToLoad })
  for (const drawing of [...missing, ...stale]) {
    if (signal?.aborted) throw cancelled(signal)
    const onArrival = (bytes: number) => onProgress?.({ done: done + bytes, total: bytesToLoad })
    const { bytes } = await fetchKept(drawing, url, { signal, onArrival })
    const facts = {
      id: drawing.id,
      title: drawing.title,
      name: drawing.file,
      packageUrl: url.href,
      ...(manifest.notes !== undefined && { notesUrl: new URL(manifest.notes, url).href }),
    }
    await store.put(bytes, facts, await readingsOf(drawing, url, signal))
    done += bytesOf([drawing])
    onProgress?.({ done, total: bytesToLoad })
  }
  for (const { id } of withdrawn) await store.remove(id)
}

async function readingsOf(
  { readings }: PackagedDrawing,
  url: URL,
  signal: AbortSignal | undefined,
): Promise<DrawingReadings | undefined> {
  if (!readings) return undefined
  const { bytes } = await fetchKept(readings, url, { signal })
  return JSON.parse(new TextDecoder().decode(bytes))
}

function bytesOf(drawings: readonly PackagedDrawing[]): number {
  return drawings.reduce((sum, { bytes, readings }) => sum + bytes + (readings?.bytes ?? 0), 0)
}
