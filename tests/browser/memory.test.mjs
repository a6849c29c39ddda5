// @ts-check
// Documents that are opened, read and closed leave nothing behind. `npm run soak` does it two hundred times.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseArgs } from 'node:util'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'

const { values } = parseArgs({ options: { documents: { type: 'string' } } })
const DOCUMENTS = Number(values.documents ?? 8)
/** Code is compiled and caches are filled until then. */
const SETTLED_AFTER = Math.ceil(DOCUMENTS / 4)
const GROWS_AT_MOST_BYTES = 24e6
const { visit } = browser_under_test()
const skip = process.platform === 'linux' ? false : 'the size of a process is read from /proc'

test(`after ${DOCUMENTS} documents the page holds as much memory as after ${SETTLED_AFTER}`, {
  skip,
}, async (t) => {
  const { page, complaints } = await visit(BARE_PAGE)
  const browser = page.context().browser()
  if (!browser) throw new Error('no browser')
  const session = await browser.newBrowserCDPSession()
  const inside = await page.context().newCDPSession(page)
  await page.evaluate(async () => {
    const url = '/npm/index.js'
    const { createAnalyzer } = await import(url)
    const sample = await createImageBitmap(await (await fetch('/samples/odri_motor_shaft.png')).blob())
    // A cut-out with some dimensions: what is opened and closed is the same, and reading is quick.
    const canvas = new OffscreenCanvas(800, 300)
    canvas.getContext('2d')?.drawImage(sample, -600, -640)
    Object.assign(globalThis, {
      analyzer: await createAnalyzer({ device: 'cpu' }),
      bytes: await (await canvas.convertToBlob()).arrayBuffer(),
    })
  })

  /** Of all renderers: the page and its workers. */
  async function resident_bytes() {
    await inside.send('HeapProfiler.collectGarbage')
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    const renderers = processInfo.filter(({ type }) => type === 'renderer')
    const sizes = renderers.map(({ id }) => Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1]))
    return 4096 * sizes.reduce((sum, pages) => sum + pages, 0)
  }
  const read_one = () =>
    page.evaluate(async () => {
      const { analyzer, bytes } = /** @type {any} */ (globalThis)
      const drawing = await analyzer.open(bytes)
      const { annotations } = await analyzer.analyze(drawing.page(0))
      drawing.dispose()
      return annotations.length
    })

  const texts = new Set()
  let settled = 0
  for (let done = 1; done <= DOCUMENTS; done++) {
    texts.add(await read_one())
    if (done === SETTLED_AFTER) settled = await resident_bytes()
  }
  const grown = (await resident_bytes()) - settled
  t.diagnostic(`${(settled / 1e6).toFixed(0)} MB, and ${(grown / 1e6).toFixed(1)} MB more after ${DOCUMENTS}`)
  assert.equal(texts.size, 1, 'each time the same')
  assert.ok(Number([...texts][0]) >= 2)
  assert.ok(page.workers().length <= 1, 'of the documents no worker is left')
  assert.ok(grown < GROWS_AT_MOST_BYTES, `${(grown / 1e6).toFixed(1)} MB`)
  assert.deepEqual(complaints, [])
})
