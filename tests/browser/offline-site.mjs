// @ts-check
// What the offline drills stand on: servers that can be killed and come back, and browsers that die and remember.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeOffline } from '../../npm/bin/manifests.mjs'
import { CHROMIUM_FLAGS, find_chromium, launch } from '../../scripts/chromium.mjs'
import { npm_package } from '../../scripts/project.mjs'
import { serve } from '../../scripts/serve.mjs'

/** @typedef {import('playwright-core').Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LEAST_TARGET_PX = 48

/** A folder that is gone after the tests. @param {string} [from] what is copied into it */
export function temporary_folder(from) {
  const folder = mkdtempSync(join(tmpdir(), 'draftlens-offline-'))
  if (from) cpSync(from, folder, { recursive: true })
  return folder
}

/** A server of one origin that dies and comes back at the same address. @param {string} folder */
export async function mortal_server(folder) {
  /** @type {string[]} */
  const asked = []
  /** @type {(path: string) => boolean} */
  let holds = () => true
  const on_request = (/** @type {string} */ path) => {
    asked.push(path)
    return holds(path)
  }
  // The office, and the reference server, are of other origins.
  const how = { on_request, asks: 'http://127.0.0.1:*' }
  let server = await serve({ '/': folder }, how)
  let is_alive = true
  const { url } = server
  const kill = async () => {
    if (is_alive) await server.close()
    is_alive = false
  }
  return {
    url,
    /** Paths that were asked for since the last `forget`. */
    asked,
    forget: () => asked.splice(0),
    kill,
    start: async () => {
      if (!is_alive) server = await serve({ '/': folder }, { ...how, port: Number(new URL(url).port) })
      is_alive = true
    },
    /** Breaks connections for which `condition` says no. @param {(path: string) => boolean} condition */
    hold_while: (condition) => {
      holds = condition
    },
  }
}

/**
 * A browser whose profile stays on the disk, and that can be killed like a program that crashed.
 * @param {string} profile a folder
 */
export async function killable_browser(profile) {
  const port_file = join(profile, 'DevToolsActivePort')
  rmSync(port_file, { force: true })
  const flags = [...CHROMIUM_FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  const child = spawn(find_chromium(), flags, { stdio: 'ignore', detached: true })
  const dead = new Promise((resolve) => child.once('exit', resolve))
  const deadline = Date.now() + 60_000
  while (!existsSync(port_file) || readFileSync(port_file, 'utf8').split('\n').length < 2) {
    if (Date.now() > deadline) throw new Error('The browser did not start.')
    await sleep(50)
  }
  const { chromium } = await import('playwright-core')
  const [port] = readFileSync(port_file, 'utf8').split('\n')
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const [context] = browser.contexts()
  if (!context) throw new Error('The browser has no context.')
  return {
    context,
    /** With all its helpers, in the middle of whatever it does. */
    kill: async () => {
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      await dead
      await browser.close().catch(() => {})
    },
  }
}

/**
 * A small application that keeps itself: what it shows names its version, and a part of it is loaded late.
 * @param {string} folder @param {string} version @param {{is_broken?: boolean}} [more] it never says that it runs
 */
export function write_application(folder, version, { is_broken = false } = {}) {
  const dist = join(npm_package, 'dist')
  mkdirSync(join(folder, 'npm'), { recursive: true })
  for (const name of ['offline.js', ...imports_of(join(dist, 'offline.js'))]) {
    cpSync(join(dist, name), join(folder, 'npm', name))
  }
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${version}</title>
    <link rel="icon" href="icon.svg"><script type="module" src="main.js"></script><p id="version"></p></html>`
  const script = `import * as offline from './npm/offline.js'
    const { OfflineApp } = offline
    ${is_broken ? "throw new Error('broken')" : ''}
    const app = await OfflineApp.open()
    globalThis.offline = offline
    globalThis.app = app
    globalThis.running = await app.hasRun()
    globalThis.part = () => import('./part.js').then(({ version }) => version)
    document.querySelector('#version').textContent = ${JSON.stringify(version)}`
  writeFileSync(join(folder, 'index.html'), html)
  writeFileSync(join(folder, 'main.js'), script)
  writeFileSync(join(folder, 'part.js'), `export const version = ${JSON.stringify(version)}\n`)
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
  makeOffline(folder, [])
}

/** The small application behind a server for a test file, and a browser; both end after it. */
export function application_under_test() {
  const folder = temporary_folder()
  /** @type {import('playwright-core').Browser | undefined} */
  let browser
  /** @type {Awaited<ReturnType<typeof mortal_server>> | undefined} */
  let server
  before(async () => {
    write_application(folder, 'one')
    server = await mortal_server(folder)
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await server?.kill()
    rmSync(folder, { recursive: true })
  })
  const its_server = () => {
    if (!server) throw new Error('The server runs only within tests.')
    return server
  }
  /** Until `offline` is there. @param {Page} page */
  const start = async (page) => {
    await page.goto(its_server().url)
    await page.waitForFunction(() => 'offline' in globalThis)
    return page
  }
  /** A browser's storage of its own, for one test. @param {import('node:test').TestContext} t */
  const visitor = async (t) => {
    const context = await browser?.newContext()
    if (!context) throw new Error('The browser runs only within tests.')
    t.after(() => context.close())
    return context
  }
  return { folder, its_server, start, visitor }
}

/** Files beside a module that it imports, and what those import. @param {string} path @returns {string[]} */
function imports_of(path) {
  const found = new Set()
  const folder = join(path, '..')
  const waiting = [path]
  for (const file of waiting) {
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
      /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g,
    )) {
      if (found.has(name)) continue
      found.add(name)
      waiting.push(join(folder, name))
    }
  }
  return [...found]
}

/** For gloves, and for those who do not see it: everything is large enough, and axe finds nothing. @param {Page} page @param {string} where */
export async function look(page, where) {
  const small = await page.evaluate((least) => {
    const all = [...document.querySelectorAll('button, a, select, input')]
    return all.flatMap((target) => {
      const { width, height } = target.getBoundingClientRect()
      const is_small = width > 0 && (width < least || height < least)
      return is_small ? [`${target.outerHTML.slice(0, 80)} ${width} × ${height}`] : []
    })
  }, LEAST_TARGET_PX)
  assert.deepEqual(small, [], where)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(overflow <= 0, `${where}: ${overflow} px too wide`)
  await page.evaluate(AXE)
  const violations = await page.evaluate(async () => {
    const { axe } =
      /** @type {{axe: {run: () => Promise<{violations: {id: string, nodes: {html: string}[]}[]}>}}} */ (
        /** @type {unknown} */ (globalThis)
      )
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 160))])
  })
  assert.deepEqual(violations, [], where)
}
