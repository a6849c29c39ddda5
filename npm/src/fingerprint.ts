import { digestOf } from './digest.js'

/** A larger file would lie in memory a second time while it is hashed. */
const MOST_BYTES = 64 << 20
let lastOwn = 0

/**
 * File → a name that only its content decides. Where the browser does not hash, on pages that are not secure, the name
 * holds for this opening alone.
 */
export async function fingerprintOf(file: Blob): Promise<string> {
  try {
    if (file.size <= MOST_BYTES) {
      const digest = await digestOf(await file.arrayBuffer())
      if (digest) return digest
    }
  } catch {
    // No name by content, then.
  }
  return `opening ${++lastOwn}`
}
