/** What should be there: kept apart from the database, so that it is noticed when the browser threw that away. */
export interface LedgerEntry {
  id: string
  title: string
  /** Where it came from, if it can be had again. */
  packageUrl?: string
}

const KEY = 'draftlens-ledger'

export function readLedger(): LedgerEntry[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(found) ? found : []
  } catch {
    return []
  }
}

/** Where it is refused, an eviction goes unnoticed; nothing else depends on it. */
export function writeLedger(entries: readonly LedgerEntry[]): void {
  try {
    if (entries.length === 0) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, JSON.stringify(entries))
  } catch {}
}
