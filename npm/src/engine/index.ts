/**
 * The model runtime by itself: ONNX models on the user's GPU or in SIMD. Importing this does nothing.
 *
 * @packageDocumentation
 */
export type { AssetBase, AssetSource, WorkerSource } from '../assets.js'
export type { OnProgress } from '../document-worker.js'
export type { ErrorCode } from '../errors.js'
export { DraftlensError, isDraftlensError } from '../errors.js'
export type { ModelFacts, ModelName } from '../models.js'
export { modelFacts } from '../models.js'
export type { Engine, EngineOptions, LoadOptions, ModelSource } from './engine.js'
export { createEngine } from './engine.js'
export type {
  AdapterFacts,
  Backend,
  Device,
  EngineFacts,
  GpuFacts,
  MemoryFacts,
  NetAnswer,
  PlanFacts,
  Precision,
  SelfTestFacts,
  StepFacts,
  TimingFacts,
} from './facts.js'
export type { Net, RunOptions } from './net.js'
