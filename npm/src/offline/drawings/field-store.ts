import type { Analysis } from '../../analysis.js'
import { digestOf } from '../../digest.js'
import type { Embedding } from '../../embedding.js'
import { EMBEDDINGS_DATABASE } from '../../embedding-cache.js'
import { DraftlensError } from '../../errors.js'
import { FieldDatabase } from '../field-database.js'
import { isIntact } from '../kept-bytes.js'
import { Outbox, type OutboxOptions } from '../outbox/outbox.js'
import { demandRoom } from '../storage.js'
import { type LedgerEntry, readLedger, writeLedger } from './ledger.js'

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

/**
 * Drawings, what was read of them, and what was written about them, on this device. Each call has happened for good when
 * it returns.
 *
 * @example
 * const store = await FieldStore.open()
 * const drawing = await store.put(file, { name: file.name })
 * const document = await analyzer.open(await store.file(drawing.id))
 */
export class FieldStore {
  readonly outbox: Outbox
  /** Drawings that were here once and that the browser threw away. */
  readonly lost: readonly LedgerEntry[]
  readonly #database: FieldDatabase

  private constructor(database: FieldDatabase, outbox: Outbox, lost: readonly LedgerEntry[]) {
    this.#database = database
    this.outbox = outbox
    this.lost = lost
  }

  /** Fails with `storage-refused`. */
  static async open(options: OutboxOptions = {}): Promise<FieldStore> {
    const database = new FieldDatabase()
    const ids = await database.read('drawings', (drawings) => drawings.getAllKeys())
    const lost = readLedger().filter(({ id }) => !ids.includes(id))
    return new FieldStore(database, new Outbox(database, options), lost)
  }

  /**
   * Keeps a drawing, in place of what it was under that id; its readings are those that come with it, or those of the
   * same content. Fails with `storage-full` or `storage-refused`, and changes nothing then.
   */
  async put(
    content: Blob | ArrayBuffer,
    facts: DrawingFacts,
    readings?: DrawingReadings,
  ): Promise<StoredDrawing> {
    const bytes = content instanceof Blob ? await content.arrayBuffer() : content
    const sha256 = await digestOf(bytes)
    if (!sha256) throw insecure()
    const { id = sha256, title = facts.name, ...rest } = facts
    const drawing: StoredDrawing = {
      ...rest,
      id,
      title,
      sha256,
      bytes: bytes.byteLength,
      storedAt: new Date(),
    }
    await demandRoom(bytes.byteLength, title)
    const before = await this.drawing(id)
    await this.#database.write(
      ['drawings', 'files', 'pages'],
      bytes.byteLength,
      title,
      ({ drawings, files, pages }) => {
        drawings.put(drawing, id)
        files.put(bytes, sha256)
        for (const { page, ...known } of readings?.pages ?? []) pages.put(known, pageKey(sha256, page))
      },
    )
    if (before && before.sha256 !== sha256) await this.#dropContent(before.sha256)
    await this.#tally()
    return drawing
  }

  async drawings(): Promise<StoredDrawing[]> {
    const all: StoredDrawing[] = await this.#database.read('drawings', (drawings) => drawings.getAll())
    return all.sort((one, other) => one.title.localeCompare(other.title, undefined, { numeric: true }))
  }

  drawing(id: string): Promise<StoredDrawing | undefined> {
    return this.#database.read('drawings', (drawings) => drawings.get(id))
  }

  /** The file as it was stored; fails with `not-stored` or `stored-damaged`. */
  async file(id: string): Promise<Blob> {
    const drawing = await this.drawing(id)
    const bytes: ArrayBuffer | undefined =
      drawing && (await this.#database.read('files', (files) => files.get(drawing.sha256)))
    if (!drawing || !bytes) throw notStored(drawing?.title ?? id)
    if (await isIntact(bytes, { ...drawing, file: drawing.name })) return new Blob([bytes])
    throw new DraftlensError({
      code: 'stored-damaged',
      message: `${drawing.title} is damaged on this device: it is not the file that was stored.`,
      hint: 'Store it again.',
    })
  }

  /** Adds to what is known of a page. */
  async putReadings({ sha256 }: StoredDrawing, page: number, readings: PageReadings): Promise<void> {
    await this.#database.write(['pages'], 0, 'what was read', ({ pages }) => {
      const request = pages.get(pageKey(sha256, page))
      request.onsuccess = () => pages.put({ ...request.result, ...readings }, pageKey(sha256, page))
    })
  }

  async readings({ sha256 }: StoredDrawing, page: number): Promise<PageReadings> {
    return (await this.#database.read('pages', (pages) => pages.get(pageKey(sha256, page)))) ?? {}
  }

  /** Of all pages of which something is known. */
  async allReadings({ sha256 }: StoredDrawing): Promise<({ page: number } & PageReadings)[]> {
    const range = pagesOf(sha256)
    const [keys, known] = await Promise.all([
      this.#database.read('pages', (pages) => pages.getAllKeys(range)),
      this.#database.read<PageReadings[]>('pages', (pages) => pages.getAll(range)),
    ])
    return known.map((readings, at) => ({ page: Number(String(keys[at]).split(' ')[1]), ...readings }))
  }

  /** With its readings. Notes about it stay until they are sent, and are found again with it. */
  async remove(id: string): Promise<void> {
    const drawing = await this.drawing(id)
    if (!drawing) return
    await this.#database.write(['drawings'], 0, 'nothing', ({ drawings }) => {
      drawings.delete(id)
    })
    await this.#dropContent(drawing.sha256)
    await this.#tally()
  }

  /** Says that the person knows what was thrown away. */
  async acceptLoss(): Promise<void> {
    await this.#tally()
  }

  /** Keeps what a person wrote, and what is to be sent of it, in one step. */
  async note<T>(about: string, body: T, delivery?: NoteDelivery): Promise<Note<T>> {
    const note: Note<T> = { about, body, savedAt: new Date() }
    await this.#database.write(['notes', 'outbox'], 0, 'a note', ({ notes, outbox }) => {
      notes.put(note, about)
      if (delivery) {
        const { url, method = 'PUT' } = delivery
        outbox.add(this.outbox.entryOf({ url, method, body: note, isGuarded: method === 'PUT' }))
      }
    })
    if (delivery) this.outbox.changed()
    return note
  }

  /** All whose `about` begins so. */
  notes<T>(prefix: string): Promise<Note<T>[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
    return this.#database.read('notes', (notes) => notes.getAll(range))
  }

  /**
   * Everything, from this device: drawings, readings, notes, vectors. Fails with `unsent` while notes wait to be sent,
   * unless these may be lost.
   */
  async wipe({ evenUnsent = false }: { evenUnsent?: boolean } = {}): Promise<void> {
    const waiting = await this.outbox.entries()
    if (waiting.length > 0 && !evenUnsent) {
      throw new DraftlensError({
        code: 'unsent',
        message: `${waiting.length} notes on this device have not been sent.`,
        hint: 'Send them first, or wipe with evenUnsent.',
      })
    }
    await this.#database.clear()
    writeLedger([])
    indexedDB.deleteDatabase(EMBEDDINGS_DATABASE)
    this.outbox.changed()
  }

  /** Unless another drawing is the same file. */
  async #dropContent(sha256: string): Promise<void> {
    if ((await this.drawings()).some((drawing) => drawing.sha256 === sha256)) return
    await this.#database.write(['files', 'pages'], 0, 'nothing', ({ files, pages }) => {
      files.delete(sha256)
      pages.delete(pagesOf(sha256))
    })
  }

  async #tally(): Promise<void> {
    const entryOf = ({ id, title, packageUrl }: StoredDrawing) => ({
      id,
      title,
      ...(packageUrl && { packageUrl }),
    })
    writeLedger((await this.drawings()).map(entryOf))
  }
}

function pageKey(sha256: string, page: number): string {
  return `${sha256} ${page}`
}

function pagesOf(sha256: string): IDBKeyRange {
  return IDBKeyRange.bound(`${sha256} `, `${sha256} \uffff`)
}

function notStored(what: string): DraftlensError {
  return new DraftlensError({
    code: 'not-stored',
    message: `${what} is not on this device, or the browser threw it away.`,
    hint: 'Store it again with a connection, and let the browser keep it (keepStorage).',
  })
}

function insecure(): DraftlensError {
  return new DraftlensError({
    code: 'storage-refused',
    message: 'This page is not secure: the browser checks no content here.',
    hint: 'Serve it by https, or from localhost.',
  })
}
