/**
 * What the engine remembers of this device from one page to the next: small texts by their keys. A browser may
 * forget them, or refuse to keep them; then they are found out anew.
 */

const DATABASE = 'draftlens'
const STORE = 'notes'

/** All that is remembered; nothing where the browser keeps nothing. */
export async function readNotes(): Promise<Record<string, string>> {
  try {
    const store = await openStore('readonly')
    const [keys, texts] = await Promise.all([answerOf(store.getAllKeys()), answerOf(store.getAll())])
    return Object.fromEntries(keys.map((key, i) => [String(key), String(texts[i])]))
  } catch {
    return {}
  }
}

/** Written when the browser comes to it. */
export function writeNote(key: string, text: string): void {
  openStore('readwrite')
    .then((store) => answerOf(store.put(text, key)))
    .catch(() => {})
}

let database: Promise<IDBDatabase> | undefined

async function openStore(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  database ??= openDatabase()
  database.catch(() => {
    database = undefined
  })
  return (await database).transaction(STORE, mode).objectStore(STORE)
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE))
  return answerOf(request)
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}
