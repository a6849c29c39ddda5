/**
 * An application and its drawings on the device: opens without a network, loses nothing, sends later. Importing this does
 * nothing. The service worker is made by `draftlens make-offline`, beside the built page.
 *
 * @packageDocumentation
 */
export type { OnProgress } from '../document-worker.js'
export type { ErrorCode, StorageErrorCode } from '../errors.js'
export { DraftlensError, isDraftlensError } from '../errors.js'
export type { AppUpdate, OfflineAppOptions, OfflineState, StoreOptions } from './app/offline-app.js'
export { OfflineApp } from './app/offline-app.js'
export type { PackageState, StorePackageOptions } from './drawings/drawing-package.js'
export { lookAtPackage, storePackage } from './drawings/drawing-package.js'
export { FieldStore } from './drawings/field-store.js'
export type { LedgerEntry } from './drawings/ledger.js'
export type * from './drawings/stored-drawing.js'
export type { AppManifest, DrawingPackage, KeptFile, PackagedDrawing } from './manifest.js'
export type {
  Flushed,
  Outbox,
  OutboxEntry,
  OutboxOptions,
  OutboxProblem,
  OutboxRequest,
} from './outbox/outbox.js'
export { WaitingReader } from './outbox/waiting-reader.js'
export type { StorageState } from './storage.js'
export { keepStorage, storageState } from './storage.js'
