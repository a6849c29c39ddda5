import { button } from './element'

const STORED_AS = 'draftlens-theme'

/** Follows the system until somebody chooses; storage may be forbidden, then the choice lasts for the visit. */
export function followTheme(): void {
  const root = document.documentElement
  const stored = readStored()
  if (stored) root.dataset['theme'] = stored
  button('theme', () => {
    const isDark = root.dataset['theme']
      ? root.dataset['theme'] === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches
    root.dataset['theme'] = isDark ? 'light' : 'dark'
    try {
      localStorage.setItem(STORED_AS, root.dataset['theme'])
    } catch {
      // Only the next visit forgets it.
    }
  })
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORED_AS)
  } catch {
    return null
  }
}
