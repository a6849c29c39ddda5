// What the examples of the readmes, the guides and the reference take for granted; run-examples.ts has it for real.
import type { Analysis, AnalyzeOptions, Analyzer, DrawingDocument, Embedding } from 'draftlens'
import type { DrawingViewer, Review } from 'draftlens/viewer'

declare global {
  var file: File, image: HTMLImageElement, element: HTMLElement, place: HTMLElement
  var signal: AbortSignal, onPartial: NonNullable<AnalyzeOptions['onPartial']>, onProgress: () => void
  var button: HTMLButtonElement, password: string, token: string, sha256: string, x: number, y: number
  var bytes: Uint8Array<ArrayBuffer>, input: Float32Array, ink: Float32Array
  var analyzer: Analyzer, drawing: DrawingDocument, analysis: Analysis, review: Review, vectors: Embedding
  var store: (blob: Blob) => Promise<void>
  var viewer: DrawingViewer, Sheet: (given: { file: File }) => null
  var DraftlensProvider: typeof import('draftlens/react').DraftlensProvider
  var OpenSeadragon: (options: object) => unknown
}
