const KEY = 'draftlens-package'
/** What there is to try it with. */
const SAMPLES = 'drawings/drawings.json'

/** The office sends a link with its package in it; installed, the application starts without that. */
export function knownPackage(asked: string | null): { url: string; isOfOffice: boolean } {
  try {
    if (asked) localStorage.setItem(KEY, new URL(asked, location.href).href)
    const url = localStorage.getItem(KEY)
    if (url) return { url, isOfOffice: true }
  } catch {
    // It is asked for with the next link again.
  }
  return { url: asked ?? SAMPLES, isOfOffice: asked !== null }
}

/** Nothing is to tell whose drawings were here. */
export function forgetPackage(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {}
}
