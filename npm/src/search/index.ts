/**
 * Drawings like a given one, on this device or on a server. Importing this does nothing.
 *
 * @packageDocumentation
 */
export type { AssetBase, AssetSource, WorkerSource } from '../assets.js'
export type { ErrorCode, SearchErrorCode, ServerErrorCode } from '../errors.js'
export { DraftlensError, isDraftlensError } from '../errors.js'
export type { DrawingSource } from '../source.js'
export type {
  ChangeOptions,
  Condition,
  DrawingPageVectors,
  DrawingSearch,
  DrawingVectors,
  Facets,
  Found,
  Hit,
  SearchOptions,
  VectorModel,
} from './facts.js'
export { everyHit } from './facts.js'
export type { LocalIndexOptions, LocalSearchOptions, NewIndex } from './local-index.js'
export { LocalIndex } from './local-index.js'
export type { Precision } from './messages.js'
export type { RemoteChangeOptions, RemoteIndexOptions } from './remote-index.js'
export { RemoteIndex } from './remote-index.js'
export type { RemoteReaderOptions } from './remote-reader.js'
export { RemoteReader } from './remote-reader.js'
export type { ServerOptions } from './server-link.js'
