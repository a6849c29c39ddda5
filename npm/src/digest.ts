/** Bytes → their sha256 in hex, where the browser computes it: it does so in secure contexts only. */
export async function digestOf(bytes: BufferSource): Promise<string | undefined> {
  const subtle = crypto.subtle as SubtleCrypto | undefined
  if (!subtle) return undefined
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
