// @ts-check
// Firefox and WebKitGTK, each found or installed as Debian has them, behind one narrow face.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { apt_install, is_debian, is_root } from './debian.mjs'

const START_MS = 60_000
/** A script in the page may wait for a drawing. */
const PATIENCE_MS = 240_000

/**
 * What the tests do with a browser.
 * @typedef {object} OtherBrowser
 * @property {string} name with its version
 * @property {(url: string) => Promise<void>} go
 * @property {(script: string) => Promise<any>} evaluate the body of an async function, in the page
 * @property {(key: string) => Promise<void>} press a character, to what has the focus
 * @property {() => Promise<Buffer>} screenshot
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} Wanted
 * @property {string} name
 * @property {string} variable names another program
 * @property {string[]} programs
 * @property {string[]} packages of Debian
 * @property {(program: string) => Promise<OtherBrowser>} start
 */

/** @type {Wanted[]} */
export const OTHER_BROWSERS = [
  {
    name: 'Firefox',
    variable: 'FIREFOX_PATH',
    programs: ['firefox-esr', 'firefox'],
    packages: ['firefox-esr'],
    start: start_firefox,
  },
  {
    name: 'WebKitGTK',
    variable: 'WEBKIT_DRIVER_PATH',
    programs: ['WebKitWebDriver'],
    packages: ['webkit2gtk-driver', 'xvfb'],
    start: start_webkit,
  },
]

/** The program, installed where root may do so on Debian; what to say where there is none. @param {Wanted} wanted */
export function find_other_browser({ name, variable, programs, packages }) {
  const asked = process.env[variable]
  const found = asked && existsSync(asked) ? asked : on_path(programs)
  if (found) return { program: found }
  if (is_root && is_debian()) {
    const { said } = apt_install(...packages)
    const installed = on_path(programs)
    return installed ? { program: installed } : { missing: `${name} could not be installed: ${said}` }
  }
  return { missing: `there is no ${name}: install ${packages.join(', ')}, or set ${variable}` }
}

/** @param {string[]} names */
function on_path(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync)
}

/** By WebDriver BiDi. @param {string} program @returns {Promise<OtherBrowser>} */
async function start_firefox(program) {
  const { launch } = await import('puppeteer-core')
  const options = { browser: /** @type {const} */ ('firefox'), executablePath: program, headless: true }
  const browser = await launch({ ...options, timeout: START_MS, protocolTimeout: PATIENCE_MS })
  const page = await browser.newPage()
  // The workbench asks before corrections are lost.
  page.on('dialog', (dialog) => dialog.accept())
  await page.setViewport({ width: 1280, height: 800 })
  return {
    name: await browser.version(),
    go: async (url) => void (await page.goto(url)),
    evaluate: (script) => page.evaluate(`(async () => { ${script} })()`),
    press: (key) => page.keyboard.press(/** @type {import('puppeteer-core').KeyInput} */ (key)),
    screenshot: async () => Buffer.from(await page.screenshot()),
    close: () => browser.close(),
  }
}

/** By WebDriver, which is all that WebKitGTK speaks; it has no mode without a screen. @param {string} program @returns {Promise<OtherBrowser>} */
async function start_webkit(program) {
  const screen = await start_screen()
  const port = await free_port()
  const driver = spawn(program, [`--port=${port}`, '--host=127.0.0.1'], {
    // Without a GPU its compositing only costs time.
    env: { ...process.env, ...(screen && { DISPLAY: screen.display }), WEBKIT_DISABLE_COMPOSITING_MODE: '1' },
    stdio: 'ignore',
  })
  /** @param {string} method @param {string} path @param {unknown} [body] */
  const ask = async (method, path, body) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init)
    const { value } = /** @type {{value: any}} */ (await answer.json())
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`)
    return value
  }
  const start = () => ask('POST', '/session', { capabilities: {} })
  const { sessionId, capabilities } = await eventually(start)
  const session = `/session/${sessionId}`
  await ask('POST', `${session}/timeouts`, { script: PATIENCE_MS })
  await ask('POST', `${session}/window/rect`, { width: 1280, height: 900 })
  return {
    name: `WebKitGTK ${capabilities.browserVersion}`,
    go: (url) => ask('POST', `${session}/url`, { url }),
    evaluate: (body) =>
      ask('POST', `${session}/execute/async`, { script: in_callback(body), args: [] }).then(unwrap),
    press: async (key) => {
      const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: key }))
      await ask('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keys', actions }] })
    },
    screenshot: async () => Buffer.from(await ask('GET', `${session}/screenshot`), 'base64'),
    close: async () => {
      await ask('DELETE', session).catch(() => {})
      driver.kill()
      screen?.stop()
    },
  }
}

/** WebDriver gives the script a function to be called with the answer. @param {string} body */
const in_callback = (body) =>
  `const done = arguments[arguments.length - 1];
   (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }))`

/** @param {{value?: any, error?: string}} answer */
function unwrap({ value, error }) {
  if (error !== undefined) throw new Error(error)
  return value
}

/** Until the driver listens. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
async function eventually(work) {
  for (const deadline = Date.now() + START_MS; ; await sleep(100)) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
  }
}

/** @returns {Promise<number>} */
function free_port() {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}

/** Xvfb takes a number that is free, and says which. */
async function start_screen() {
  if (process.env['DISPLAY']) return undefined
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  for await (const number of createInterface({ input: server.stdout })) {
    return { display: `:${number}`, stop: () => void server.kill() }
  }
  throw new Error('Xvfb ended before it was there.')
}
