// @ts-check
// draftlens/react in an application, with React 18 and 19, in StrictMode.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'
import { in_root, npm_package, test_out } from '../../scripts/project.mjs'
import { BARE_PAGE, browser_under_test } from '../browser/demo-page.mjs'

const folder = join(test_out, 'react')
const { visit } = browser_under_test({ mounts: { '/react/': folder, '/draftlens/': `${npm_package}/dist` } })
/** @type {import('esbuild').BuildOptions} */
const BUNDLING = {
  bundle: true,
  format: 'esm',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"development"' },
  logLevel: 'error',
}
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
    ...BUNDLING,
    alias: Object.fromEntries(['react', 'react-dom'].map((name) => [name, join(from, name)])),
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
    await sheet.waitFor({ timeout: 120_000 })
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
    await page.locator('#sheet[data-opened=ready]').waitFor({ timeout: 120_000 })
    await page.evaluate(() => /** @type {any} */ (globalThis).react.unmount())
    await until(() => page.workers().length === 0, 'no worker is left')
    assert.deepEqual(complaints, [])
  })

  test(`React ${version}: Suspense waits, an error boundary shows the code and starts anew`, async () => {
    const { page } = await application(version)
    // Watched from inside the page: it may be over before a look from outside.
    const has_waited = await page.evaluate(
      (sources) =>
        new Promise((resolve) => {
          const watch = new MutationObserver(() => document.querySelector('#waiting') && resolve(true))
          watch.observe(document, { subtree: true, childList: true })
          setTimeout(() => resolve(false), 30_000)
          const { react } = /** @type {any} */ (globalThis)
          react.show('suspending', sources)
        }),
      { first: '/samples/samples.json', second: SAMPLE },
    )
    assert.ok(has_waited)
    const failure = page.locator('#failure')
    assert.equal(await failure.textContent({ timeout: 30_000 }), 'unknown-format')
    await failure.click()
    const sheet = page.locator('#sheet[data-status=ready]')
    await sheet.waitFor({ timeout: 120_000 })
    assert.match((await sheet.textContent()) ?? '', /33,40/)
  })

  test(`React ${version}: on a server nothing starts, and Suspense sends what it shows meanwhile`, async () => {
    const app = JSON.stringify(await bundled(version))
    // React 19 leaves a message channel open, which would keep Node alive.
    const script = `await import(${app}); console.log(globalThis.react.on_server()); process.exit()`
    const html = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    })
    assert.match(html, /data-opened="loading" data-status="idle"/)
    assert.match(html, /<i>waiting<\/i>/)
  })
}

test('components that ask for the query of a page get it, for a region another, and nothing is left of them', async () => {
  const { page, complaints } = await application(19)
  await page.evaluate((source) => {
    const region = { x: 0, y: 0, width: 600, height: 500 }
    const { react } = /** @type {any} */ (globalThis)
    react.show('searching', { source, region })
  }, SAMPLE)
  const vector = async (/** @type {string} */ label) => {
    const shown = page.locator(`#${label}[data-status=ready]`)
    await shown.waitFor({ timeout: 120_000 })
    return ((await shown.textContent()) ?? '').split(' ').map(Number)
  }
  const [whole, again, cut] = [await vector('query'), await vector('again'), await vector('cut')]
  assert.ok(Math.abs(Math.hypot(...whole) - 1) < 1e-4, 'a direction')
  assert.deepEqual(again, whole)
  assert.notDeepEqual(cut, whole)
  await page.evaluate(() => /** @type {any} */ (globalThis).react.unmount())
  await until(() => page.workers().length === 0, 'no worker outlives the provider')
  assert.deepEqual(complaints, [])
})

test('the viewer shows what is read, tells who chooses and corrects, and turns pages', async () => {
  const { page, complaints } = await application(19)
  await page.evaluate((source) => /** @type {any} */ (globalThis).react.show('viewing', { source }), SAMPLE)
  await page.locator('#viewing[data-status=ready]').waitFor({ timeout: 120_000 })
  const rows = page.locator('.draftlens-marks li')
  const row = rows.filter({ hasText: '33,40' }).first()
  await row.locator('button').first().click()
  const count = await rows.count()
  await page.locator('#reject').click()
  const told = () => page.evaluate(() => /** @type {any} */ (globalThis).react.told)
  assert.equal((await told()).selected.at(-1), '33,40')
  assert.deepEqual((await told()).changed, [count - 1])
  assert.equal(await page.getByRole('application', { name: 'Shaft' }).count(), 1)
  await page.evaluate(() => /** @type {any} */ (globalThis).react.unmount())
  await until(() => page.workers().length === 0, 'no worker outlives the viewer')

  await page.evaluate(() =>
    /** @type {any} */ (globalThis).react.show('viewing', { source: '/samples/g4.tif' }),
  )
  await page.locator('[role=application]').press('j')
  assert.deepEqual((await told()).pages, [], 'there is no second page to turn to')
  assert.deepEqual(complaints, [])
})

test('the lines of the readme, in under 15, lead from an empty application to readings', async () => {
  const readme = readFileSync(in_root('README.md'), 'utf8')
  const code = /```tsx\n(.*?)```/s.exec(readme)?.[1] ?? ''
  assert.ok(code.split('\n').filter((line) => line.trim() !== '').length < 15, code)
  const entry = join(folder, 'readme-app.tsx')
  writeFileSync(
    entry,
    `${code}\nimport { createRoot } from 'react-dom/client'\ncreateRoot(document.body).render(<Page />)\n`,
  )
  await build({
    ...BUNDLING,
    entryPoints: [entry],
    outfile: join(folder, 'readme-app.js'),
    nodePaths: [in_root('node_modules')],
  })
  const { page, complaints } = await visit(BARE_PAGE)
  await page.addStyleTag({ url: '/react/readme-app.css' })
  await page.evaluate(async (url) => void (await import(url)), '/react/readme-app.js')
  await page.locator('input[type=file]').setInputFiles(in_root('demo/qa/samples/odri_motor_shaft.png'))
  await page.locator('.draftlens-marks li', { hasText: '33,40' }).waitFor({ timeout: 120_000 })
  await page.locator('.draftlens-marks li').nth(15).waitFor({ timeout: 120_000 })
  const sheet = await page.locator('.draftlens-sheet').boundingBox()
  const seen = page.viewportSize()?.height ?? 0
  assert.ok(sheet && sheet.height <= seen, `the sheet is ${sheet?.height} px high on a screen of ${seen}`)
  assert.deepEqual(complaints, [])
})

/** @param {() => boolean} condition @param {string} what */
async function until(condition, what) {
  const deadline = Date.now() + 30_000
  while (!condition()) {
    if (Date.now() > deadline) assert.fail(`after 30 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
