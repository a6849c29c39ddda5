// @ts-check
// draftlens/react in an application, with React 18 and 19, in StrictMode.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'
import { in_root, test_out } from '../../scripts/project.mjs'
import { BARE_PAGE, browser_under_test } from '../browser/demo-page.mjs'

const folder = join(test_out, 'react')
const { visit } = browser_under_test({ mounts: { '/react/': folder } })
const SAMPLE = '/samples/odri_motor_shaft.png'
/** Some of what stands on the sample, read off by eye. */
const EXPECTED = ['33,40', '4,50', '1,50', '3,75']

/**
 * What the pages of these tests hold.
 * @typedef {{react: {version: string, heard: number[], show: (name: string, props: unknown) => void, unmount: () => void, on_server: () => string}}} ReactGlobals
 */

/** @param {18 | 19} version */
async function bundled(version) {
  const from = in_root(version === 18 ? 'tests/react-18/node_modules' : 'node_modules')
  const outfile = join(folder, `app-${version}.js`)
  await build({
    entryPoints: [in_root('tests/react/app.jsx')],
    outfile,
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    alias: Object.fromEntries(['react', 'react-dom'].map((name) => [name, join(from, name)])),
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
  })
  return outfile
}

/** @param {18 | 19} version */
async function application(version) {
  await bundled(version)
  const visited = await visit(BARE_PAGE)
  await visited.page.evaluate(async (url) => void (await import(url)), `/react/app-${version}.js`)
  assert.match(
    await visited.page.evaluate(() => /** @type {any} */ (globalThis).react.version),
    new RegExp(`^${version}\\.`),
  )
  return visited
}

for (const version of /** @type {const} */ ([18, 19])) {
  test(`React ${version}: two components share one opening and one reading, which streams in`, async () => {
    const { page, requests, complaints } = await application(version)
    await page.evaluate((source) => /** @type {any} */ (globalThis).react.show('shared', { source }), SAMPLE)
    const sheet = page.locator('#sheet[data-status=ready]')
    await sheet.waitFor({ timeout: 60_000 })
    const texts = ((await sheet.textContent()) ?? '').split(' · ')
    for (const text of EXPECTED) assert.ok(texts.includes(text), `${text} is not among ${texts}`)
    assert.equal(await page.locator('#again').textContent(), texts.join(' · '))
    /** @type {number[]} */
    const heard = await page.evaluate(() => /** @type {any} */ (globalThis).react.heard)
    assert.ok(
      heard.some((size) => size > 0 && size < texts.length),
      `it came in steps of ${[...new Set(heard)]}`,
    )
    assert.equal(requests.filter((url) => url.endsWith(SAMPLE)).length, 1, 'StrictMode opens nothing twice')
    assert.equal(page.workers().length, 2, 'one worker for the document, one for the nets')
    await page.evaluate(() => /** @type {any} */ (globalThis).react.unmount())
    await until(() => page.workers().length === 0, 'no worker outlives the provider')
    assert.deepEqual(complaints, [])
  })

  test(`React ${version}: what is unmounted while it reads is cancelled and gone`, async () => {
    const { page, complaints } = await application(version)
    await page.evaluate((source) => /** @type {any} */ (globalThis).react.show('shared', { source }), SAMPLE)
    await page.locator('#sheet[data-opened=ready]').waitFor({ timeout: 60_000 })
    await page.evaluate(() => /** @type {any} */ (globalThis).react.unmount())
    await until(() => page.workers().length === 0, 'no worker is left')
    assert.deepEqual(complaints, [])
  })

  test(`React ${version}: Suspense waits, an error boundary shows the code and starts anew`, async () => {
    const { page } = await application(version)
    await page.evaluate((sources) => /** @type {any} */ (globalThis).react.show('suspending', sources), {
      first: '/samples/samples.json',
      second: SAMPLE,
    })
    await page.locator('#waiting').waitFor({ state: 'attached' })
    const failure = page.locator('#failure')
    assert.equal(await failure.textContent({ timeout: 30_000 }), 'unknown-format')
    await failure.click()
    const sheet = page.locator('#sheet[data-status=ready]')
    await sheet.waitFor({ timeout: 60_000 })
    assert.match((await sheet.textContent()) ?? '', /33,40/)
  })

  test(`React ${version}: on a server nothing starts, and Suspense sends what it shows meanwhile`, async () => {
    const script = `await import(${JSON.stringify(await bundled(version))}); console.log(globalThis.react.on_server())`
    const html = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    })
    assert.match(html, /data-opened="loading" data-status="idle"/)
    assert.match(html, /<i>waiting<\/i>/)
  })
}

/** @param {() => boolean} condition @param {string} what */
async function until(condition, what) {
  const deadline = Date.now() + 5000
  while (!condition()) {
    if (Date.now() > deadline) assert.fail(`after 5 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
