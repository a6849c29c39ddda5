// @ts-check
// What a user does, in the browsers that are not Chromium: on the CPU, in the viewer, and without a network.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { find_other_browser, OTHER_BROWSERS } from '../../scripts/other-browsers.mjs'
import { demo_dist, field_dist, npm_package, test_out } from '../../scripts/project.mjs'
import { serve } from '../../scripts/serve.mjs'

/** Some of what stands on the sample, read off by eye. */
const EXPECTED = ['33,40', '4,50', '1,50', '3,75']
const shots = join(test_out, 'browsers')
mkdirSync(shots, { recursive: true })

/** In the page: waits for what an expression says. @param {string} condition @param {number} [ms] */
const until = (condition, ms = 200_000) => `
  for (const deadline = Date.now() + ${ms}; !(${condition}); await new Promise((go) => setTimeout(go, 100)))
    if (Date.now() > deadline) throw new Error(${JSON.stringify(condition)} + ' did not come about')`

for (const wanted of OTHER_BROWSERS) {
  const { program, missing } = find_other_browser(wanted)
  test(wanted.name, { skip: missing ?? false }, async (t) => {
    const browser = await wanted.start(program ?? '')
    t.after(() => browser.close())
    t.diagnostic(browser.name)
    const shoot = async (/** @type {string} */ name) =>
      writeFileSync(join(shots, `${wanted.name}-${name}.png`), await browser.screenshot())

    await t.test('the workbench reads a picture on the CPU, and shows it', async (t) => {
      const server = await serve({ '/': demo_dist })
      t.after(() => server.close())
      await browser.go(`${server.url}?device=cpu&sample=motor-shaft`)
      await browser.evaluate(`
        globalThis.complaints = []
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
          complaints.push(violatedDirective + ' ' + blockedURI))`)
      const texts = await browser.evaluate(`
        const said = () => document.querySelector('.draftlens-marks')?.textContent ?? ''
        ${until(EXPECTED.map((text) => `said().includes('${text}')`).join(' && '))}
        return said()`)
      for (const text of EXPECTED) assert.ok(texts.includes(text), text)
      const ink = await browser.evaluate(`
        const canvas = document.querySelector('#viewer canvas')
        const small = document.createElement('canvas')
        const context = small.getContext('2d')
        context.drawImage(canvas, 0, 0, small.width, small.height)
        const { data } = context.getImageData(0, 0, small.width, small.height)
        let dark = 0
        for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255 && data[at] < 225) dark++
        return dark`)
      assert.ok(ink > 50, `${ink} dark pixels`)
      assert.deepEqual(await browser.evaluate('return complaints'), [])
      await shoot('read')
    })

    await t.test('keys go from reading to reading, accept, and undo', async () => {
      await browser.evaluate(`document.querySelector('#viewer [role=application]').focus()`)
      const current = `document.querySelector('.draftlens-mark[aria-current]')`
      await browser.press('n')
      await browser.evaluate(until(current, 10_000))
      const first = await browser.evaluate(`return ${current}.textContent`)
      await browser.press('n')
      await browser.evaluate(
        until(`${current} && ${current}.textContent !== ${JSON.stringify(first)}`, 10_000),
      )
      await browser.press('x')
      await browser.evaluate(
        until(`document.querySelector('.draftlens-mark[data-standing=rejected]')`, 10_000),
      )
      await shoot('corrected')
    })

    await t.test('a PDF opens, and its second page', async (t) => {
      const server = await serve({ '/': demo_dist })
      t.after(() => server.close())
      await browser.go(`${server.url}?device=cpu&read=off&sample=input-module`)
      await browser.evaluate(until(`document.querySelector('#facts')?.textContent.includes('Decoded in')`))
      assert.match(await browser.evaluate(`return document.querySelector('#page-count').textContent`), /3/)
      await shoot('pdf')
    })

    await t.test('a net gives the same numbers as anywhere, and a run is cancelled', async (t) => {
      const server = await serve({ '/': demo_dist, '/npm/': join(npm_package, 'dist') })
      t.after(() => server.close())
      await browser.go(`${server.url}?sample=none`)
      const { sum, simd, code } = await browser.evaluate(`
        const { createEngine } = await import('/npm/engine.js')
        const engine = await createEngine()
        const net = await engine.load('detector', { device: 'cpu' })
        const input = Float32Array.from({ length: 320 * 320 }, (_, i) => Math.sin(i / 7))
        const { data } = await net.run(input, [1, 1, 320, 320])
        const stop = new AbortController()
        const run = net.run(input, [1, 1, 320, 320], { signal: stop.signal })
        stop.abort()
        const code = await run.then(() => 'finished', (error) => error.code)
        const { simd } = await engine.facts()
        engine.dispose()
        return { sum: data.reduce((total, value) => total + Math.abs(value), 0), simd, code }`)
      t.diagnostic(`${simd}, sum ${sum}`)
      assert.ok(Number.isFinite(sum) && sum > 0)
      assert.equal(code, 'cancelled')
    })

    await t.test(
      'with the server dead the field viewer starts, and opens and reads what is on the device',
      async (t) => {
        const server = await serve({ '/': field_dist })
        t.after(() => server.close())
        await browser.go(server.url)
        const state = `(document.querySelector('#state')?.textContent ?? '')`
        await browser.evaluate(until(`${state}.includes('Works offline')`))
        await browser.evaluate(`
        [...document.querySelectorAll('button')].find(({ textContent }) => /sample drawings/.test(textContent)).click()
        ${until(`document.querySelector('#shelf li')`)}`)
        await shoot('field-online')
        await server.close()
        await browser.go(server.url)
        await browser.evaluate(until(`document.querySelector('#shelf li button')`))
        await assert.rejects(browser.evaluate(`return (await fetch('/not-kept-' + Date.now())).status`))
        const texts = await browser.evaluate(`
        document.querySelector('#shelf li button').click()
        ${until(`document.querySelector('#list')?.checkVisibility()`)}
        document.querySelector('#list').click()
        ${until(`document.querySelectorAll('.list li').length > 5`)}
        return document.querySelector('.list').textContent`)
        assert.match(texts, /\d/)
        await shoot('field-offline')
      },
    )
  })
}
