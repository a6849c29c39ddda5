// @ts-check
// The built package beside the real server: drawings kept and found there, and texts read again by it.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { start_server } from '../../scripts/drawings-server.mjs'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'

/**
 * @typedef {typeof import('draftlens')} Draftlens
 * @typedef {typeof import('draftlens/search')} Search
 * @typedef {import('draftlens').DraftlensError} DraftlensError
 */

const { visit, url } = browser_under_test()
const KEYS = ['acme', 'rival']
/** Drawings live at another origin than the page, which a real page's policy names. */
const OTHER_ORIGIN = { bypassCSP: true }

/** @type {(() => Promise<void>)[]} */
const stops = []
after(async () => {
  for (const stop of stops) await stop()
})

/** @param {string[]} [more] arguments */
async function start(more = []) {
  const folder = mkdtempSync(join(tmpdir(), 'draftlens-server-'))
  const { url, stop } = await start_server(folder, KEYS, more)
  stops.push(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return { url, stop }
}

/** @type {ReturnType<typeof start> | undefined} */
let started
/** Of the one server that lets the tests' pages in. */
async function address() {
  started ??= start(['--allow-origin', new URL(url()).origin])
  return (await started).url
}

test('drawings are put, found page by page and by facets, and removed, each tenant its own', async () => {
  const { page, complaints } = await visit(BARE_PAGE, OTHER_ORIGIN)
  const seen = await page.evaluate(keep_and_find, { address: await address(), keys: KEYS })
  assert.equal(seen.first.hits[0]?.id, 'part 7')
  assert.ok(Math.abs((seen.first.hits[0]?.score ?? 0) - 1) < 1e-3, `${seen.first.hits[0]?.score}`)
  assert.deepEqual(seen.first.hits[0]?.facets, { material: 'S235', largest_mm: 70 })
  assert.equal(seen.first.hits.length, 5)
  assert.equal(seen.first.nextOffset, 5)
  assert.deepEqual(seen.all.toSorted(), Array.from({ length: 24 }, (_, at) => `part ${at}`).toSorted())
  assert.deepEqual(seen.filtered.toSorted(), ['part 1', 'part 3', 'part 5', 'part 7'])
  assert.equal(seen.of_rival, 0)
  assert.ok(!seen.after_removal.includes('part 7') && seen.after_removal.length === 23)
  assert.deepEqual(seen.codes, {
    'other model': 'other-model',
    'short vector': 'bad-vector',
    'empty filter': 'bad-filter',
    'wrong key': 'unauthorized',
    'no server': 'network',
  })
  // Refusals are the browser's only complaints.
  assert.ok(
    complaints.every((text) => text.startsWith('Failed to load resource')),
    complaints.join('\n'),
  )
})

test('a server that does not know the origin cannot be asked by its page', async () => {
  const { url } = await start()
  const { page } = await visit(BARE_PAGE, OTHER_ORIGIN)
  assert.equal(await page.evaluate(code_of_search, { address: url, key: KEYS[0] ?? '' }), 'network')
})

test('of a page only the chosen crops of unsure texts are sent, and only when somebody asks', async () => {
  const { page } = await visit(BARE_PAGE, OTHER_ORIGIN)
  const own = new URL(url()).origin
  /** @type {{url: string, body: string | null}[]} */
  const elsewhere = []
  page.context().on('request', (request) => {
    if (new URL(request.url()).origin !== own)
      elsewhere.push({ url: request.url(), body: request.postData() })
  })
  await page.evaluate(analyze_sample, { sample: 'odri_motor_shaft.png' })
  assert.equal(elsewhere.length, 0, 'an analysis sends nothing')
  const { before_it, offered, sent, after_it, area_share } = await page.evaluate(read_again, {
    address: await address(),
    key: KEYS[0] ?? '',
  })
  // Besides, the browser asks whether it may.
  const [asked, ...more] = elsewhere.filter(({ body }) => body !== null)
  assert.deepEqual([asked?.url, more], [`${await address()}/v1/read`, []])
  assert.ok(elsewhere.every(({ url }) => url === asked?.url))
  /** @type {{crops: Record<string, unknown>[]}} */
  const { crops } = JSON.parse(asked?.body ?? '')
  assert.deepEqual(crops, sent)
  assert.deepEqual(Object.keys(crops[0] ?? {}).toSorted(), ['id', 'kind', 'png', 'quad'])
  const unsure = before_it.annotations.filter((annotation) => annotation.unsure).map(({ id }) => id)
  assert.deepEqual(offered, unsure)
  assert.deepEqual(
    crops.map(({ id }) => id),
    offered.slice(1),
    'what was not chosen stays here',
  )
  assert.ok(area_share < 0.05, `${area_share} of the page`)
  for (const [at, now] of after_it.annotations.entries()) {
    const first = before_it.annotations[at]
    if (!first || !offered.slice(1).includes(now.id)) assert.deepEqual(now, first)
    else {
      const { id, quad, score, ...was } = first
      assert.deepEqual({ id: now.id, quad: now.quad, score: now.score }, { id, quad, score })
      assert.deepEqual(now.second_reading?.first, was)
      assert.equal(now.text, was.text, 'a text that was clear is read the same')
      assert.equal(now.second_reading?.votes[0]?.text, now.text)
      assert.equal(now.second_reading?.reader.sha256, before_it.models.reader.sha256)
    }
  }
})

test('crops that cannot be sent now wait in the outbox, and their answers until they are used', async () => {
  const { page } = await visit(BARE_PAGE, OTHER_ORIGIN)
  await page.evaluate(analyze_sample, { sample: 'odri_motor_shaft.png' })
  await page.evaluate(open_outbox, { address: await address(), key: KEYS[0] ?? '' })
  await page.context().setOffline(true)
  const { n_crops, n_requests, offline } = await page.evaluate(ask_offline)
  assert.ok(n_requests > 2 && n_crops > 16, 'more than one request carries, and one that nobody understands')
  assert.deepEqual([offline.nSent, offline.nLeft], [0, n_requests])
  await page.context().setOffline(false)
  const { online, ...settled } = await page.evaluate(settle_online)
  assert.deepEqual(online, { nSent: n_requests - 1, nLeft: 1 }, 'what is refused keeps nobody waiting')
  assert.deepEqual(settled.n_left, { elsewhere: 1, here: 0 })
  assert.equal(settled.failure, 'not now', 'an answer that could not be used')
  assert.equal(settled.n_answers, n_crops, 'is used the next time, each once')
  assert.equal(settled.n_again, 0)
  assert.equal(settled.n_replaced, settled.n_read)
  assert.ok(settled.n_read > n_crops / 2, `${settled.n_read} of ${n_crops} were read`)
})

/** Runs in the browser. @param {{address: string, keys: string[]}} what */
async function keep_and_find({ address, keys: [token = '', rival = ''] }) {
  const script = '/npm/search.js'
  const { RemoteIndex, everyHit, isDraftlensError } = /** @type {Search} */ (await import(script))
  const DIM = 256
  const vector = (/** @type {number} */ seed) =>
    Float32Array.from({ length: DIM }, (_, i) => Math.sin((seed + 1) * 12.9898 * (i + 1)))
  const model = { id: 'embedder-test', sha256: 'ab'.repeat(32), version: '1' }
  const drawing = (/** @type {number} */ seed, dim = DIM) => ({
    model,
    dim,
    sheet: vector(seed).slice(0, dim),
    views: [{ vector: vector(seed + 100).slice(0, dim), weight: 1 }],
  })
  const index = new RemoteIndex({ url: address, token })
  for (let number = 0; number < 24; number++) {
    const facets = { material: number % 2 ? 'S235' : '1.4301', largest_mm: 10 * number }
    await index.put(`part ${number}`, [{ vectors: drawing(number), facets }])
  }
  const like = drawing(7)
  const ids = async (/** @type {AsyncIterable<{id: string}>} */ hits) => {
    const found = []
    for await (const { id } of hits) found.push(id)
    return found
  }
  const filter = [
    { facet: 'material', prefix: 's2' },
    { facet: 'largest_mm', at_most: 70 },
  ]
  const seen = {
    first: await index.search(like, { limit: 5 }),
    all: await ids(everyHit(index, like, { limit: 5 })),
    filtered: await ids(everyHit(index, like, { filter, limit: 3 })),
    of_rival: (await new RemoteIndex({ url: address, token: rival }).search(like)).hits.length,
  }
  await index.remove('part 7')
  await index.remove('part 7')
  const after_removal = await ids(everyHit(index, like, { limit: 10 }))
  /** @type {Record<string, () => Promise<unknown>>} */
  const refused = {
    'other model': () => index.search({ ...like, model: { ...model, version: '2' } }),
    'short vector': () => index.put('short', [{ vectors: { ...drawing(1), sheet: vector(1).slice(0, 8) } }]),
    'empty filter': () => index.search(like, { filter: [{ facet: 'material' }] }),
    'wrong key': () => new RemoteIndex({ url: address, token: 'guessed' }).search(like),
    'no server': () => new RemoteIndex({ url: 'http://127.0.0.1:9/', token }).search(like),
  }
  /** @type {Record<string, string>} */
  const codes = {}
  for (const [name, call] of Object.entries(refused)) {
    codes[name] = await call().then(
      () => 'no error',
      (error) => (isDraftlensError(error) && error.hint ? error.code : `not typed: ${error}`),
    )
  }
  return { ...seen, after_removal, codes }
}

/** Runs in the browser. @param {{address: string, key: string}} what */
async function code_of_search({ address, key }) {
  const script = '/npm/search.js'
  const { RemoteIndex } = /** @type {Search} */ (await import(script))
  const model = { id: 'embedder-test', sha256: 'ab'.repeat(32), version: '1' }
  const like = { model, dim: 2, sheet: [1, 0], views: [] }
  return new RemoteIndex({ url: address, token: key }).search(like).then(
    () => 'no error',
    (/** @type {DraftlensError} */ error) => error.code,
  )
}

/** Runs in the browser; what it makes stays there for the next. @param {{sample: string}} what */
async function analyze_sample({ sample }) {
  const script = '/npm/index.js'
  const draftlens = /** @type {Draftlens} */ (await import(script))
  const analyzer = await draftlens.createAnalyzer({ device: 'cpu' })
  const page = (await analyzer.open(`/samples/${sample}`)).page(0)
  const analysis = await analyzer.analyze(page)
  Object.assign(globalThis, { draftlens, page, analysis })
}

/** @typedef {{draftlens: Draftlens, page: import('draftlens').DrawingPage, analysis: import('draftlens').Analysis}} Analysed */
/** @typedef {{outbox: import('draftlens/offline').Outbox, reader: import('draftlens/offline').WaitingReader, all: import('draftlens').Analysis}} Waiting */

/** Runs in the browser. Three clear texts are taken for unsure, so that what must come back is known. @param {{address: string, key: string}} what */
async function read_again({ address, key }) {
  const { draftlens, page, analysis } = /** @type {Analysed} */ (/** @type {unknown} */ (globalThis))
  const script = '/npm/search.js'
  const { RemoteReader } = /** @type {Search} */ (await import(script))
  const clear = analysis.annotations
    .filter(({ kind, text_score, unsure }) => kind === 'dimension' && !unsure && text_score > 0.9)
    .slice(0, 3)
  const annotations = analysis.annotations.map((one) =>
    clear.includes(one) ? { ...one, unsure: true, text_score: 0.1 } : { ...one, unsure: false },
  )
  const before_it = { ...analysis, annotations }
  /** @type {string[]} */
  let offered = []
  /** @type {unknown[]} */
  let sent = []
  let crop_px = 0
  const reader = new RemoteReader({ url: address, token: key })
  const after_it = await draftlens.readAgain(page, before_it, {
    reader,
    choose: async (crops) => {
      offered = crops.map(({ id }) => id)
      const chosen = crops.slice(1)
      for (const { png } of crops) {
        const { width, height } = await createImageBitmap(new Blob([png]))
        crop_px += width * height
      }
      sent = chosen.map(({ png, ...rest }) => ({ ...rest, png: btoa(String.fromCharCode(...png)) }))
      return chosen
    },
  })
  const area_share = crop_px / (analysis.page.width_px * analysis.page.height_px)
  return { before_it, offered, sent, after_it, area_share }
}

/** Runs in the browser. @param {{address: string, key: string}} what */
async function open_outbox({ address, key }) {
  const script = '/npm/offline.js'
  const { FieldStore, WaitingReader } = /** @type {typeof import('draftlens/offline')} */ (
    await import(script)
  )
  const { outbox } = await FieldStore.open({ token: key })
  await outbox.put({ method: 'POST', url: `${address}/v1/read`, body: 'nonsense', question: 'elsewhere' })
  Object.assign(globalThis, { outbox, reader: new WaitingReader(outbox, { url: address }) })
}

/** Runs in the browser. */
async function ask_offline() {
  const { draftlens, page, analysis } = /** @type {Analysed} */ (/** @type {unknown} */ (globalThis))
  const { outbox, reader } = /** @type {Waiting} */ (/** @type {unknown} */ (globalThis))
  const doubtful = analysis.annotations.map((one) => ({ ...one, unsure: true, text_score: 0 }))
  const all = { ...analysis, annotations: doubtful }
  const crops = await draftlens.unsureCrops(page, all)
  await reader.ask('here', crops)
  Object.assign(globalThis, { all })
  const offline = await outbox.flush()
  return { n_crops: crops.length, n_requests: (await outbox.entries()).length, offline }
}

/** Runs in the browser. */
async function settle_online() {
  const { draftlens } = /** @type {Analysed} */ (/** @type {unknown} */ (globalThis))
  const { outbox, reader, all } = /** @type {Waiting} */ (/** @type {unknown} */ (globalThis))
  const online = await outbox.flush()
  const failure = await reader
    .settle('here', () => Promise.reject(new Error('not now')))
    .catch((/** @type {Error} */ error) => error.message)
  let surer = all
  /** @type {import('draftlens').SecondReadings['readings']} */
  const answers = []
  const here = await reader.settle('here', (some) => {
    surer = draftlens.withSecondReadings(surer, some)
    answers.push(...some.readings)
  })
  let n_again = 0
  await reader.settle('here', () => n_again++)
  const elsewhere = await reader.settle('elsewhere', () => {})
  return {
    online,
    failure,
    n_answers: answers.length,
    n_read: answers.filter(({ reading }) => reading?.text).length,
    n_replaced: surer.annotations.filter(({ second_reading }) => second_reading).length,
    n_again,
    n_left: { elsewhere, here },
  }
}
