// @ts-check
// The demo's Device dialog, on whatever adapter this browser has.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browser_under_test } from './demo-page.mjs'

const { visit } = browser_under_test()
const TABLET = { viewport: { width: 820, height: 1180 }, hasTouch: true }
/** A processor that plays a GPU takes its time. */
const PATIENCE_MILLIS = 240_000

/** Title → name → words. @param {import('playwright-core').Page} page @returns {Promise<Record<string, Record<string, string>>>} */
function report_of(page) {
  return page.evaluate(() => {
    const text = (/** @type {Element | null} */ found) => found?.textContent ?? ''
    const sections = [...document.querySelectorAll('#device-report section')]
    return Object.fromEntries(
      sections.map((section) => [
        text(section.querySelector('h3')),
        Object.fromEntries(
          [...section.querySelectorAll('dl > div')].map((row) => [
            text(row.querySelector('dt')),
            text(row.querySelector('dd')),
          ]),
        ),
      ]),
    )
  })
}

test('the Device dialog says who serves each model, why, and that the answers are right', async () => {
  const { page, complaints } = await visit('?sample=none', TABLET)
  await page.getByRole('button', { name: 'Device' }).click()
  await page.locator('#device-report[aria-busy="false"]').waitFor({ timeout: PATIENCE_MILLIS })
  const report = await report_of(page)
  assert.deepEqual(Object.keys(report), [
    'Processor',
    'Graphics',
    'Self-test',
    'Detector',
    'Reader',
    'Embedder',
  ])
  assert.match(report['Processor']?.['Instructions'] ?? '', /simd/)
  const has_gpu = report['Graphics']?.['Adapter'] !== undefined
  if (has_gpu) assert.match(report['Self-test']?.['f32'] ?? '', /all answers right/)
  for (const model of ['Detector', 'Reader', 'Embedder']) {
    const facts = report[model] ?? {}
    assert.match(facts['Serves'] ?? '', /^(CPU|GPU), ./, JSON.stringify(facts))
    assert.match(facts['Why'] ?? '', has_gpu ? /^measured here/ : /no usable GPU/)
    assert.match(facts['Plan'] ?? '', /operators, \d+ dispatches/)
    if (has_gpu) assert.match(facts['On the CPU'] ?? '', /GFLOP\/s/)
  }
  const is_cut_off = await page.evaluate(() => {
    const dialog = document.querySelector('#device-dialog')
    return !dialog || dialog.scrollWidth > dialog.clientWidth
  })
  assert.equal(is_cut_off, false, 'everything is as wide as a tablet')
  assert.deepEqual(complaints, [])
})

test('closing the Device dialog ends its measurements, and looking again starts anew', async () => {
  const { page, complaints } = await visit('?sample=none')
  await page.getByRole('button', { name: 'Device' }).click()
  await page.locator('#device-report h3', { hasText: 'Graphics' }).waitFor()
  await page.keyboard.press('Escape')
  const count = () => page.locator('#device-report h3').count()
  await page.waitForTimeout(500)
  const when_closed = await count()
  await page.waitForTimeout(1500)
  assert.equal(await count(), when_closed)
  await page.getByRole('button', { name: 'Device' }).click()
  await page.locator('#device-report h3', { hasText: 'Graphics' }).waitFor()
  assert.deepEqual(complaints, [])
})
