/**
 * Opens and reads engineering drawings in the browser. Importing this does nothing: no worker, no request, no global.
 *
 * @packageDocumentation
 */
export type {
  Analysis,
  Annotation,
  AnnotationKind,
  FirstReading,
  Meaning,
  ModelId,
  SheetFacets,
  SheetField,
  SheetFieldName,
  SheetFields,
  SheetTable,
  TextLayerReport,
  Vote,
} from './analysis.js'
export type { Analyzer, AnalyzerOptions, OpenOptions } from './analyzer.js'
export { createAnalyzer } from './analyzer.js'
export type { AssetBase, AssetSource, WorkerSource } from './assets.js'
export type { DrawingDocument, ThumbnailOptions } from './document.js'
export type { CallOptions, OnProgress } from './document-worker.js'
export type { EmbeddedView, EmbedderId, Embedding } from './embedding.js'
export type { Backend, Device } from './engine/facts.js'
export type { ErrorCode, ErrorFacts, FileErrorCode, ModelErrorCode } from './errors.js'
export { DraftlensError, isDraftlensError } from './errors.js'
export type { ModelFolder } from './model-folder.js'
export type { DrawingPage, LoadOptions } from './page.js'
export type { EmbedOptions } from './page-embedder.js'
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
} from './page-facts.js'
export type { AnalyzeOptions } from './page-reader.js'
export type { Quad } from './quad.js'
export type {
  Crop,
  ReadAgainOptions,
  SecondReader,
  SecondReading,
  SecondReadings,
} from './second-reading.js'
export { readAgain, unsureCrops, withSecondReadings } from './second-reading.js'
export type { DrawingSource } from './source.js'
export type { TrustedScriptUrl } from './trusted-url.js'
export type {
  Amount,
  Doubt,
  FrameValue,
  Roughness,
  SurfaceValue,
  ThreadValue,
  ToleranceSource,
  Unit,
  Value,
  ValueType,
} from './value.js'
