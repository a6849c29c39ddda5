'use client'
/**
 * Drawings in React 18 and 19: a provider, hooks that cancel when a component goes, and the viewer.
 *
 * @packageDocumentation
 */
export type { DrawingViewerProps, ViewerParts } from './drawing-viewer.js'
export { DrawingViewer, useDrawingViewer } from './drawing-viewer.js'
export type {
  AnalysisOptions,
  AnalysisState,
  AnalyzerState,
  DocumentOptions,
  DocumentState,
  QueryEmbeddingOptions,
  QueryEmbeddingState,
  Status,
} from './hooks.js'
export { useAnalysis, useAnalyzer, useDocument, useQueryEmbedding } from './hooks.js'
export type { DraftlensProviderProps } from './provider.js'
export { DraftlensProvider } from './provider.js'
export type { ReadingListProps } from './reading-list.js'
export { ReadingList } from './reading-list.js'
export type { Progress } from './resource.js'
export type { SuspenseOption } from './use-resource.js'
