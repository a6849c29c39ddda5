import type { PageArea } from './page-facts.js'

/** What made a vector: only vectors of one model and version can be compared. */
export interface EmbedderId {
  id: string
  /** Of the net's file, in hex. */
  sha256: string
  /** Of the rules by which a page becomes what the net sees. */
  version: string
}

/** What a page looks like, as an index of drawings wants to be asked. All vectors have length 1. */
export interface Embedding {
  model: EmbedderId
  /** Numbers of each vector. */
  dim: number
  /** Of the whole sheet, or of the region that was asked for. */
  sheet: number[]
  /** Of all views as they stand, where there are several, and then of each. */
  views: EmbeddedView[]
}

/** A view of the part. */
export interface EmbeddedView {
  /** Where it stands, in page pixels. */
  box: PageArea
  /** All views as they stand. */
  is_overview: boolean
  /** What it counts for in the sheet's vector; those of all views add up to 1. */
  weight: number
  vector: number[]
}
