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
      const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
    }
  } catch {
    // No name by content, then.
  }
  return `opening ${++lastOwn}`
}
