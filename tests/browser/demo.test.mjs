// @ts-check
// The demo as a person uses it.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'
import {
  browser_under_test,
  DRAWINGS,
  ink_share,
  main_thread_tasks,
  NO_DRAWINGS,
  page_shown,
  picture_changed,
  picture_of,
  settled_picture,
  shown_zoom,
} from './demo-page.mjs'
import { A0, write_sheet } from './sheet-png.mjs'

/** @typedef {import('playwright-core').Page} Page */

const { visit: visit_and_read, url } = browser_under_test()
/** Looking at drawings: reading them would keep the processor from it. @param {string} [query] @param {import('./demo-page.mjs').ContextOptions} [options] */
const visit = (query = '?', options = {}) =>
  visit_and_read(`${query}${query === '?' ? '' : '&'}read=off`, options)
const folder = mkdtempSync(join(tmpdir(), 'draftlens-'))
const a0_sheet = join(folder, 'a0.png')
const motor_shaft = in_root('demo/qa/samples/odri_motor_shaft.png')
const page_of_login = join(folder, 'drawing.pdf.html')
const cut_off = join(folder, 'cut-off.png')
const empty = join(folder, 'empty.png')

before(async () => {
  await write_sheet(a0_sheet)
  writeFileSync(empty, '')
  writeFileSync(page_of_login, '<!DOCTYPE html><title>Sign in</title>')
  const png = readFileSync(motor_shaft)
  writeFileSync(cut_off, png.subarray(0, png.length / 2))
})
after(() => rmSync(folder, { recursive: true }))

/** Drops or pastes a file as the system would hand it over. @param {Page} page @param {'drop' | 'paste'} how @param {string} path */
async function hand_over(page, how, path) {
  const bytes = readFileSync(path).toString('base64')
  await page.evaluate(
    ({ how, bytes }) => {
      const data = new DataTransfer()
      const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
      data.items.add(new File([content], 'handed-over.png', { type: 'image/png' }))
      const event =
        how === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      document.body.dispatchEvent(event)
    },
    { how, bytes },
  )
}

test('the demo opens its first sample at once, shows its ink and names its licence', async () => {
  const { page, complaints } = await visit()
  await page_shown(page)
  const facts = await page.locator('#facts').innerText()
  assert.match(facts, /PNG · 1 page/)
  assert.match(facts, /2339 × 1653 px/)
  assert.match(facts, /Apache-2\.0/)
  assert.deepEqual(complaints, [], 'neither the policy nor the console has anything to say')
})

test('the demo asks for nothing but its own files', async () => {
  const { page, requests } = await visit()
  await page_shown(page)
  await page.setInputFiles('#picker', motor_shaft)
  await page.locator('#facts', { hasText: 'odri_motor_shaft.png' }).waitFor({ state: 'attached' })
  await page_shown(page)
  const allowed = [
    '?read=off',
    'main.css',
    'main.js',
    'icon.svg',
    'samples/samples.json',
    'samples/rpm_plate.png',
  ]
  allowed.push('draftlens/worker.js', 'draftlens/draftlens_raster_bg.wasm')
  const unexpected = requests.filter((request) => !allowed.includes(request.slice(url().length)))
  assert.deepEqual(unexpected, [])
})

test('a sample is chosen from the list, which names whom each belongs to', async () => {
  const { page } = await visit('?sample=none')
  await page.click('#samples')
  const rows = page.locator('#sample-list .sample')
  const listed = JSON.parse(readFileSync(in_root('demo/qa/samples/samples.json'), 'utf8'))
  assert.equal(await rows.count(), listed.length)
  for (const [at, { title, author, licence }] of listed.entries()) {
    const words = await rows.nth(at).innerText()
    for (const part of [title, author, licence]) assert.ok(words.includes(part), `${part} in ${words}`)
  }
  await rows.nth(1).click()
  await page_shown(page)
  assert.match(await page.locator('#facts').innerText(), /2573 × 1819 px/)
})

test('every bundled sample opens', async () => {
  /** @type {{id: string, title: string}[]} */
  const samples = JSON.parse(readFileSync(in_root('demo/qa/samples/samples.json'), 'utf8'))
  for (const { id, title } of samples) {
    const { page, complaints } = await visit(`?sample=${id}`)
    await page_shown(page)
    assert.equal(await page.title(), `${title} – Draftlens`)
    assert.deepEqual(complaints, [], id)
    await page.context().close()
  }
})

test('a PDF shows thumbnails of its pages, turns them by key and by thumbnail, and counts its words', async () => {
  const { page, requests } = await visit('?sample=input-module')
  await page_shown(page)
  assert.ok(requests.includes(`${url()}draftlens/draftlens_pdf_bg.wasm`))
  assert.equal(await page.locator('.thumbnail').count(), 3)
  await page.locator('#facts', { hasText: /Text in the file\s*\d+ words/ }).waitFor({ state: 'attached' })
  const first = await picture_of(page)
  await page.keyboard.press('k')
  await page.locator('.thumbnail[aria-current]', { hasText: '2' }).waitFor()
  await picture_changed(page, first)
  await page.locator('.thumbnail', { hasText: '3' }).click()
  await page.locator('.thumbnail[aria-current]', { hasText: '3' }).waitFor()
  assert.equal(await page.locator('#page-number').inputValue(), '3')
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.thumbnail canvas')].every((canvas) => {
      const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null
      const { width = 0, height = 0 } = context?.canvas ?? {}
      return context
        ?.getImageData(0, 0, width, height)
        .data.some((value, at) => at % 4 === 0 && value > 0 && value < 200)
    }),
  )
})

test('a drawing opens by picker, by drop and by paste, each in a tab of its own', async () => {
  const { page } = await visit('?sample=none')
  await page.setInputFiles('#picker', motor_shaft)
  await page_shown(page)
  for (const how of /** @type {const} */ (['drop', 'paste'])) {
    await hand_over(page, how, motor_shaft)
    await page.locator('#facts', { hasText: 'handed-over.png' }).waitFor({ state: 'attached' })
    await page_shown(page)
  }
  assert.deepEqual(await page.locator('#tabs .name').allInnerTexts(), [
    'odri_motor_shaft.png',
    'handed-over.png',
    'handed-over.png',
  ])
})

test('several files open side by side and one that is broken disturbs no other', async () => {
  const { page } = await visit('?sample=none')
  await page.setInputFiles('#picker', [empty, motor_shaft, page_of_login, cut_off])
  await page.locator('.tab').nth(3).waitFor()
  /** @type {[number, RegExp, string][]} */
  const broken = [
    [0, /The file is empty/, 'empty'],
    [2, /a web page/, 'unknown-format'],
    [3, /incomplete|damaged/, 'truncated'],
  ]
  for (const [at, words, code] of broken) {
    await page.locator('#tabs .name').nth(at).click()
    const card = page.locator('#message [role=alert]')
    await card.locator('code', { hasText: code }).waitFor()
    assert.match(await card.locator('h2').innerText(), words)
    assert.notEqual(await card.locator('.hint').innerText(), '')
  }
  await page.locator('#tabs .name').nth(1).click()
  await page_shown(page)
  assert.equal(await page.locator('#message').isVisible(), false)
})

test('a slow decode shows its progress, is cancelled at once and opens again', async () => {
  const { page } = await visit('?sample=none')
  // Watched from inside the page: on a quick machine the decode is over before a test outside could ask.
  const cancel_when_decoding = () =>
    new Promise((resolve) => {
      const shown = new MutationObserver(() => {
        const progress = document.querySelector('#progress-text')
        if (!progress?.checkVisibility() || !progress.textContent?.includes('Decoding')) return
        shown.disconnect()
        const asked = performance.now()
        const watch = new MutationObserver(() => {
          watch.disconnect()
          resolve(performance.now() - asked)
        })
        watch.observe(document.querySelector('#message') ?? document, { childList: true })
        document.querySelector('button#cancel')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
      })
      shown.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    })
  const again = page.getByRole('button', { name: 'Open again' })
  const waits_ms = []
  for (const open of [
    () => page.setInputFiles('#picker', a0_sheet),
    () => again.click(),
    () => again.click(),
  ]) {
    const cancelled = page.evaluate(cancel_when_decoding)
    await open()
    waits_ms.push(Number(await cancelled))
    await page.locator('#message code', { hasText: 'cancelled' }).waitFor()
  }
  // The best of three: whatever else the machine does is not ours.
  assert.ok(Math.min(...waits_ms) < 100, `${waits_ms} ms`)
  await again.click()
  await page_shown(page)
})

test('a protected PDF asks for its password, where a wrong one is told and the right one opens it', {
  skip: NO_DRAWINGS,
}, async () => {
  const { page } = await visit('?sample=none')
  await page.setInputFiles('#picker', `${DRAWINGS}/robustness/encrypted.pdf`)
  const password = page.locator('#message input[type=password]')
  await password.fill('wrong')
  await password.press('Enter')
  await page.locator('#message h2', { hasText: 'does not open it' }).waitFor()
  await password.fill('test')
  await password.press('Enter')
  await page_shown(page)
})

test('keys pan, zoom, fit, turn and flip the sheet', async () => {
  const { page } = await visit()
  await page_shown(page)
  await page.locator('#viewer > div').focus()
  const fitted = await shown_zoom(page)
  for (const key of ['+', 'ArrowRight', 's', 'r', 'R', 'f', 'f', '-', '1', '0']) {
    const before = await picture_of(page)
    await page.keyboard.press(key)
    await picture_changed(page, before)
    if (key === '+') assert.ok((await shown_zoom(page)) > fitted)
    if (key === '1') assert.equal(await shown_zoom(page), 100)
  }
  assert.equal(await shown_zoom(page), fitted)
})

test('four turns and two flips give the same picture again', async () => {
  const { page } = await visit()
  await page_shown(page)
  const before = await settled_picture(page)
  for (const control of ['#rotate', '#rotate', '#flip', '#rotate', '#rotate', '#flip'])
    await page.click(control)
  assert.equal(await settled_picture(page), before)
})

test('the wheel zooms at the pointer and a drag carries the sheet along', async () => {
  const { page } = await visit()
  await page_shown(page)
  const fitted = await shown_zoom(page)
  await page.mouse.move(600, 400)
  await page.mouse.wheel(0, -300)
  await page.waitForFunction(
    (zoom) => Number.parseInt(document.querySelector('#zoom')?.textContent ?? '', 10) > zoom,
    fitted,
  )
  const before = await picture_of(page)
  await page.mouse.down()
  await page.mouse.move(700, 500, { steps: 4 })
  await page.mouse.up()
  await picture_changed(page, before)
})

test('two fingers zoom and one pans', async () => {
  const { page } = await visit(undefined, {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 820, height: 1180 },
  })
  await page_shown(page)
  const client = await page.context().newCDPSession(page)
  const touch = (/** @type {string} */ type, /** @type {[number, number][]} */ ...points) =>
    client.send('Input.dispatchTouchEvent', {
      type: /** @type {'touchStart'} */ (type),
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    })
  const fitted = await shown_zoom(page)
  await touch('touchStart', [350, 600], [450, 600])
  for (let step = 1; step <= 5; step++)
    await touch('touchMove', [350 - 20 * step, 600], [450 + 20 * step, 600])
  await touch('touchEnd')
  const pinched = await shown_zoom(page)
  assert.ok(
    Math.abs(pinched / fitted - 3) < 0.2,
    `fingers three times as far apart: ${fitted} % to ${pinched} %`,
  )
  const before = await picture_of(page)
  await touch('touchStart', [400, 600])
  for (let step = 1; step <= 5; step++) await touch('touchMove', [400 + 20 * step, 600 + 10 * step])
  await touch('touchEnd')
  await picture_changed(page, before)
  assert.equal(await shown_zoom(page), pinched)
})

test('on touch screens every control is at least 44 pixels large', async () => {
  const { page } = await visit(undefined, {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 820, height: 1180 },
  })
  await page_shown(page)
  const small = await page.locator('button:visible').evaluateAll((buttons) =>
    buttons
      .map((button) => ({ name: button.id || button.className, box: button.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 44 || box.height < 44)
      .map(({ name, box }) => `${name} ${box.width} × ${box.height}`),
  )
  assert.deepEqual(small, [])
})

for (const [name, width, height] of /** @type {[string, number, number][]} */ ([
  ['desktop', 1440, 900],
  ['tablet, landscape', 1024, 768],
  ['tablet, portrait', 820, 1180],
])) {
  test(`the window needs no scrolling and the sheet has most of it: ${name}`, async () => {
    const { page } = await visit(undefined, { viewport: { width, height } })
    await page_shown(page)
    const seen = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement
      const stage = document.querySelector('#stage')?.getBoundingClientRect()
      return {
        scroll: [scrollWidth, scrollHeight],
        share: ((stage?.width ?? 0) * (stage?.height ?? 0)) / (innerWidth * innerHeight),
      }
    })
    assert.deepEqual(seen.scroll, [width, height])
    assert.ok(seen.share > 0.6, `${seen.share}`)
  })
}

test('opening and panning an A0 sheet never keeps the main thread busy over 50 ms', async (t) => {
  let busiest_ms = Infinity
  // The best of some: whatever else the machine does is not ours.
  for (let round = 0; round < 3 && busiest_ms > 50; round++) {
    const tasks = await tasks_of_opening_and_panning()
    const [cpu_ms, wall_ms] = /** @type {const} */ (['cpu_ms', 'wall_ms']).map((time) =>
      Math.max(...tasks.map((task) => task[time])),
    )
    t.diagnostic(`busiest task ${cpu_ms} ms of processor, ${wall_ms} ms of clock`)
    // The processor's time, not the clock's: other programs of a small machine stretch any task.
    busiest_ms = Math.min(busiest_ms, cpu_ms ?? Infinity)
  }
  assert.ok(busiest_ms <= 50, `${busiest_ms} ms`)
})

async function tasks_of_opening_and_panning() {
  const { page } = await visit('?sample=none')
  await page.waitForTimeout(300)
  const browser = page.context().browser()
  await browser?.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] })
  await page.setInputFiles('#picker', a0_sheet)
  await page.locator('#facts', { hasText: 'Decoded in' }).waitFor({ timeout: 60_000, state: 'attached' })
  assert.match(await page.locator('#facts').innerText(), new RegExp(`${A0.width} × ${A0.height}`))
  await page.mouse.move(700, 450)
  for (let step = 0; step < 8; step++) {
    await page.mouse.wheel(0, -200)
    await page.waitForTimeout(60)
  }
  await page.mouse.down()
  for (let step = 0; step < 30; step++) {
    await page.mouse.move(700 - 12 * step, 450 - 8 * step)
    await page.waitForTimeout(16)
  }
  await page.mouse.up()
  await page.waitForTimeout(500)
  const tasks = main_thread_tasks((await browser?.stopTracing()) ?? Buffer.alloc(0))
  assert.ok((await ink_share(page)) > 0)
  assert.ok(tasks.length > 100, `${tasks.length} tasks were traced`)
  return tasks
}

test('the help names every key, opens with ? and closes with Escape', async () => {
  const { page } = await visit()
  await page_shown(page)
  await page.keyboard.press('?')
  const help = page.locator('#help-dialog')
  await help.waitFor()
  const words = await help.innerText()
  for (const name of [
    'Pan',
    'Zoom',
    'Fit page',
    'Rotate',
    'Flip',
    'Previous, next page',
    'Accept, reject',
    'Undo',
  ]) {
    assert.ok(words.includes(name), name)
  }
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'hidden' })
})

test('light and dark follow the system until somebody chooses, and the choice is kept', async () => {
  const { page } = await visit(undefined, { colorScheme: 'dark' })
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const dark = await background()
  await page.click('#theme')
  const light = await background()
  assert.notEqual(light, dark)
  await page.reload()
  assert.equal(await background(), light)
})
