/** The nets that come with the package. */
export type ModelName = 'detector' | 'reader'

/** What a net's manifest says of its file. */
export interface ModelFacts {
  id: string
  file: string
  sha256: string
  bytes: number
}

/** From models/*.json, written here when the package is built. */
declare const DRAFTLENS_MODELS: Record<ModelName, ModelFacts>

export function modelFacts(name: ModelName): ModelFacts {
  return DRAFTLENS_MODELS[name]
}
