/** The nets that come with the package. */
export type ModelName = 'detector' | 'reader' | 'embedder'

/** What a net's manifest says of its file. */
export interface ModelFacts {
  id: string
  file: string
  sha256: string
  bytes: number
  /** Of the rules around the net, where its answers are only worth something by them. */
  version?: string
  /** Of a score of likeness; the rest is the views'. */
  sheetShare?: number
}

/** From models/*.json, written here when the package is built. */
declare const DRAFTLENS_MODELS: Record<ModelName, ModelFacts>

/**
 * Which file of the package a net is, and its hash.
 *
 * @example
 * ```ts
 * import { modelFacts } from 'draftlens/engine'
 *
 * modelFacts('detector').file // → 'detector.onnx'
 * ```
 */
export function modelFacts(name: ModelName): ModelFacts {
  return DRAFTLENS_MODELS[name]
}
