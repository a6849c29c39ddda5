// @ts-check
// The built `draftlens/search`: an index in the browser's memory, and one behind a server.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'

const { visit } = browser_under_test()

/**
 * @typedef {typeof import('../../npm/src/search/index.js')} Search
 * @typedef {import('../../npm/src/search/index.js').DrawingVectors} DrawingVectors
 */

/** Runs in the browser, once: what the tests of a page share. */
async function prepare() {
  const address = '/npm/search.js'
  /** @type {Search} */
  const search = await import(address)
  const DIM = 256
  /** A direction that belongs to a number; near ones for the same family. @param {number} number @param {number} [family] */
  const vector = (number, family = number) => {
    const of = (/** @type {number} */ seed) =>
      Float32Array.from({ length: DIM }, (_, i) => Math.sin((seed + 1) * 12.9898 * (i + 1)) * 0.5)
    const [centre, own] = [of(family), of(number + 1000)]
    return centre.map((x, i) => x + 0.3 * (own[i] ?? 0))
  }
  /** @param {number} number @param {number} [family] @returns {DrawingVectors} */
  const drawing = (number, family) => ({
    model: { id: 'embedder-test', sha256: 'ab'.repeat(32), version: '1' },
    dim: DIM,
    sheet: vector(number, family),
    views: [{ vector: vector(number + 5000, family), weight: 1 }],
  })
  const model = { id: 'embedder-test', sha256: 'ab'.repeat(32), version: '1', dim: DIM }
  const filled = async () => {
    const index = await search.LocalIndex.create({ model, sheetShare: 0.5 })
    for (let number = 0; number < 60; number++) {
      const facets = { material: number % 2 ? 'S235' : '1.4301', largest_mm: 10 * number, threads: ['M8'] }
      await index.put(`part ${number}`, [
        { vectors: drawing(number, Math.floor(number / 6)), facets },
        { page: 1, vectors: drawing(number + 2000) },
      ])
    }
    return index
  }
  Object.assign(globalThis, { search, drawing, model, filled })
}

/** @typedef {{search: Search, drawing: (number: number, family?: number) => DrawingVectors, model: import('../../npm/src/search/index.js').VectorModel, filled: () => Promise<import('../../npm/src/search/index.js').LocalIndex>}} Prepared */

async function prepared() {
  const visited = await visit(BARE_PAGE)
  await visited.page.evaluate(prepare)
  return visited
}

test('a drawing finds itself first, then its family, page by page and by facets', async () => {
  const { page, complaints, requests } = await prepared()
  const found = await page.evaluate(async () => {
    const { filled, drawing, search } = /** @type {Prepared} */ (/** @type {unknown} */ (globalThis))
    const index = await filled()
    const like = drawing(13, 2)
    const first = await index.search(like, { limit: 6 })
    const filter = [
      { facet: 'material', equals: 'S235' },
      { facet: 'largest_mm', at_most: 250 },
    ]
    const filtered = await index.search(like, { filter, limit: 100, thorough: true })
    const all = []
    for await (const hit of search.everyHit(index, like, { limit: 50 })) all.push(`${hit.id} ${hit.page}`)
    return { first, filtered, all, size: index.size, model: index.model.id }
  })
  assert.deepEqual([found.size, found.model], [120, 'embedder-test'])
  const [self, ...family] = found.first.hits
  assert.equal(self?.id, 'part 13')
  assert.ok((self?.score ?? 0) > 0.99, `${self?.score}`)
  assert.deepEqual(
    family.map(({ id }) => Math.floor(Number(id.slice(5)) / 6)),
    [2, 2, 2, 2, 2],
  )
  assert.equal(found.first.nextOffset, 6)
  assert.equal(found.filtered.hits.length, 13)
  assert.equal(found.filtered.nextOffset, undefined)
  assert.ok(
    found.filtered.hits.every(
      ({ facets }) => facets['material'] === 'S235' && Number(facets['largest_mm']) <= 250,
    ),
  )
  assert.equal(new Set(found.all).size, 120)
  assert.deepEqual(complaints, [])
  const loaded = requests.map((url) => url.split('/').at(-1)).filter((name) => name !== 'search.js')
  assert.ok(loaded.includes('draftlens_search_bg.wasm') && loaded.includes('search-worker.js'))
  assert.ok(!loaded.some((name) => name?.includes('raster') || name?.includes('engine')), `${loaded}`)
})

test('every score is that of the rule, in every precision', async () => {
  const { page } = await prepared()
  const worst = await page.evaluate(async () => {
    const { drawing, model, search } = /** @type {Prepared} */ (/** @type {unknown} */ (globalThis))
    /** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
    const product = (a, b) => Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
    /** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
    const cosine = (a, b) => product(a, b) / Math.sqrt(product(a, a) * product(b, b))
    const views = (/** @type {number} */ number) => [
      { vector: drawing(number).sheet, weight: 1 },
      { vector: drawing(number + 100).sheet, weight: 3 },
    ]
    const like = { ...drawing(3, 1), views: views(7) }
    /** @type {Record<string, number>} */
    const worst = {}
    for (const precision of /** @type {const} */ (['f16', 'int8', 'bits'])) {
      const index = await search.LocalIndex.create({ model, precision, sheetShare: 0.4 })
      for (let number = 0; number < 20; number++) {
        await index.put(`${number}`, [{ vectors: { ...drawing(number, number % 4), views: views(number) } }])
      }
      const { hits } = await index.search(like, { limit: 20 })
      const off = hits.map(({ id, score }) => {
        const other = { ...drawing(Number(id), Number(id) % 4), views: views(Number(id)) }
        const best = like.views.map(({ vector }) =>
          Math.max(...other.views.map((view) => cosine(vector, view.vector))),
        )
        const [one, two] = best.map((product) => Math.max(product, 0) ** 8)
        const expected =
          0.4 * cosine(like.sheet, other.sheet) + 0.6 * (0.25 * (one ?? 0) + 0.75 * (two ?? 0)) ** (1 / 8)
        return Math.abs(score - expected)
      })
      worst[precision] = hits.length === 20 ? Math.max(...off) : Number.NaN
    }
    return worst
  })
  assert.ok((worst['f16'] ?? 1) < 0.001, `f16 is off by ${worst['f16']}`)
  for (const precision of ['int8', 'bits']) {
    assert.ok((worst[precision] ?? 1) < 0.01, `${precision} is off by ${worst[precision]}`)
  }
})

test('what an index gives as a file opens as the same index', async () => {
  const { page } = await prepared()
  const [before, after_removal, opened] = await page.evaluate(async () => {
    const { filled, drawing, search } = /** @type {Prepared} */ (/** @type {unknown} */ (globalThis))
    const index = await filled()
    const ids = async (/** @type {import('../../npm/src/search/index.js').LocalIndex} */ of) =>
      (await of.search(drawing(13, 2), { limit: 200 })).hits
    const before = await ids(index)
    await index.remove('part 13')
    await index.remove('nobody')
    const removed = await ids(index)
    const again = await search.LocalIndex.open(await index.toBlob())
    return [before, removed, await ids(again)]
  })
  assert.deepEqual(
    after_removal,
    before?.filter(({ id }) => id !== 'part 13'),
  )
  assert.deepEqual(opened, after_removal)
})

test('what cannot be searched is refused with a code and a hint', async () => {
  const { page } = await prepared()
  const codes = await page.evaluate(async () => {
    const { filled, drawing, search, model } = /** @type {Prepared} */ (/** @type {unknown} */ (globalThis))
    const index = await filled()
    const other = { ...drawing(1), model: { ...drawing(1).model, version: '2' } }
    const damaged = new Uint8Array(await (await index.toBlob()).arrayBuffer())
    damaged[damaged.length - 1000] = (damaged[damaged.length - 1000] ?? 0) ^ 1
    const stop = AbortSignal.abort()
    /** @type {Record<string, () => Promise<unknown>>} */
    const calls = {
      'other model asks': () => index.search(other),
      'other model put': () => index.put('x', [{ vectors: other }]),
      'two models': () => index.put('x', [{ vectors: other }, { vectors: drawing(1) }]),
      'no page': () => index.put('x', []),
      'short vector': () => index.search({ ...drawing(1), sheet: [1, 2] }),
      'empty filter': () => index.search(drawing(1), { filter: [{ facet: 'material' }] }),
      'nested facets': () =>
        index.put('x', [{ vectors: drawing(1), facets: /** @type {any} */ ({ a: { b: 1 } }) }]),
      damaged: () => search.LocalIndex.open(damaged),
      'something else': () => search.LocalIndex.open(new Uint8Array(9000)),
      'no file': () => search.LocalIndex.open('/npm/none.index'),
      'no wasm': () => search.LocalIndex.create({ model, sheetShare: 0.5 }, { assetBase: '/none/' }),
      aborted: () => index.search(drawing(1), { signal: stop }),
    }
    /** @type {Record<string, string>} */
    const codes = {}
    for (const [name, call] of Object.entries(calls)) {
      codes[name] = await call().then(
        () => 'no error',
        (/** @type {unknown} */ error) =>
          search.isDraftlensError(error) && error.hint ? error.code : `not typed: ${error}`,
      )
    }
    const size = index.size
    index.dispose()
    codes['disposed'] = await index.search(drawing(1)).then(
      () => 'no error',
      ({ code }) => code,
    )
    return { codes, size }
  })
  assert.deepEqual(codes, {
    codes: {
      'other model asks': 'other-model',
      'other model put': 'other-model',
      'two models': 'bad-entry',
      'no page': 'bad-entry',
      'short vector': 'bad-vector',
      'empty filter': 'bad-filter',
      'nested facets': 'bad-entry',
      damaged: 'index-damaged',
      'something else': 'not-an-index',
      'no file': 'network',
      'no wasm': 'asset-missing',
      aborted: 'cancelled',
      disposed: 'disposed',
    },
    size: 120,
  })
})

/** What a server was asked, and what it answers next. @typedef {{method: string, url: string, headers: import('node:http').IncomingHttpHeaders, body: any}} Asked */

/** @type {Asked[]} */
const asked = []
/** @type {{status: number, headers?: Record<string, string>, body?: unknown, hangs?: boolean}[]} */
let answers = []
const server = createServer(async (request, response) => {
  let text = ''
  for await (const part of request) text += part
  const { method = '', url = '', headers } = request
  asked.push({ method, url, headers, body: text ? JSON.parse(text) : undefined })
  const answer = answers.shift() ?? { status: 500 }
  if (answer.hangs) return
  const type = answer.status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(answer.status, { 'content-type': type, ...answer.headers })
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
})
before(() => new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined))))
after(() => {
  server.closeAllConnections()
  server.close()
})

/** @param {Record<string, unknown>} [options] */
async function remote(options = {}) {
  /** @type {Search} */
  const { RemoteIndex } = await import(new URL('../../npm/dist/search.js', import.meta.url).href)
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  asked.length = 0
  return new RemoteIndex({ url: `http://127.0.0.1:${address.port}/drawings`, token: () => 'key', ...options })
}

/** @type {DrawingVectors} */
const LIKE = {
  model: { id: 'e', sha256: 'ab', version: '1' },
  dim: 2,
  sheet: new Float32Array([0.5, 0.25]),
  views: [{ vector: [1, 0], weight: 1, ...{ box: 'not sent' } }],
}
const problem = (/** @type {string} */ code) => ({ code, detail: 'what', hint: 'do' })

test('a server is asked in the words of its contract', async () => {
  const index = await remote()
  const hit = { id: 'a', page: 0, score: 0.9, facets: {} }
  answers = [
    { status: 200, body: { hits: [hit], next_offset: 30 } },
    { status: 200, body: { hits: [], next_offset: null } },
    { status: 201 },
    { status: 404, body: problem('not-found') },
  ]
  const filter = [{ facet: 'material', equals: 'S235' }]
  assert.deepEqual(await index.search(LIKE, { filter, offset: 20, limit: 10 }), {
    hits: [hit],
    nextOffset: 30,
  })
  assert.deepEqual(await index.search(LIKE), { hits: [] })
  await index.put('a/ü', [{ vectors: LIKE, facets: { material: 'S235' } }])
  await index.remove('a/ü')
  const [search, , put, remove] = asked
  const embedding = { sheet: [0.5, 0.25], views: [{ vector: [1, 0], weight: 1 }] }
  const model = { id: 'e', sha256: 'ab', version: '1', dim: 2 }
  assert.deepEqual(search?.body, { model, embedding, filter, offset: 20, limit: 10 })
  assert.equal(`${search?.method} ${search?.url}`, 'POST /drawings/v1/search')
  assert.equal(search?.headers.authorization, 'Bearer key')
  assert.deepEqual(put?.body, { model, pages: [{ page: 0, embedding, facets: { material: 'S235' } }] })
  assert.equal(`${put?.method} ${put?.url}`, 'PUT /drawings/v1/drawings/a%2F%C3%BC')
  assert.equal(`${remove?.method} ${remove?.url}`, 'DELETE /drawings/v1/drawings/a%2F%C3%BC')
})

test('what passes is tried again by the same key, what does not is told at once', async () => {
  const index = await remote()
  answers = [
    { status: 503, body: problem('overloaded') },
    { status: 429, headers: { 'retry-after': '1' }, body: problem('rate-limited') },
    { status: 204 },
  ]
  const began = performance.now()
  await index.put('a', [{ vectors: LIKE }])
  assert.ok(performance.now() - began >= 1000, 'as long as the server says')
  assert.equal(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size, 1)
  assert.equal(asked.length, 3)
  answers = [{ status: 409, body: problem('other-model') }]
  await assert.rejects(index.search(LIKE), { code: 'other-model', message: 'what', hint: 'do', status: 409 })
  assert.equal(asked.length, 4)
  answers = [{ status: 418, headers: { 'content-type': 'text/html' } }]
  await assert.rejects(index.search(LIKE), { code: 'network', status: 418 })
})

test('a request ends with its signal or its time', async () => {
  const index = await remote({ timeoutMs: 200 })
  answers = [{ status: 0, hangs: true }]
  await assert.rejects(index.search(LIKE), { code: 'deadline-exceeded' })
  const stop = new AbortController()
  answers = [{ status: 0, hangs: true }]
  setTimeout(() => stop.abort(), 50)
  await assert.rejects(index.search(LIKE, { signal: stop.signal }), { code: 'cancelled' })
  answers = [{ status: 503, headers: { 'retry-after': '60' } }]
  const waiting = new AbortController()
  setTimeout(() => waiting.abort(), 50)
  await assert.rejects(index.search(LIKE, { signal: waiting.signal }), { code: 'cancelled' })
})
