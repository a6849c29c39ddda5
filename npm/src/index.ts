/**
 * Opens engineering drawings in the browser. Importing this does nothing: no worker, no request, no global.
 *
 * @packageDocumentation
 */
export type { Analyzer, AnalyzerOptions, OpenOptions } from './analyzer'
export { createAnalyzer } from './analyzer'
export type { WorkerSource } from './assets'
export type { DrawingDocument, ThumbnailOptions } from './document'
export type { CallOptions, OnProgress } from './document-worker'
export type { ErrorCode, FileErrorCode } from './errors'
export { DraftlensError, isDraftlensError } from './errors'
export type { DrawingPage, LoadOptions } from './page'
export type {
  Budget,
  Format,
  LoadedPageInfo,
  Notice,
  PageArea,
  PageInfo,
  Point,
  Stroke,
  TextLayer,
  Word,
} from './page-facts'
export type { DrawingSource } from './source'
