import type { FieldDatabase } from '../field-database.js'
import type { Note } from './stored-drawing.js'

/** A note as it lies on the device. */
export interface KeptNote extends Note {
  /** A server is told of it, so that it need not stay here for ever. */
  isToSend?: true
  /** The drawing that it is about was removed. */
  ofRemoved?: string
}

/** Remembers of the notes about a drawing that it is gone: those whose `about` begins with its id and a slash. */
export function leaveNotesOf(database: FieldDatabase, id: string): Promise<void> {
  const about = IDBKeyRange.bound(`${id}/`, `${id}/\uffff`)
  return database.write(['notes'], 0, 'nothing', ({ notes }) => {
    eachOf(notes.openCursor(about), (cursor) => cursor.update({ ...cursor.value, ofRemoved: id }))
  })
}

/** Takes off the device what was left by drawings that are gone, where a server has it. */
export function sweepNotes(database: FieldDatabase): Promise<void> {
  return database.write(['notes', 'outbox', 'drawings'], 0, 'nothing', ({ notes, outbox, drawings }) => {
    const waiting = outbox.getAll()
    const ids = drawings.getAllKeys()
    ids.onsuccess = () => {
      const unsent = new Set(waiting.result.map(({ body }) => (body as Partial<Note> | undefined)?.about))
      eachOf(notes.openCursor(), (cursor) => {
        const { about, isToSend, ofRemoved }: KeptNote = cursor.value
        const isGone = ofRemoved !== undefined && !ids.result.includes(ofRemoved)
        if (isGone && isToSend && !unsent.has(about)) cursor.delete()
      })
    }
  })
}

function eachOf(
  request: IDBRequest<IDBCursorWithValue | null>,
  work: (at: IDBCursorWithValue) => void,
): void {
  request.onsuccess = () => {
    const { result: cursor } = request
    if (!cursor) return
    work(cursor)
    cursor.continue()
  }
}
