// @ts-check
// The same analysis natively and in the browser: the same texts at the same places, on the CPU and on a GPU.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { write_grey_png } from '../../scripts/grey-png.mjs'
import { ask, native_cli } from '../../scripts/native-cli.mjs'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'
import { in_root, test_out } from '../../scripts/project.mjs'

/** @typedef {import('draftlens').Analysis} Analysis */
/** @typedef {import('draftlens').Annotation} Annotation */
/** @typedef {import('../../npm/src/engine/facts.js').Device} Device */

const GOLDEN = in_root('tests/drawing')
const SAMPLE = in_root('demo/qa/samples/rpm_plate.png')
/** Rows of the sample with nine sizes, two of them slanting: a software adapter takes a minute for a whole sheet. */
const STRIP = { top_px: 60, height_px: 340 }
const STRIP_TEXTS = ['80', '58', '40', '2-Ø4 Holes', '4-Ø3 Holes', '2-Ø3 Holes', '4-Ø2.7 Holes', 'R65', 'R65']
const MOST_PX = 1

/** @type {Awaited<ReturnType<typeof package_in_chromium>>} */
let chromium
before(async () => {
  chromium = await package_in_chromium()
})
after(() => chromium.close())

for (const name of readdirSync(GOLDEN).filter((name) => name.endsWith('.json'))) {
  test(`${name} reads the same natively and in the browser, on the CPU`, async () => {
    const { image } = JSON.parse(readFileSync(join(GOLDEN, name), 'utf8'))
    const file = join(GOLDEN, image)
    assert_same(await in_browser(file, 'cpu'), await natively(file))
  })
}

test('a strip of a sheet reads the same natively and on WebGPU in the browser', async () => {
  const file = await strip_of_sample()
  const native = await natively(file)
  const texts = native.annotations.map(({ text }) => text)
  for (const text of STRIP_TEXTS) assert.ok(texts.includes(text), `${text} is not among ${texts.join(' · ')}`)
  const browser = await in_browser(file, 'webgpu')
  assert.equal(browser.backend.name, 'webgpu', browser.backend.why)
  assert_same(browser, native)
})

/** @param {string} file @returns {Promise<Analysis>} */
async function natively(file) {
  const { code, stdout, stderr } = await ask(native_cli(), ['analyze', file, '--device', 'cpu', '--json'])
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout)
}

/** @param {string} file @param {Device} device @returns {Promise<Analysis>} */
async function in_browser(file, device) {
  const analysis = await chromium.analyze(file, { index: 0, device })
  if ('error' in analysis) throw new Error(analysis.error.message)
  return analysis
}

/** @param {Analysis} browser @param {Analysis} native */
function assert_same(browser, native) {
  const said = (/** @type {Annotation} */ { id, kind, text, unsure, value }) => ({
    id,
    kind,
    text,
    unsure,
    value,
  })
  assert.deepEqual(browser.annotations.map(said), native.annotations.map(said))
  assert.ok(native.facets.largest_mm, 'a search can be narrowed')
  assert.deepEqual(browser.facets, native.facets)
  for (const [index, { id, quad, text }] of native.annotations.entries()) {
    const other = browser.annotations[index]?.quad.flat() ?? []
    const most = Math.max(...quad.flat().map((at, i) => Math.abs(at - (other[i] ?? Number.NaN))))
    assert.ok(most <= MOST_PX, `${id} ${text} lies ${most} px elsewhere`)
  }
}

/** @returns {Promise<string>} the file */
async function strip_of_sample() {
  const page = await chromium.grey(SAMPLE, { index: 0 })
  if ('error' in page) throw new Error(page.error.message)
  const { width_px } = page
  const { top_px, height_px } = STRIP
  const grey = page.grey.subarray(top_px * width_px, (top_px + height_px) * width_px)
  const file = join(test_out, 'strip.png')
  writeFileSync(file, write_grey_png({ ...page, height_px, grey }))
  return file
}
