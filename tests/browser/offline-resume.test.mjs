// @ts-check
// Loading that breaks off within a file goes on there, through closed tabs, and never leaves another content behind.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { application_under_test } from './offline-site.mjs'

/** @typedef {typeof import('../../npm/src/offline/index.js')} Offline */
/** @typedef {{offline: Offline, arrived: (bytes: number) => void}} InPage */
/** @typedef {{range: string | undefined, status: number, sent: number}} Asked */

const DRAWING = randomBytes(9_000_000)
const CUT_AT = 5_000_000
const sha256 = createHash('sha256').update(DRAWING).digest('hex')

const { start, visitor: new_visitor } = application_under_test()

/**
 * A server of one package with one large drawing, which sends no more than the first part of it for as long as it `holds`.
 * @param {import('node:test').TestContext} t @param {(bytes: Buffer) => Buffer} [part] what a range answers; none: it knows none
 */
async function cutting_server(t, part) {
  /** @type {Asked[]} */
  const asked = []
  const mood = { holds: true, cut: () => {} }
  const manifest = JSON.stringify({
    ...{ schema: 1, id: 'job', title: 'Job 7' },
    drawings: [{ id: 'a', title: 'A', file: 'a.pdf', bytes: DRAWING.length, sha256 }],
  })
  const http = createServer(({ url, headers: { range } }, response) => {
    response.setHeader('access-control-allow-origin', '*')
    if (url !== '/a.pdf') return void response.end(manifest)
    const from = part && range ? Number(range.slice('bytes='.length, -1)) : 0
    const rest = DRAWING.subarray(from)
    const body = part && from > 0 ? part(rest) : rest
    const status = from > 0 ? 206 : 200
    const sent = mood.holds ? CUT_AT - from : body.length
    asked.push({ range, status, sent })
    response.writeHead(status, { 'content-length': body.length })
    mood.cut = () => response.destroy()
    if (mood.holds) response.write(body.subarray(0, sent))
    else response.end(body)
  })
  await new Promise((listening) => http.listen(0, '127.0.0.1', () => listening(undefined)))
  t.after(() => {
    http.close()
    http.closeAllConnections()
  })
  const address = http.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { url: `http://127.0.0.1:${port}/drawings.json`, asked, mood }
}

/** @param {import('node:test').TestContext} t */
async function visitor(t) {
  const context = await new_visitor(t)
  /**
   * A tab of its own, which is closed when it has tried. What arrived is here before the connection breaks.
   * @param {Awaited<ReturnType<typeof cutting_server>>} server_of_package @param {{gives_up?: boolean}} [more] the person, before that
   */
  const store = async ({ url, mood }, { gives_up = false } = {}) => {
    const page = await context.newPage()
    await page.exposeFunction('arrived', (/** @type {number} */ bytes) => {
      if (mood.holds && bytes === CUT_AT && !gives_up) mood.cut()
    })
    await start(page)
    const stored = await page.evaluate(
      async ({ url, cut_at, gives_up }) => {
        const { offline, arrived } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
        const store = await offline.FieldStore.open()
        /** @type {number[]} */
        const told = []
        const stop = new AbortController()
        const code = await offline
          .storePackage(store, await offline.lookAtPackage(store, url), {
            signal: stop.signal,
            onProgress: ({ done }) => {
              told.push(done)
              arrived(done)
              if (gives_up && done === cut_at) stop.abort()
            },
          })
          .then(
            () => 'stored',
            (/** @type {{code: string}} */ { code }) => code,
          )
        const file = await store.file('a').catch(() => undefined)
        const parts = (await (await caches.open('draftlens-arriving')).keys()).length
        return { code, bytes: file?.size, told, parts }
      },
      { url, cut_at: CUT_AT, gives_up },
    )
    await page.close()
    return stored
  }
  return store
}

test('what had arrived of a file when the connection broke is not loaded again, in another tab either', async (t) => {
  const packages = await cutting_server(t, (rest) => rest)
  const store = await visitor(t)
  const broken = await store(packages)
  assert.equal(broken.code, 'network')
  assert.ok(broken.parts > 0, 'what arrived is kept')
  assert.ok(broken.told.length > 3, `told of it within the file: ${broken.told}`)
  packages.mood.holds = false
  const { code, bytes, told, parts } = await store(packages)
  assert.deepEqual({ code, bytes, parts }, { code: 'stored', bytes: DRAWING.length, parts: 0 })
  const [first, second, ...more] = packages.asked
  assert.deepEqual(more, [])
  assert.equal(first?.range, undefined)
  assert.equal(second?.status, 206)
  assert.equal(second?.sent, DRAWING.length - CUT_AT, `only the rest: ${second?.range}`)
  assert.ok((told[1] ?? 0) > CUT_AT, 'progress goes on where it was')
  assert.equal(told.at(-1), DRAWING.length)
})

test('what is given up while it loads ends, and what had arrived is not loaded again', async (t) => {
  const packages = await cutting_server(t, (rest) => rest)
  const store = await visitor(t)
  // The server sends no more: without the signal nothing would end it.
  assert.equal((await store(packages, { gives_up: true })).code, 'cancelled')
  packages.mood.holds = false
  const { code, bytes } = await store(packages)
  assert.deepEqual({ code, bytes }, { code: 'stored', bytes: DRAWING.length })
  assert.equal(packages.asked.at(-1)?.sent, DRAWING.length - CUT_AT)
})

test('a server that sends no parts is asked for all of it', async (t) => {
  const packages = await cutting_server(t)
  const store = await visitor(t)
  assert.equal((await store(packages)).code, 'network')
  packages.mood.holds = false
  const { code, bytes } = await store(packages)
  assert.deepEqual({ code, bytes }, { code: 'stored', bytes: DRAWING.length })
  assert.deepEqual(
    packages.asked.map(({ status }) => status),
    [200, 200],
  )
})

test('parts that do not fit together are noticed, and all of it is loaded', async (t) => {
  const packages = await cutting_server(t, (rest) => Buffer.alloc(rest.length))
  const store = await visitor(t)
  assert.equal((await store(packages)).code, 'network')
  packages.mood.holds = false
  const { code, bytes, parts } = await store(packages)
  assert.deepEqual({ code, bytes, parts }, { code: 'stored', bytes: DRAWING.length, parts: 0 })
  assert.deepEqual(
    packages.asked.map(({ status }) => status),
    [200, 206, 200],
  )
})
