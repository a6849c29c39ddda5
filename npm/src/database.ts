/** IndexedDB by promises: what several parts of the package keep in the browser. */

/** Fails as the browser does, where it gives no storage. A store that is missing is made by `upgrade`. */
export function openDatabase(
  name: string,
  version: number,
  upgrade: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version)
  request.addEventListener('upgradeneeded', () => upgrade(request.result))
  return answerOf(request).then((database) => {
    // Somebody wants it deleted, or a later version of this package to change it: an open tab is not in the way.
    database.addEventListener('versionchange', () => database.close())
    return database
  })
}

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}

/** When all of it is kept; fails, and nothing of it is, for instance where the device is full. */
export function doneOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error))
  })
}
