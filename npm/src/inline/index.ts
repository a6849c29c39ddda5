/**
 * The package's files as part of the script, for pages that cannot serve files beside it: a report that is sent by mail, a
 * view inside another program. About 9 MB, and the page's policy must allow `worker-src blob:`; who can serve files does
 * better without.
 *
 * @packageDocumentation
 */
import type { AssetSource } from '../assets.js'
import { trustedScriptUrl } from '../trusted-url.js'
import { binaries, scripts } from './inline-files.js'

const JAVASCRIPT = { type: 'text/javascript' }
/** One a script, for as long as the page is there: each worker is made from it. */
const scriptUrls = new Map<string, URL>()

/**
 * The whole package in the page: nothing is fetched.
 *
 * @example
 * ```ts no-run
 * import { createAnalyzer } from 'draftlens'
 * import { inlineAssets } from 'draftlens/inline'
 *
 * const analyzer = await createAnalyzer({ assetBase: inlineAssets })
 * ```
 */
export const inlineAssets: AssetSource = {
  async blob(file) {
    const packed = fileOf(binaries, file)
    const bytes = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream('gzip'))
    return new Response(bytes).blob()
  },
  worker(script) {
    const known = scriptUrls.get(script)
    const url = known ?? new URL(URL.createObjectURL(new Blob([fileOf(scripts, script)], JAVASCRIPT)))
    scriptUrls.set(script, url)
    // Not as a module: on pages from the disk browsers refuse those.
    return new Worker(trustedScriptUrl(url), { name: 'draftlens' })
  },
}

function fileOf(files: Record<string, string>, file: string): string {
  const found = files[file]
  if (found === undefined) throw new Error(`draftlens/inline has no ${file}`)
  return found
}

/** A loop: mapping each character takes several times as long, and this runs where the page lives. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64)
  const bytes = new Uint8Array(characters.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at)
  return bytes
}
