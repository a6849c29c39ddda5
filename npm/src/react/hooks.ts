import type { Analysis, Annotation } from '../analysis.js'
import type { Analyzer } from '../analyzer.js'
import type { DrawingDocument } from '../document.js'
import type { Embedding } from '../embedding.js'
import type { DraftlensError } from '../errors.js'
import type { PageArea } from '../page-facts.js'
import type { DrawingSource } from '../source.js'
import { useLibrary } from './provider.js'
import type { Progress } from './resource.js'
import { type SuspenseOption, useResource } from './use-resource.js'

/** How far it is, and how to begin again. */
export interface Status {
  /** `idle`: nothing was asked for. */
  status: 'idle' | 'loading' | 'ready' | 'failed'
  progress: Progress | undefined
  error: DraftlensError | undefined
  /** Does it again, after a failure or at any time. */
  retry: () => void
}

/** The analyzer, once it is there. */
export interface AnalyzerState extends Status {
  analyzer: Analyzer | undefined
}

/** How a drawing is to be opened. */
export interface DocumentOptions extends SuspenseOption {
  /** Opens a protected PDF. */
  password?: string
}

/** The document, once it is open. */
export interface DocumentState extends Status {
  document: DrawingDocument | undefined
}

/** Which page is read. */
export interface AnalysisOptions extends SuspenseOption {
  /** Counted from 0; the first where not said. */
  page?: number
}

/** What is read so far, and in the end the analysis. */
export interface AnalysisState extends Status {
  analysis: Analysis | undefined
  /** What was read so far; when it is ready, all of it. */
  annotations: readonly Annotation[]
}

/** Which page is embedded, and which part of it. */
export interface QueryEmbeddingOptions extends SuspenseOption {
  /** Counted from 0; the first where not said. */
  page?: number
  /** In page pixels: only what lies within it is searched for. */
  region?: PageArea
}

/** The vectors, once they are known. */
export interface QueryEmbeddingState extends Status {
  /** What `LocalIndex.search` and `RemoteIndex.search` ask for. */
  embedding: Embedding | undefined
}

const NONE: readonly Annotation[] = []
const nothingToRetry = () => {}

/**
 * The provider's analyzer, for what the other hooks do not do.
 *
 * @example
 * ```tsx
 * import { useAnalyzer } from 'draftlens/react'
 *
 * function State() {
 *   const { analyzer, error } = useAnalyzer()
 *   return <p>{error?.message ?? (analyzer ? 'ready' : 'loading')}</p>
 * }
 * ```
 */
export function useAnalyzer({ suspense }: SuspenseOption = {}): AnalyzerState {
  const resource = useLibrary().analyzer
  const state = useResource(resource, suspense)
  return { ...statusOf(state), analyzer: readyValue(state), retry: resource.retry }
}

/**
 * Opens a drawing for as long as a component shows it; all components that name the same source share it. Keep the
 * source the same between renders: a `File` from state, not bytes made anew.
 *
 * @example
 * ```tsx
 * import { useDocument } from 'draftlens/react'
 *
 * function PageCount({ file }: { file: File }) {
 *   const { document, error, retry } = useDocument(file)
 *   if (error) return <button onClick={retry}>{error.message} Try again</button>
 *   return <p>{document ? `${document.pageCount} pages` : 'opening'}</p>
 * }
 * ```
 */
export function useDocument(
  source: DrawingSource | undefined,
  { password, suspense }: DocumentOptions = {},
): DocumentState {
  const library = useLibrary()
  const resource = source === undefined ? undefined : library.document(source, password)
  const state = useResource(resource, suspense)
  return { ...statusOf(state), document: readyValue(state), retry: resource?.retry ?? nothingToRetry }
}

/**
 * Reads a page; what is read shows as it comes, and the work stops when the last component that shows it has gone.
 *
 * @example
 * ```tsx
 * import { useAnalysis, useDocument } from 'draftlens/react'
 *
 * function Texts({ file }: { file: File }) {
 *   const { document } = useDocument(file)
 *   const { annotations, status } = useAnalysis(document, { page: 0 })
 *   return <ul aria-busy={status === 'loading'}>{annotations.map(({ id, text }) => <li key={id}>{text}</li>)}</ul>
 * }
 * ```
 */
export function useAnalysis(
  document: DrawingDocument | undefined,
  { page = 0, suspense }: AnalysisOptions = {},
): AnalysisState {
  const library = useLibrary()
  const resource = document && library.analysis(document, page)
  const state = useResource(resource, suspense)
  const analysis = readyValue(state)
  const partial = state.status === 'loading' ? state.partial : undefined
  return {
    ...statusOf(state),
    analysis,
    annotations: analysis?.annotations ?? partial ?? NONE,
    retry: resource?.retry ?? nothingToRetry,
  }
}

/**
 * What a page looks like, to search for drawings like it. With `embedAhead` on the provider it is known already when a
 * component asks.
 *
 * @example
 * ```tsx
 * import { useDocument, useQueryEmbedding } from 'draftlens/react'
 * import { type Hit, RemoteIndex } from 'draftlens/search'
 * import { useEffect, useState } from 'react'
 *
 * const index = new RemoteIndex({ url: '/drawings' })
 *
 * function Similar({ file }: { file: File }) {
 *   const { document } = useDocument(file)
 *   const { embedding } = useQueryEmbedding(document)
 *   const [hits, setHits] = useState<Hit[]>([])
 *   useEffect(() => {
 *     if (embedding) void index.search(embedding).then(({ hits }) => setHits(hits))
 *   }, [embedding])
 *   return <ol>{hits.map(({ id }) => <li key={id}>{id}</li>)}</ol>
 * }
 * ```
 */
export function useQueryEmbedding(
  document: DrawingDocument | undefined,
  { page = 0, region, suspense }: QueryEmbeddingOptions = {},
): QueryEmbeddingState {
  const library = useLibrary()
  const resource = document && library.embedding(document, page, region)
  const state = useResource(resource, suspense)
  return { ...statusOf(state), embedding: readyValue(state), retry: resource?.retry ?? nothingToRetry }
}

type State<Value> = ReturnType<typeof useResource<Value, unknown>>

function statusOf(state: State<unknown>): Omit<Status, 'retry'> {
  return {
    status: state.status,
    progress: state.status === 'loading' ? state.progress : undefined,
    error: state.status === 'failed' ? state.error : undefined,
  }
}

function readyValue<Value>(state: State<Value>): Value | undefined {
  return state.status === 'ready' ? state.value : undefined
}
