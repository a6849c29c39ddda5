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

interface Status {
  /** `idle`: nothing was asked for. */
  status: 'idle' | 'loading' | 'ready' | 'failed'
  progress: Progress | undefined
  error: DraftlensError | undefined
  /** Does it again, after a failure or at any time. */
  retry: () => void
}

export interface AnalyzerState extends Status {
  analyzer: Analyzer | undefined
}

export interface DocumentOptions extends SuspenseOption {
  /** Opens a protected PDF. */
  password?: string
}

export interface DocumentState extends Status {
  document: DrawingDocument | undefined
}

export interface AnalysisOptions extends SuspenseOption {
  /** Counted from 0; the first where not said. */
  page?: number
}

export interface AnalysisState extends Status {
  analysis: Analysis | undefined
  /** What was read so far; when it is ready, all of it. */
  annotations: readonly Annotation[]
}

export interface QueryEmbeddingOptions extends SuspenseOption {
  /** Counted from 0; the first where not said. */
  page?: number
  /** In page pixels: only what lies within it is searched for. */
  region?: PageArea
}

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
 * const { analyzer } = useAnalyzer()
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
 * const { document, error } = useDocument(file)
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
 * const { annotations, status } = useAnalysis(document)
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
 * const { embedding } = useQueryEmbedding(document)
 * useEffect(() => {
 *   if (embedding) void index.search(embedding).then(({ hits }) => setHits(hits))
 * }, [embedding])
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
