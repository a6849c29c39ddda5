import { digestOf } from '../../digest.js'
import { EMBEDDINGS_DATABASE } from '../../embedding-cache.js'
import { DraftlensError } from '../../errors.js'
import { ARRIVING_CACHE } from '../arrived-parts.js'
import { FieldDatabase } from '../field-database.js'
import { isIntact } from '../kept-bytes.js'
import { Outbox, type OutboxOptions } from '../outbox/outbox.js'
import { demandRoom } from '../storage.js'
import { type LedgerEntry, readLedger, writeLedger } from './ledger.js'
import { type KeptNote, leaveNotesOf, sweepNotes } from './left-notes.js'
import type {
  DrawingFacts,
  DrawingReadings,
  Note,
  NoteDelivery,
  PageReadings,
  StoredDrawing,
} from './stored-drawing.js'

/**
 * Drawings, what was read of them, and what was written about them, on this device. Each call has happened for good
 * when it returns.
 *
 * @example
 * ```ts
 * import { FieldStore } from 'draftlens/offline'
 *
 * const store = await FieldStore.open()
 * const { id } = await store.put(file, { name: file.name })
 * await store.note(`${id}/1`, { measured_mm: 12.01 })
 * using drawing = await analyzer.open(await store.file(id))
 * const kept = await store.drawings()
 * kept.length // → 1
 * ```
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
    await sweepNotes(database)
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

  /** All drawings that are kept. */
  async drawings(): Promise<StoredDrawing[]> {
    const all: StoredDrawing[] = await this.#database.read('drawings', (drawings) => drawings.getAll())
    return all.sort((one, other) => one.title.localeCompare(other.title, undefined, { numeric: true }))
  }

  /** A drawing by its id, if it is kept. */
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

  /** What is known of a page; empty where that is nothing. */
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

  /**
   * With its readings, and with the notes about it (`about` begins with the id and a slash) that were sent. Those that
   * wait go when they are sent; those that nobody is to be told of stay, and are found again with it.
   */
  async remove(id: string): Promise<void> {
    const drawing = await this.drawing(id)
    if (!drawing) return
    await this.#database.write(['drawings'], 0, 'nothing', ({ drawings }) => {
      drawings.delete(id)
    })
    await this.#dropContent(drawing.sha256)
    await leaveNotesOf(this.#database, id)
    await sweepNotes(this.#database)
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
      notes.put({ ...note, ...(delivery && { isToSend: true }) } satisfies KeptNote, about)
      if (delivery) {
        const { url, method = 'PUT' } = delivery
        outbox.add(this.outbox.entryOf({ url, method, body: note, isGuarded: method === 'PUT' }))
      }
    })
    if (delivery) this.outbox.changed()
    return note
  }

  /** All whose `about` begins so. */
  async notes<T>(prefix: string): Promise<Note<T>[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
    const kept = await this.#database.read<Note<T>[]>('notes', (notes) => notes.getAll(range))
    return kept.map(({ about, body, savedAt }) => ({ about, body, savedAt }))
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
    await caches.delete(ARRIVING_CACHE)
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
