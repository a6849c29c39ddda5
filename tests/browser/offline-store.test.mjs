// @ts-check
// What a device keeps of drawings and of the work on them: through killed browsers, full disks, evictions and conflicts.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makePackage } from '../../npm/bin/manifests.mjs'
import { start_server } from '../../scripts/drawings-server.mjs'
import { office_server } from './office-server.mjs'
import { application_under_test, killable_browser, temporary_folder } from './offline-site.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {typeof import('../../npm/src/offline/index.js')} Offline */
/** @typedef {import('../../npm/src/offline/index.js').FieldStore} FieldStore */
/** @typedef {{offline: Offline, store: FieldStore}} InPage */

const KEY = 'secret'
const PNG = Buffer.from('not looked into: a drawing is kept as it is')
const sha256 = (/** @type {Buffer} */ bytes) => createHash('sha256').update(bytes).digest('hex')

const { folder, its_server, start, visitor: new_visitor } = application_under_test()

/** Opens the store in a page of the application. @param {Page} page */
async function with_store(page) {
  await start(page)
  await page.evaluate(async () => {
    const kept = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
    kept.store = await kept.offline.FieldStore.open()
  })
  return page
}

/** A visitor of its own. @param {import('node:test').TestContext} t */
async function visitor(t) {
  const context = await new_visitor(t)
  return { context, page: await with_store(await context.newPage()) }
}

/** @param {import('node:test').TestContext} t */
async function office(t) {
  const office = await office_server()
  t.after(() => office.close())
  return office
}

/** The server of crate/server, as an index of drawings. @param {import('node:test').TestContext} t */
async function reference_server(t) {
  const data = temporary_folder()
  const reference = await start_server(data, KEY, ['--allow-origin', new URL(its_server().url).origin])
  t.after(async () => {
    await reference.stop()
    rmSync(data, { recursive: true, force: true })
  })
  return `${reference.url.replace(/\/$/, '')}/`
}

/** Runs in the browser. */
const in_page = {
  /** @param {string} url */
  put: (url) =>
    /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.outbox.put({
      ...{ method: 'PUT', url, isGuarded: true },
      body: { from: 'this device', at: url },
    }),
  flush: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.outbox.flush(),
  entries: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.outbox.entries(),
  follow: () => {
    const { outbox } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store
    outbox.follow()
  },
  /** Until nothing waits any more. */
  settled: async () => {
    const { outbox } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store
    while ((await outbox.entries()).some(({ state }) => state === 'waiting')) {
      /** @type {Promise<void>} */
      const change = new Promise((changed) => {
        const stop = outbox.on('change', () => {
          stop()
          changed()
        })
        setTimeout(changed, 200)
      })
      await change
    }
  },
  /** @param {number} number */
  insist: (number) => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.outbox.insist(number),
  /** @param {number} number */
  give_up: (number) =>
    /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.outbox.giveUp(number),
  /** @param {string} text */
  keep: (text) =>
    /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.put(new Blob([text]), {
      id: 'B-17',
      name: 'b.png',
    }),
  drawings: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.drawings(),
  /** @param {string} id */
  text_of: (id) =>
    /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.file(id).then(
      (file) => file.text(),
      (/** @type {{code: string}} */ { code }) => code,
    ),
}

test('what was written without a network is sent once, in order, though the browser was killed and answers were lost', async (t) => {
  const at = await office(t)
  const profile = temporary_folder()
  t.after(() => rmSync(profile, { recursive: true, force: true }))
  at.be('lose-request')
  const first = await killable_browser(profile)
  const page = await with_store(await first.context.newPage())
  for (const name of ['a', 'b', 'a', 'c']) await page.evaluate(in_page.put, `${at.url}${name}`)
  const flushed = await page.evaluate(in_page.flush)
  assert.deepEqual([flushed.nSent, flushed.nLeft], [0, 4])
  // What the first one says is done, and the answer never arrives.
  at.be('lose-answer')
  await page.evaluate(in_page.flush)
  assert.equal(at.done.length, 1)
  await first.kill()

  at.be('answer')
  const second = await killable_browser(profile)
  t.after(() => second.kill())
  const again = await with_store(await second.context.newPage())
  const sent = await again.evaluate(in_page.flush)
  assert.deepEqual([sent.nSent, sent.nLeft], [4, 0])
  assert.deepEqual(
    at.done.map(({ path }) => path),
    ['/a', '/b', '/a', '/c'],
    'each once, in order',
  )
  assert.equal(new Set(at.done.map(({ key }) => key)).size, 4)
  assert.ok(at.n_requests() > at.done.length, 'though some were asked for more than once')
})

test('two tabs do not send the same thing twice', async (t) => {
  const at = await office(t)
  const { context, page } = await visitor(t)
  const other = await with_store(await context.newPage())
  for (let n = 0; n < 5; n++) await page.evaluate(in_page.put, `${at.url}${n}`)
  await Promise.all([page.evaluate(in_page.flush), other.evaluate(in_page.flush)])
  assert.equal(at.n_requests(), 5)
  assert.deepEqual(await other.evaluate(in_page.entries), [])
})

test('what somebody else wrote meanwhile is a conflict: told, kept, and decided by a person', async (t) => {
  const at = await office(t)
  const { page } = await visitor(t)
  for (const name of ['mine', 'theirs']) await page.evaluate(in_page.put, `${at.url}${name}`)
  await page.evaluate(in_page.flush)
  for (const name of ['mine', 'theirs']) {
    at.overwrite(`/${name}`, { from: 'another device' })
    for (let n = 0; n < 2; n++) await page.evaluate(in_page.put, `${at.url}${name}`)
  }
  await page.evaluate(in_page.put, `${at.url}other`)
  await page.evaluate(in_page.flush)
  const entries = await page.evaluate(in_page.entries)
  assert.deepEqual(
    entries.map(({ url, state }) => [url.slice(at.url.length), state]),
    [
      ['mine', 'conflict'],
      ['mine', 'waiting'],
      ['theirs', 'conflict'],
      ['theirs', 'waiting'],
    ],
    'what is about something else went; what came after the conflict waits behind it',
  )
  assert.deepEqual(entries[0]?.problem?.theirs, { from: 'another device' })
  assert.deepEqual(at.thing('/mine'), { from: 'another device' }, 'nothing is overwritten silently')
  await page.evaluate(in_page.insist, entries[0]?.number ?? 0)
  await page.evaluate(in_page.give_up, entries[2]?.number ?? 0)
  const flushed = await page.evaluate(in_page.flush)
  assert.deepEqual([flushed.nSent, flushed.nLeft], [2, 0])
  assert.deepEqual(at.thing('/mine'), { from: 'this device', at: `${at.url}mine` })
  assert.deepEqual(at.thing('/theirs'), { from: 'another device' })
})

test('a server that is busy is asked again by itself, and one that refuses is not', async (t) => {
  const at = await office(t)
  const { page } = await visitor(t)
  at.be('busy')
  await page.evaluate(in_page.put, `${at.url}a`)
  const busy = await page.evaluate(in_page.flush)
  assert.deepEqual([busy.problem?.status, busy.problem?.retryAfterMs], [503, 1000])
  at.be('answer')
  await page.evaluate(in_page.follow)
  await page.evaluate(in_page.settled)
  assert.equal(at.done.length, 1)
  at.be('refuse')
  await page.evaluate(in_page.put, `${at.url}b`)
  await page.evaluate(in_page.settled)
  const [refused] = await page.evaluate(in_page.entries)
  assert.equal(refused?.problem?.message, 'That is not what we want.')
  const before = at.n_requests()
  await page.evaluate(in_page.flush)
  assert.equal(at.n_requests(), before)
})

test('the reference server takes what the outbox sends once, whatever is repeated', async (t) => {
  const at = await reference_server(t)
  const { page } = await visitor(t)
  const vector = Array.from({ length: 256 }, (_, i) => Math.sin(i))
  const drawing = {
    model: { id: 'embedder-test', sha256: 'ab'.repeat(32), version: '1', dim: 256 },
    pages: [{ page: 0, embedding: { sheet: vector, views: [] }, facets: { material: 'S235' } }],
  }
  const replayed = await page.evaluate(
    async ({ url, drawing, token }) => {
      const kept = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
      const store = await kept.offline.FieldStore.open({ token })
      kept.store = store
      await store.outbox.put({ method: 'PUT', url: `${url}v1/drawings/B-17`, body: drawing })
      const [{ key } = { key: '' }] = await store.outbox.entries()
      const { nSent } = await store.outbox.flush()
      // As a browser that died before it heard the answer would.
      const authorization = `Bearer ${token}`
      const headers = { 'content-type': 'application/json', 'idempotency-key': key, authorization }
      const body = JSON.stringify(drawing)
      const again = await fetch(`${url}v1/drawings/B-17`, { method: 'PUT', headers, body })
      return [nSent, again.ok]
    },
    { url: at, drawing, token: KEY },
  )
  assert.deepEqual(replayed, [1, true])
  const index = await (await fetch(`${at}v1/index`, { headers: { authorization: `Bearer ${KEY}` } })).json()
  assert.equal(index.pages ?? index.n_pages, 1, JSON.stringify(index))
  await page.evaluate(
    (url) =>
      /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.outbox.put({
        method: 'DELETE',
        url: `${url}v1/drawings/gone`,
      }),
    at,
  )
  assert.deepEqual(
    await page.evaluate(in_page.flush),
    { nSent: 1, nLeft: 0 },
    'what is gone need not be deleted',
  )
})

test('a drawing survives a killed browser, is checked when it is taken out, and is told when it is not there', async (t) => {
  const profile = temporary_folder()
  t.after(() => rmSync(profile, { recursive: true, force: true }))
  const first = await killable_browser(profile)
  const page = await with_store(await first.context.newPage())
  const kept = await page.evaluate(in_page.keep, PNG.toString())
  assert.equal(kept.sha256, sha256(PNG))
  await first.kill()
  const second = await killable_browser(profile)
  t.after(() => second.kill())
  const again = await with_store(await second.context.newPage())
  assert.equal(await again.evaluate(in_page.text_of, 'B-17'), PNG.toString())
  await again.evaluate(
    (key) =>
      new Promise((resolve) => {
        const request = indexedDB.open('draftlens-field')
        request.onsuccess = () => {
          const transaction = request.result.transaction('files', 'readwrite')
          transaction.objectStore('files').put(new TextEncoder().encode('spoilt').buffer, key)
          transaction.oncomplete = () => resolve(undefined)
        }
      }),
    kept.sha256,
  )
  assert.equal(await again.evaluate(in_page.text_of, 'B-17'), 'stored-damaged')
  assert.equal(await again.evaluate(in_page.text_of, 'C-3'), 'not-stored')
})

test('a full device keeps what it had, and says how much room is missing', async (t) => {
  const { context, page } = await visitor(t)
  const devtools = await context.newCDPSession(page)
  const { origin } = new URL(its_server().url)
  // Before anything is written: what the database knows of the room that is left, it remembers for a while.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3_000_000 })
  await page.evaluate(in_page.keep, 'first')
  const put_large = (/** @type {boolean} */ is_estimate_wrong) => {
    if (is_estimate_wrong) navigator.storage.estimate = async () => ({ usage: 0, quota: 1e12 })
    const { store } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
    // Of the kind that disks cannot make smaller.
    const parts = Array.from({ length: 100 }, () => crypto.getRandomValues(new Uint8Array(65_536)))
    return store.put(new Blob(parts), { id: 'B-17', name: 'large.png' }).then(
      () => undefined,
      (/** @type {{code: string, bytes: number}} */ { code, bytes }) => ({ code, bytes }),
    )
  }
  for (const is_estimate_wrong of [false, true]) {
    const refused = await page.evaluate(put_large, is_estimate_wrong)
    assert.equal(refused?.code, 'storage-full', `the estimate is ${is_estimate_wrong ? 'wrong' : 'right'}`)
    assert.ok((refused?.bytes ?? 0) > 1_000_000 && (refused?.bytes ?? 0) < 7_000_000, `${refused?.bytes}`)
  }
  assert.equal(await page.evaluate(in_page.text_of, 'B-17'), 'first')
})

test('drawings that the browser threw away are named at the next start', async (t) => {
  const { context, page } = await visitor(t)
  await page.evaluate(in_page.keep, 'soon gone')
  const devtools = await context.newCDPSession(page)
  const { origin } = new URL(its_server().url)
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb,cache_storage' })
  const after_eviction = await with_store(await context.newPage())
  const lost = await after_eviction.evaluate(
    () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.lost,
  )
  assert.deepEqual(lost, [{ id: 'B-17', title: 'b.png' }])
  assert.equal(await after_eviction.evaluate(in_page.text_of, 'B-17'), 'not-stored')
  await after_eviction.evaluate(in_page.keep, 'here again')
  const later = await with_store(await context.newPage())
  assert.deepEqual(
    await later.evaluate(() => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).store.lost),
    [],
  )
})

test('a package is stored as far as it comes, brought up to date by what changed, and what was withdrawn goes', async (t) => {
  const { page } = await visitor(t)
  const drawings = join(folder, 'package')
  t.after(() => rmSync(drawings, { recursive: true }))
  const write = (/** @type {Record<string, string>} */ files) => {
    rmSync(drawings, { recursive: true, force: true })
    mkdirSync(drawings)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(drawings, name), text)
    makePackage(drawings, { id: 'job', title: 'Job 7', notes: 'notes/' })
  }
  const store_package = () =>
    page.evaluate(async () => {
      const { offline, store } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
      const found = await offline.lookAtPackage(store, 'package/drawings.json')
      const ids = (/** @type {readonly {id: string}[]} */ drawings) => drawings.map(({ id }) => id)
      const { missing, stale, withdrawn, current } = found
      const code = await offline.storePackage(store, found).then(
        () => 'stored',
        (/** @type {{code: string}} */ { code }) => code,
      )
      return {
        missing: ids(missing),
        stale: ids(stale),
        withdrawn: ids(withdrawn),
        current: ids(current),
        code,
      }
    })
  write({ 'a.png': 'A', 'b.png': 'B', 'c.png': 'C', 'a.png.readings.json': '{"schema":1,"pages":[]}' })
  its_server().hold_while((path) => !path.endsWith('/c.png'))
  const broken = await store_package()
  its_server().hold_while(() => true)
  assert.equal(broken.code, 'network')
  assert.deepEqual(
    (await page.evaluate(in_page.drawings)).map(({ id }) => id),
    ['a', 'b'],
    'what has arrived stays',
  )
  write({ 'a.png': 'A', 'b.png': 'B, revised', 'c.png': 'C' })
  assert.deepEqual(await store_package(), {
    missing: ['c'],
    stale: ['b'],
    withdrawn: [],
    current: ['a'],
    code: 'stored',
  })
  assert.equal(await page.evaluate(in_page.text_of, 'b'), 'B, revised')
  const [a] = await page.evaluate(in_page.drawings)
  assert.equal(a?.notesUrl, `${its_server().url}package/notes/`)
  write({ 'a.png': 'A' })
  assert.deepEqual((await store_package()).withdrawn, ['b', 'c'])
  assert.deepEqual(
    (await page.evaluate(in_page.drawings)).map(({ id }) => id),
    ['a'],
  )
})

test('notes about a drawing that is removed go once their server has them, and all others stay', async (t) => {
  const { page } = await visitor(t)
  const { url } = await office(t)
  await page.evaluate(in_page.keep, 'a drawing')
  const left = await page.evaluate(async (url) => {
    const { offline, store } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
    const abouts = async () => (await store.notes('B-17/')).map(({ about }) => about)
    await store.note('B-17/told', 1, { url: `${url}told` })
    await store.outbox.flush()
    await store.note('B-17/waits', 2, { url: `${url}waits` })
    await store.note('B-17/for-nobody', 3)
    await store.remove('B-17')
    const at_removal = await abouts()
    await store.outbox.flush()
    await offline.FieldStore.open()
    return { at_removal, at_next_start: await abouts() }
  }, url)
  assert.deepEqual(left, {
    at_removal: ['B-17/for-nobody', 'B-17/waits'],
    at_next_start: ['B-17/for-nobody'],
  })
})

test('wiping leaves nothing of a drawing on the device, and does not lose what was not sent unless told to', async (t) => {
  const { page } = await visitor(t)
  await page.evaluate(in_page.keep, 'a contract')
  const wiped = await page.evaluate(async () => {
    const { store } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
    await store.note('B-17/0/a1', { found: 'a contract' }, { url: 'http://127.0.0.1:9/notes/a1' })
    const refused = await store.wipe().then(
      () => undefined,
      (/** @type {{code: string}} */ { code }) => code,
    )
    const n_kept = (await store.drawings()).length
    await store.wipe({ evenUnsent: true })
    const left = await new Promise((resolve) => {
      const request = indexedDB.open('draftlens-field')
      request.onsuccess = () => {
        const names = [...request.result.objectStoreNames]
        const transaction = request.result.transaction(names)
        const counts = names.map((name) => transaction.objectStore(name).count())
        transaction.oncomplete = () => resolve(counts.reduce((sum, { result }) => sum + result, 0))
      }
    })
    return { refused, n_kept, left, remembered: localStorage.length }
  })
  assert.deepEqual(wiped, { refused: 'unsent', n_kept: 1, left: 0, remembered: 0 })
})
