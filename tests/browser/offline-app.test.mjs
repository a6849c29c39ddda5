// @ts-check
// An application that keeps itself: started without a server, updated, damaged, thrown away.
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { launch } from '../../scripts/chromium.mjs'
import { mortal_server, temporary_folder, write_application } from './offline-site.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/** @typedef {import('../../npm/src/offline/index.js').OfflineApp} OfflineApp */
/** @typedef {{app: OfflineApp, running: string | undefined, part: () => Promise<string>}} InPage */

/** @type {import('playwright-core').Browser | undefined} */
let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

/** A server with version `one` of the application, and a visitor's browser. @param {import('node:test').TestContext} t */
async function site(t) {
  const folder = temporary_folder()
  write_application(folder, 'one')
  const server = await mortal_server(folder)
  const context = await browser?.newContext()
  if (!context) throw new Error('The browser runs only within tests.')
  t.after(async () => {
    await context.close()
    await server.kill()
    rmSync(folder, { recursive: true })
  })
  return { folder, server, context }
}

/** A tab in which the application runs. @param {BrowserContext} context @param {string} url */
async function start(context, url) {
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'app' in globalThis && document.querySelector('#version')?.textContent)
  return page
}

/** @param {Page} page */
const version_of = (page) => page.locator('#version').textContent()

/** Runs in the browser. */
const in_page = {
  store: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).app.store(),
  state: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).app.state(),
  update: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).app.update(),
  is_ready: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).app.isReadyOffline(),
  part: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).part(),
  running: () => /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).running,
  code_of_store: () =>
    /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).app.store().then(
      () => 'stored',
      (/** @type {{code: string}} */ { code }) => code,
    ),
}

test('after one visit the application starts with the server dead, late parts too', async (t) => {
  const { server, context } = await site(t)
  const first = await start(context, server.url)
  assert.equal(await first.evaluate(in_page.is_ready), false, 'nothing is stored yet')
  const stored = await first.evaluate(in_page.store)
  assert.equal(stored.isComplete, true)
  await server.kill()
  assert.equal(await first.evaluate(in_page.part), 'one', 'a tab that came from the server goes on')
  const second = await start(context, `${server.url}?from=a-link#place`)
  assert.equal(await version_of(second), 'one')
  assert.equal(await second.evaluate(in_page.part), 'one')
  assert.equal(await second.evaluate(in_page.is_ready), true)
  assert.equal(await second.evaluate(in_page.running), stored.version)
  assert.equal(await second.evaluate(in_page.code_of_store), 'network', 'what needs the server says so')
})

test('an update that breaks off leaves the old version whole, goes on where it was, and counts from the next start', async (t) => {
  const { folder, server, context } = await site(t)
  const page = await start(context, server.url)
  await page.evaluate(in_page.store)
  write_application(folder, 'two')
  server.forget()
  server.hold_while((path) => !path.includes('part.js'))
  assert.equal(await page.evaluate(in_page.code_of_store), 'network')
  assert.ok(server.asked.includes('/main.js'), 'one of its files had arrived')
  await server.kill()
  const without_server = await start(context, server.url)
  assert.equal(await version_of(without_server), 'one')
  assert.equal(await without_server.evaluate(in_page.part), 'one')

  server.hold_while(() => true)
  await server.start()
  server.forget()
  const told = await without_server.evaluate(in_page.update)
  const stored = await without_server.evaluate(in_page.store)
  assert.equal(told?.version, stored.version)
  const loaded = server.asked.filter((path) => path !== '/offline.json')
  assert.deepEqual(loaded, ['/part.js'], 'what had arrived, and what did not change, is not loaded again')
  await server.kill()
  assert.equal(await version_of(without_server), 'one', 'nothing changes under an open tab')
  const after_update = await start(context, server.url)
  assert.equal(await version_of(after_update), 'two')
  assert.equal(await after_update.evaluate(in_page.part), 'two')
})

test('two tabs have two versions, each with its own parts, and none is thrown away while it is open', async (t) => {
  const { folder, server, context } = await site(t)
  await (await start(context, server.url)).evaluate(in_page.store)
  const old = await start(context, server.url)
  write_application(folder, 'two')
  await old.evaluate(in_page.store)
  await server.kill()
  const fresh = await start(context, server.url)
  await start(context, server.url)
  assert.deepEqual([await version_of(old), await version_of(fresh)], ['one', 'two'])
  assert.deepEqual([await old.evaluate(in_page.part), await fresh.evaluate(in_page.part)], ['one', 'two'])
})

test('a server that goes back to an older version is followed', async (t) => {
  const { folder, server, context } = await site(t)
  await (await start(context, server.url)).evaluate(in_page.store)
  for (const version of ['two', 'one']) {
    write_application(folder, version)
    const page = await start(context, server.url)
    assert.ok(await page.evaluate(in_page.update), 'told as an update')
    await page.evaluate(in_page.store)
    assert.equal(await page.evaluate(in_page.update), undefined)
    assert.equal(await version_of(await start(context, server.url)), version)
  }
})

test('a version that never runs is left again for the last one that did', async (t) => {
  const { folder, server, context } = await site(t)
  const page = await start(context, server.url)
  await page.evaluate(in_page.store)
  await start(context, server.url)
  write_application(folder, 'two', { is_broken: true })
  await page.evaluate(in_page.store)
  await server.kill()
  const titles = []
  for (let at = 0; at < 3; at++) {
    const tab = await context.newPage()
    await tab.goto(server.url)
    titles.push(await tab.title())
  }
  assert.deepEqual(titles, ['two', 'two', 'one'])
  await server.start()
  const mended = await start(context, server.url)
  assert.equal(await mended.evaluate(in_page.update), undefined, 'it is not stored over and over')
})

test('a file that is damaged on the device is never served: it is fetched again, or told', async (t) => {
  const { server, context } = await site(t)
  await (await start(context, server.url)).evaluate(in_page.store)
  const page = await start(context, server.url)
  const damage = async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        if (!request.url.endsWith('part.js')) continue
        const headers = { 'content-type': 'text/javascript' }
        await cache.put(request, new Response("export const version = 'other'\n", { headers }))
      }
    }
  }
  await page.evaluate(damage)
  assert.deepEqual((await page.evaluate(in_page.state))?.missing, ['part.js'])
  assert.equal(await page.evaluate(in_page.is_ready), false)
  await server.kill()
  const [status, words] = await page.evaluate(async () => {
    const response = await fetch('part.js')
    return /** @type {const} */ ([response.status, await response.text()])
  })
  assert.equal(status, 503)
  assert.match(words, /part\.js is damaged on this device[\s\S]*cannot be reached/)
  await assert.rejects(page.evaluate(in_page.part))
  await server.start()
  const mended = await start(context, server.url)
  assert.equal(await mended.evaluate(in_page.part), 'one')
  assert.equal(await mended.evaluate(in_page.is_ready), true)
})

test('a cache that the browser threw away is filled again at the next start, and told where that cannot be', async (t) => {
  const { server, context } = await site(t)
  const page = await start(context, server.url)
  await page.evaluate(in_page.store)
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name)
  })
  assert.equal(await page.evaluate(in_page.is_ready), false)
  await server.kill()
  const without = await context.newPage()
  const answer = await without.goto(server.url)
  assert.equal(answer?.status(), 503)
  assert.match(await without.locator('body').innerText(), /was thrown away, and could not be loaded again/)
  await server.start()
  const again = await start(context, server.url)
  await again.evaluate(in_page.store)
  assert.equal(await again.evaluate(in_page.is_ready), true)
})

test('a full device is told with the bytes that are missing, and keeps what it had', async (t) => {
  const { folder, server, context } = await site(t)
  const page = await start(context, server.url)
  await page.evaluate(in_page.store)
  write_application(folder, 'two')
  const devtools = await context.newCDPSession(page)
  const { origin } = new URL(server.url)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 100 })
  const error = await page.evaluate(() =>
    /** @type {InPage} */ (/** @type {unknown} */ (globalThis)).app.store().then(
      () => undefined,
      (/** @type {{code: string, bytes: number, message: string}} */ { code, bytes, message }) => ({
        code,
        bytes,
        message,
      }),
    ),
  )
  assert.equal(error?.code, 'storage-full')
  assert.ok((error?.bytes ?? 0) > 0)
  assert.match(error?.message ?? '', /MB more are needed/)
  await server.kill()
  assert.equal(await version_of(await start(context, server.url)), 'one')
})
