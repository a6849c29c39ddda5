import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import type { AnalyzerOptions } from '../analyzer.js'
import { Library } from './library.js'

/** What `createAnalyzer` takes, for the components below. */
export interface DraftlensProviderProps extends Omit<AnalyzerOptions, 'signal' | 'onProgress'> {
  children?: ReactNode
}

const LibraryContext = createContext<Library | undefined>(undefined)

/**
 * One analyzer for the components below, made when the first of them needs it, ended with the provider. Options are
 * read once: give the provider another `key` to begin anew with others.
 *
 * @example
 * ```tsx
 * import { DraftlensProvider } from 'draftlens/react'
 *
 * function App({ children }: { children: React.ReactNode }) {
 *   return (
 *     <DraftlensProvider assetBase="/draftlens/" device="auto">
 *       {children}
 *     </DraftlensProvider>
 *   )
 * }
 * ```
 */
export function DraftlensProvider({ children, ...options }: DraftlensProviderProps) {
  const [library] = useState(() => new Library(options))
  const ending = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    clearTimeout(ending.current)
    return () => {
      // Not at once: StrictMode takes the provider down and puts it up again in the same turn.
      ending.current = setTimeout(() => library.dispose(), 0)
    }
  }, [library])
  return <LibraryContext.Provider value={library}>{children}</LibraryContext.Provider>
}

export function useLibrary(): Library {
  const library = useContext(LibraryContext)
  if (!library) {
    throw new Error(
      'There is no <DraftlensProvider> above: wrap the page, or the part that shows drawings, in one.',
    )
  }
  return library
}
