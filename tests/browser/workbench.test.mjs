// @ts-check
// The workbench as an inspector uses it: drawings are read, checked, corrected, compared with labels and handed on.
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'
import { browser_under_test } from './demo-page.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('draftlens').Analysis} Analysis */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const MOTOR_SHAFT = in_root('demo/qa/samples/odri_motor_shaft.png')
const MOTOR_SHAFT_LABELS = in_root('tests/drawing/motor-shaft.json')
const TABLET = { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true }
/** A page takes seconds; beside other programs on a small machine, minutes. */
const PATIENCE_MILLIS = 240_000

const { visit } = browser_under_test()
/** A drawing and its labels, as QA keeps them. */
const folder = mkdtempSync(join(tmpdir(), 'draftlens-check-'))
copyFileSync(MOTOR_SHAFT, join(folder, 'odri_motor_shaft.png'))
copyFileSync(MOTOR_SHAFT_LABELS, join(folder, 'motor-shaft.json'))
const elsewhere = mkdtempSync(join(tmpdir(), 'draftlens-nets-'))
after(() => {
  for (const made of [folder, elsewhere]) rmSync(made, { recursive: true })
})

/** @param {Page} page @returns {Promise<unknown[]>} */
async function axe_on(page) {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } =
      /** @type {{axe: {run: () => Promise<{violations: {id: string, nodes: {html: string}[]}[]}>}}} */ (
        /** @type {unknown} */ (globalThis)
      )
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))])
  })
}

/** @param {Page} page @param {() => Promise<unknown>} act @returns {Promise<string>} */
async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return readFileSync(await download.path(), 'utf8')
}

/** Runs in the browser: a quick machine has read the rest before a click from outside arrives. */
function stop_at_the_first_reading() {
  const watch = new MutationObserver(() => {
    if (!document.querySelector('#readings li')) return
    watch.disconnect()
    for (const button of document.querySelectorAll('button')) {
      if (button.textContent?.trim() === 'Stop') button.click()
    }
  })
  watch.observe(document, { subtree: true, childList: true })
}

/** Runs in the browser, for the same reason. @param {string} name */
function stop_check_while_it_reads(name) {
  return new Promise((stopped) => {
    const state = document.querySelector('#check-state')
    const watch = new MutationObserver(() => {
      if (!state?.textContent?.startsWith(`Reading ${name}`)) return
      watch.disconnect()
      stopped(document.querySelector('button#check-run')?.dispatchEvent(new MouseEvent('click')))
    })
    watch.observe(state ?? document, { childList: true })
  })
}

test('a drawing is read without a click, stopped, read on, checked, corrected and exported', async (t) => {
  const began = Date.now()
  const { page, complaints } = await visit('?sample=motor-shaft&device=cpu', {}, (page) =>
    page.addInitScript(stop_at_the_first_reading),
  )
  const rows = page.locator('#readings li')
  await rows.first().waitFor({ timeout: PATIENCE_MILLIS })
  t.diagnostic(`first readings ${((Date.now() - began) / 1000).toFixed(1)} s after the visit began`)
  await page.locator('#reading-state', { hasText: 'Stopped' }).waitFor()
  const at_stop = await rows.count()
  assert.ok(at_stop > 0, 'what was read stays')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.locator('#reading-state', { hasText: 's on the CPU' }).waitFor({ timeout: PATIENCE_MILLIS })
  const texts = await page.locator('#readings .draftlens-text').allInnerTexts()
  for (const text of ['6', '1,50', '33,40', '4,50']) assert.ok(texts.includes(text), `${text} in ${texts}`)
  assert.deepEqual(await axe_on(page), [])

  await page.locator('#mark-search').fill('33.40')
  await rows.nth(1).waitFor({ state: 'detached' })
  assert.deepEqual(await page.locator('#readings .draftlens-text').allInnerTexts(), ['33,40'])
  await page.locator('#readings li button').click()
  // The sheet's title block says ±0.1 mm for what has no tolerance of its own.
  const by_the_sheet = /^33\.30 … 33\.50 mm, general tolerance$/
  assert.match(await page.locator('#editor output').innerText(), by_the_sheet)
  await page.waitForFunction(() =>
    [...document.fonts].some(
      ({ family, status }) => family.includes('Draftlens Symbols') && status === 'loaded',
    ),
  )
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('33,40 H7')
  await page.keyboard.press('Enter')
  await page
    .locator('#editor output', { hasText: '33.400 … 33.425 mm' })
    .waitFor({ timeout: PATIENCE_MILLIS })
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme })
    assert.deepEqual(await axe_on(page), [], colorScheme)
  }

  await page.locator('#export').click()
  const json = await downloaded(page, () => page.getByRole('button', { name: /^JSON/ }).click())
  /** @type {Analysis} */
  const exported = JSON.parse(json)
  const corrected = exported.annotations.find(({ text }) => text === '33,40 H7')
  assert.equal(corrected?.value?.upper, 0.025)
  assert.ok(
    exported.annotations.some(({ text }) => text === '4,50'),
    'the filter hides, it takes nothing away',
  )
  await page.locator('#export').click()
  const csv = await downloaded(page, () => page.getByRole('button', { name: /^CSV/ }).click())
  assert.match(csv, /33,40 H7/)
  await page.locator('#export').click()
  const svg = await downloaded(page, () => page.getByRole('button', { name: /^SVG/ }).click())
  assert.match(
    svg,
    /<image href="data:image\/png;base64,iVBOR.*<title>\d+: 33,40 H7</s,
    'balloons over the sheet',
  )
  await page.locator('#export').click()
  const labels = JSON.parse(
    await downloaded(page, () => page.getByRole('button', { name: /^Labels/ }).click()),
  )
  assert.equal(labels.image, 'odri_motor_shaft.png')
  assert.ok(labels.annotations.some((/** @type {{text: string}} */ { text }) => text === '33,40 H7'))
  await page.keyboard.press('Control+z')
  await page.locator('#editor output', { hasText: by_the_sheet }).waitFor()
  assert.deepEqual(complaints, [])
})

test('where nothing can be drawn on a file, its PDF has the picture of the page under the balloons', async () => {
  const { page, complaints } = await visit('?sample=top-plate-fax&device=cpu')
  await page.locator('#reading-state', { hasText: 's on the CPU' }).waitFor({ timeout: PATIENCE_MILLIS })
  await page.locator('#export').click()
  const pdf = await downloaded(page, () => page.getByRole('button', { name: /^PDF/ }).click())
  assert.match(pdf, /^%PDF.*\/Subtype \/Image/s)
  assert.deepEqual(complaints, [])
})

test('on a tablet what decides about a reading is in sight beside it, and the buttons above take one row', async () => {
  const { page } = await visit('?sample=motor-shaft&device=cpu', TABLET)
  await page.click('#toggle-facts')
  await page.locator('#reading-state', { hasText: 's on the CPU' }).waitFor({ timeout: PATIENCE_MILLIS })
  await page.locator('#readings li button').first().click()
  for (const name of ['Accept', 'Reject', 'Delete']) {
    const decision = page.locator('#editor').getByRole('button', { name })
    const { y, height } = (await decision.boundingBox()) ?? { y: Infinity, height: 0 }
    assert.ok(height >= 44 && y + height <= TABLET.viewport.height, `${name} at ${y}, ${height} high`)
  }
  const toolbar = await page.locator('.toolbar').boundingBox()
  assert.ok((toolbar?.height ?? 0) < 60, `${toolbar?.height} px`)
})

test('a folder is read, stopped and read on, and compared with its labels in table, report and on the sheet', async () => {
  const { page, complaints } = await visit('?sample=none')
  await page.click('#check')
  await page.setInputFiles('#check-folder', folder)
  await page.locator('#check-table tbody tr').waitFor()
  await page.selectOption('#check-device', 'cpu')
  const stopped = page.evaluate(stop_check_while_it_reads, 'odri_motor_shaft.png')
  await page.click('#check-run')
  await stopped
  await page.locator('#check-state', { hasText: '1 page, 0 read' }).waitFor()
  await page.click('#check-run')
  await page.locator('#check-state', { hasText: '1 page, 1 read' }).waitFor({ timeout: PATIENCE_MILLIS })
  const row = await page.locator('#check-table tbody td').allInnerTexts()
  const [, labels, right, missed, , misread, f1] = row
  assert.equal(labels, '11', 'labels')
  assert.equal(Number(right) + Number(missed) + Number(misread), 8, `of 8 dimensions: ${row}`)
  assert.ok(Number(right) >= 6 && Number(f1) > 0.7, `most are found: ${row}`)
  assert.deepEqual(await axe_on(page), [])
  const json = JSON.parse(await downloaded(page, () => page.click('#check-json')))
  assert.equal(json.pages[0].score.truth, 8)
  const report = await downloaded(page, () => page.click('#check-report'))
  assert.match(report, /<td>odri_motor_shaft\.png<\/td>/)
  assert.match(report, /cpu, /)
  await page.getByRole('button', { name: 'odri_motor_shaft.png' }).click()
  await page.locator('#readings li').nth(5).waitFor()
  assert.match(await page.locator('#reading-state').innerText(), /s on the CPU/, 'nothing is read twice')
  assert.deepEqual(complaints, [])
})

/** The nets of the package as another version of them: its reader says 8 for what is a 3. */
function other_nets() {
  const nets = join(elsewhere, 'nets-v2')
  mkdirSync(nets)
  for (const file of ['detector.json', 'detector.onnx', 'reader.onnx']) {
    copyFileSync(in_root(`models/${file}`), join(nets, file))
  }
  const manifest = JSON.parse(readFileSync(in_root('models/reader.json'), 'utf8'))
  const exchanged = new Map([
    ['3', '8'],
    ['8', '3'],
  ])
  const alphabet = [...manifest.alphabet].map((letter) => exchanged.get(letter) ?? letter).join('')
  writeFileSync(join(nets, 'reader.json'), JSON.stringify({ ...manifest, id: 'reader-v2', alphabet }))
  return nets
}

test('two versions of the nets are read side by side, and what differs is counted and shown on the sheet', async () => {
  const { page, complaints } = await visit('?sample=none')
  await page.click('#check')
  await page.setInputFiles('#check-files', MOTOR_SHAFT)
  await page.locator('#check-table tbody tr').waitFor()
  await page.selectOption('#check-device', 'cpu')
  const read_all = async () => {
    await page.locator('#check-state', { hasText: '1 page, 0 read' }).waitFor()
    await page.getByRole('button', { name: 'Read all' }).click()
    await page.locator('#check-state', { hasText: '1 page, 1 read' }).waitFor({ timeout: PATIENCE_MILLIS })
  }
  await read_all()
  const nets = other_nets()
  await page.setInputFiles('#check-nets-folder', nets)
  assert.equal(await page.locator('#check-nets').inputValue(), 'nets-v2')
  await read_all()
  const heads = await page.locator('#check-table [scope=colgroup]').allInnerTexts()
  assert.deepEqual(heads, ['CPU', 'CPU, nets-v2'])
  assert.deepEqual(await axe_on(page), [])

  const { pages } = JSON.parse(await downloaded(page, () => page.click('#check-json')))
  /** @type {[Analysis, Analysis]} */
  const [before, now] = pages.map((/** @type {{analysis: Analysis}} */ { analysis }) => analysis)
  assert.equal(now.models.reader.id, 'reader-v2')
  const texts = (/** @type {Analysis} */ { annotations }) => annotations.map(({ text }) => text)
  assert.ok(texts(before).includes('33,40') && texts(now).includes('88,40'), `${texts(now)}`)
  const differ = page.locator('#check-table tbody td:nth-child(4) button')
  const [n_differ, n_texts] = (await differ.innerText()).split(' of ').map(Number)
  assert.ok(n_differ && n_texts && n_differ >= 1 && n_differ < n_texts, `${n_differ} of ${n_texts} differ`)
  assert.equal(
    await page.locator('#check-table tfoot td:nth-child(4)').innerText(),
    `${n_differ} of ${n_texts}`,
  )
  const report = await downloaded(page, () => page.click('#check-report'))
  assert.match(
    report,
    new RegExp(`CPU → CPU, nets-v2: ${n_differ} of ${n_texts} texts differ[^]*33,40 → 88,40`),
  )
  await differ.click()
  await page.locator('#readings .draftlens-text', { hasText: '88,40' }).waitFor()
  assert.deepEqual(complaints, [])
})

test('a folder that holds no nets says what it must hold', async () => {
  const { page } = await visit('?sample=none')
  await page.click('#check')
  await page.setInputFiles('#check-files', MOTOR_SHAFT)
  await page.setInputFiles('#check-nets-folder', in_root('tests/drawing'))
  await page.getByRole('button', { name: 'Read all' }).click()
  const problem = page.locator('#check-table .problem')
  await problem.waitFor({ timeout: PATIENCE_MILLIS })
  assert.match(
    await problem.innerText(),
    /has no detector\.json\. Choose one with detector\.json and reader\.json/,
  )
})
