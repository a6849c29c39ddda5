// @ts-check
// Finds the browser that the tests drive, and starts it.
import { closeSync, existsSync, openSync, readSync, realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { apt_install, is_debian, is_root } from './debian.mjs'
import { StepFailed } from './steps.mjs'

/**
 * WebGPU on the software adapter, which every machine has; no sandbox, because containers forbid it and only
 * our own pages are opened; nothing that talks to the network behind our back.
 */
export const CHROMIUM_FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const NAMES = ['chrome', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const USUAL_PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
  linux: ['/usr/lib/chromium/chromium', '/opt/google/chrome/chrome'],
}

/**
 * @typedef {object} Place what the search looks at
 * @property {NodeJS.ProcessEnv} env
 * @property {string} platform
 * @property {boolean} is_root
 * @property {(path: string) => boolean} is_browser exists, and is more than a stub
 * @property {() => boolean} is_debian
 * @property {() => {ok: boolean, said: string}} apt_install
 */

/** @type {Place} */
export const this_place = {
  env: process.env,
  platform: process.platform,
  is_root,
  is_browser: (path) => existsSync(path) && !is_snap_stub(path),
  is_debian,
  apt_install: () => apt_install('chromium'),
}

/**
 * The path of a browser, installing Debian's where that is allowed.
 * @param {Place} place
 */
export function find_chromium(place = this_place) {
  const asked = place.env['CHROMIUM_PATH']
  if (asked) {
    if (place.is_browser(asked)) return asked
    throw new StepFailed(`CHROMIUM_PATH is ${asked}, and there is no browser.`, {
      hint: 'correct it, or unset it.',
    })
  }
  const found = installed_chromium(place)
  if (found) return found
  if (place.is_root && place.platform === 'linux' && place.is_debian()) {
    const { ok, said } = place.apt_install()
    const installed = installed_chromium(place)
    if (installed) return installed
    const why = ok ? 'its package is only a stub that wants snap (Ubuntu)' : said
    throw new StepFailed(`apt-get install chromium gave no browser: ${why}.`, { hint: how_to_install(place) })
  }
  throw new StepFailed('There is no Chrome or Chromium on this machine.', { hint: how_to_install(place) })
}

/** @param {Place} place */
function installed_chromium(place) {
  const extension = place.platform === 'win32' ? '.exe' : ''
  const folders = (place.env['PATH'] ?? place.env['Path'] ?? '').split(delimiter).filter(Boolean)
  const on_path = NAMES.flatMap((name) => folders.map((folder) => join(folder, name + extension)))
  const usual = USUAL_PLACES[/** @type {keyof typeof USUAL_PLACES} */ (place.platform)] ?? []
  return [...on_path, ...usual].find(place.is_browser)
}

/** @param {Place} place */
function how_to_install({ platform }) {
  const how =
    platform === 'darwin'
      ? 'brew install --cask google-chrome'
      : platform === 'win32'
        ? 'winget install Google.Chrome'
        : 'sudo apt-get install chromium (Debian), or Chrome from https://google.com/chrome (Ubuntu: its chromium is a snap)'
  return `${how}; or set CHROMIUM_PATH to a browser that you have.`
}

/** Ubuntu's /usr/bin/chromium-browser is a script that only tells to install a snap. @param {string} path */
function is_snap_stub(path) {
  const real = realpathSync(path)
  const file = openSync(real, 'r')
  try {
    const head = Buffer.alloc(4096)
    const text = head.subarray(0, readSync(file, head)).toString('latin1')
    return (
      text.startsWith('#!') && text.includes('snap install chromium') && !existsSync('/snap/bin/chromium')
    )
  } finally {
    closeSync(file)
  }
}

/**
 * A headless browser, ready to be driven.
 * @param {{flags?: string[]}} [more] flags: in addition to those above
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launch({ flags = [] } = {}) {
  const { chromium } = await import('playwright-core')
  return chromium.launch({
    executablePath: find_chromium(),
    headless: true,
    args: [...CHROMIUM_FLAGS, ...flags],
  })
}
