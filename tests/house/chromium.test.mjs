// @ts-check
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { find_chromium } from '../../scripts/chromium.mjs'

/** A machine without any browser. @param {Partial<import('../../scripts/chromium.mjs').Place>} facts */
function place(facts) {
  return {
    env: { PATH: '/bin:/usr/bin' },
    platform: 'linux',
    is_root: false,
    is_debian: () => true,
    is_browser: () => false,
    apt_install: () => assert.fail('nothing may be installed here'),
    ...facts,
  }
}
/** @param {string[]} paths */
const only = (...paths) => ({ is_browser: (/** @type {string} */ path) => paths.includes(path) })

test('CHROMIUM_PATH goes before what is installed', () => {
  const env = { CHROMIUM_PATH: '/opt/mine', PATH: '/usr/bin' }
  assert.equal(find_chromium(place({ env, ...only('/opt/mine', '/usr/bin/chromium') })), '/opt/mine')
})

test('a CHROMIUM_PATH that leads nowhere is an error, not a reason to search', () => {
  const env = { CHROMIUM_PATH: '/opt/gone', PATH: '/usr/bin' }
  assert.throws(
    () => find_chromium(place({ env, ...only('/usr/bin/chromium') })),
    /CHROMIUM_PATH is \/opt\/gone/,
  )
})

test('a browser on PATH is found, and one in its usual place on macOS', () => {
  assert.equal(find_chromium(place(only('/usr/bin/google-chrome'))), '/usr/bin/google-chrome')
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  assert.equal(find_chromium(place({ platform: 'darwin', ...only(mac) })), mac)
})

test('root on Debian gets the package installed', () => {
  let is_installed = false
  const found = find_chromium(
    place({
      is_root: true,
      is_browser: (path) => is_installed && path === '/usr/bin/chromium',
      apt_install: () => {
        is_installed = true
        return { ok: true, said: '' }
      },
    }),
  )
  assert.equal(found, '/usr/bin/chromium')
})

test('a package that is only a stub for snap is explained', () => {
  const ubuntu = place({ is_root: true, apt_install: () => ({ ok: true, said: '' }) })
  assert.throws(() => find_chromium(ubuntu), /stub that wants snap/)
})

test('without root the error says what to install', () => {
  assert.throws(
    () => find_chromium(place({})),
    (error) =>
      /CHROMIUM_PATH/.test(/** @type {import('../../scripts/steps.mjs').StepFailed} */ (error).hint ?? ''),
  )
})
