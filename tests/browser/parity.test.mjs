// @ts-check
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { native_cli } from '../../scripts/native-cli.mjs'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'
import { compare, open_in_browser, open_natively, told } from '../../scripts/parity.mjs'
import { in_root } from '../../scripts/project.mjs'

const DRAWING = /\.(png|jpe?g|webp|bmp|gif|tiff?|pdf)$/i
const SAMPLES = in_root('demo/qa/samples')
const ROBUSTNESS = in_root('../shared/drawings/robustness')

/** @param {string} folder */
function drawings_in(folder) {
  const names = readdirSync(folder).filter((name) => DRAWING.test(name))
  return names.sort().map((name) => join(folder, name))
}

/** @type {Awaited<ReturnType<typeof package_in_chromium>>} */
let chromium
before(async () => {
  chromium = await package_in_chromium()
})
after(() => chromium.close())

for (const file of drawings_in(SAMPLES)) {
  test(`${basename(file)} opens to the same pixels natively and in the browser`, async () => {
    const native = await open_natively(native_cli(), file)
    const browser = await open_in_browser(chromium, file)
    assert.ok('pages' in native, told(native))
    const { is_wrong, text } = compare({}, native, browser)
    // Only what is drawn, not decoded, may round differently.
    const is_as_it_should_be = file.endsWith('.pdf') ? !is_wrong : text === 'same'
    assert.ok(is_as_it_should_be, `${text}: ${told(browser)}`)
  })
}

const is_absent = !existsSync(ROBUSTNESS) && '../shared/drawings/robustness is absent'
for (const file of is_absent ? [] : drawings_in(ROBUSTNESS)) {
  test(`the odd file ${basename(file)} gives the same pages or the same error in both`, async () => {
    const native = await open_natively(native_cli(), file)
    const browser = await open_in_browser(chromium, file)
    const { is_wrong, text } = compare({ is_free: true }, native, browser)
    assert.ok(!is_wrong, `${text}: ${told(native)} / ${told(browser)}`)
  })
}
test('the odd files are at hand', { skip: is_absent }, () => {
  assert.ok(drawings_in(ROBUSTNESS).length > 0)
})
