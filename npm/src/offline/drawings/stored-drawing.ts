import type { Analysis } from '../../analysis.js'
import type { Embedding } from '../../embedding.js'

/** A drawing on this device. */
export interface StoredDrawing {
  id: string
  title: string
  /** The file's. */
  name: string
  /** Of its content, in hex. */
  sha256: string
  bytes: number
  storedAt: Date
  /** The package that it came with. */
  packageUrl?: string
  /** Where notes about it go. */
  notesUrl?: string
}

/** What is known of a drawing besides its id. */
export interface DrawingFacts {
  /** Stays the same when the drawing is revised; of the content, where not said. */
  id?: string
  title?: string
  name: string
  packageUrl?: string
  notesUrl?: string
}

/** What was read and computed of a page. */
export interface PageReadings {
  analysis?: Analysis
  embedding?: Embedding
  /** A small picture, as PNG. */
  picture?: ArrayBuffer
}

/** By pages, counted from 0. */
export interface DrawingReadings {
  schema: 1
  pages: ({ page: number } & Omit<PageReadings, 'picture'>)[]
}

/** What a person wrote about something, as it was last. */
export interface Note<T = unknown> {
  about: string
  body: T
  savedAt: Date
}

/** Where else a note is to be told. */
export interface NoteDelivery {
  url: URL | string
  /** `PUT`, where not said. */
  method?: 'PUT' | 'POST'
}
