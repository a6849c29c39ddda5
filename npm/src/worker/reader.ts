import initPdf, * as pdf from '../../wasm/pdf/draftlens_pdf.js'
import initRaster, * as raster from '../../wasm/raster/draftlens_raster.js'
import type { OpenRequest } from '../messages.js'
import type { Budget, LoadedPageInfo, Stroke, Summary, TextLayer } from '../page-facts.js'

/** Told `(done, total)` in rows; an answer is the reason to stop. */
export type Watch = (done: number, total: number) => 'deadline-exceeded' | undefined

export interface ReaderTile {
  readonly width: number
  readonly height: number
  rgba(): Uint8ClampedArray<ArrayBuffer>
  free(): void
}

export interface ReaderPage {
  info(): LoadedPageInfo
  tile(level: number, column: number, row: number): ReaderTile | undefined
  grey(x: number, y: number, width: number, height: number): Uint8Array<ArrayBuffer>
  free(): void
}

export interface ReaderDocument {
  summary(): Summary
  page(index: number, options: { dpi?: number }, watch: Watch): ReaderPage
  thumbnail(index: number, maxPx: number, watch: Watch): ReaderTile
  textLayer(index: number, dpi: number): TextLayer | undefined
  strokes(index: number, dpi: number): Stroke[]
  free(): void
}

/** The face that both wasm modules have. */
export interface Reader {
  WasmDocument: { open(bytes: Uint8Array, options: { budget?: Budget; password?: string }): ReaderDocument }
  /** What the panic behind a trap said. */
  lastPanic(): string | undefined
}

/** A compiled module → its functions. The glue of both is in this script: it is small, the wasm is not. */
export async function instantiate({ name, module }: OpenRequest['reader']): Promise<Reader> {
  await (name === 'pdf' ? initPdf : initRaster)({ module_or_path: module })
  // The generated types say less: plain objects are `any`, and buffers might be shared, which they are not.
  return (name === 'pdf' ? pdf : raster) as unknown as Reader
}
