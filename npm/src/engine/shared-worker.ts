import type { Assets } from '../assets.js'
import { EngineWorker } from './engine-worker.js'
import { engineBuild } from './simd.js'

interface Shared {
  worker: EngineWorker
  users: number
}

/** All engines of a page that use the same files share a worker: there is one GPU, and one core to spare. */
const workers = new Map<unknown, Shared>()

/**
 * Assets → the page's worker for them, spawned when first asked, beside the loading of its module; fails with
 * `asset-missing` or `wasm-refused`.
 */
export async function acquireWorker(assets: Assets): Promise<EngineWorker> {
  const { name, simd } = engineBuild()
  const loading = assets.module(name)
  const shared = workers.get(assets.key) ?? { worker: new EngineWorker(assets), users: 0 }
  shared.users++
  workers.set(assets.key, shared)
  try {
    shared.worker.start({ method: 'start', module: await loading, simd })
    return shared.worker
  } catch (error) {
    releaseWorker(assets)
    throw error
  }
}

/** Ends the worker with its last user. */
export function releaseWorker(assets: Assets): void {
  const shared = workers.get(assets.key)
  if (!shared || --shared.users > 0) return
  workers.delete(assets.key)
  shared.worker.dispose()
}
