// @ts-check
// What the tests of the tarball share: programs that serve, and a page that remembers what went wrong on it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { launch } from '../../scripts/chromium.mjs'
import { in_root } from '../../scripts/project.mjs'

/** The drawing that is read. */
export const SHEET = in_root('demo/qa/samples/odri_motor_shaft.png')
/** Some of what stands on it, read off by eye. */
export const EXPECTED = ['33,40', '4,50', '1,50', '3,75']
/** Bundlers that compile when they are asked, on a machine that does much else. */
export const PATIENCE_MS = 180_000
const IS_POSIX = process.platform !== 'win32'

/**
 * Starts what serves, and waits until it says where.
 * @param {string} project @param {string[]} args of node @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{url: string, stop: () => void}>}
 */
export async function start_serving(project, args, env = {}) {
  const program = spawn(process.execPath, args, {
    cwd: project,
    env: { ...process.env, ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // With a group of its own, for it starts others.
    detached: IS_POSIX,
  })
  const stop = () => void (IS_POSIX && program.pid ? process.kill(-program.pid) : program.kill())
  let said = ''
  return new Promise((resolve, reject) => {
    const hear = (/** @type {Buffer} */ words) => {
      said += words
      const url = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(said)?.[0]
      if (url) resolve({ url: `${url}/`, stop })
    }
    program.stdout.on('data', hear)
    program.stderr.on('data', hear)
    program.on('exit', () => reject(new Error(`${args.join(' ')} ended: ${said}`)))
  })
}

/**
 * A page with all that its console complained of, the policy's violations among it.
 * @param {string} url @param {(page: import('playwright-core').Page) => Promise<void>} look
 */
export async function visit(url, look) {
  const browser = await launch()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    /** @type {string[]} */
    const complaints = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(url, { timeout: PATIENCE_MS })
    await look(page).catch((error) => {
      throw new Error([error.message, 'The page complained:', ...complaints].join('\n'), { cause: error })
    })
    return complaints
  } finally {
    await browser.close()
  }
}

/** Chooses the drawing and waits for its readings in the list. @param {import('playwright-core').Page} page */
export async function reads_chosen(page) {
  await page.locator('input[type=file]').setInputFiles(SHEET)
  for (const text of EXPECTED) {
    await page.locator('.draftlens-marks li', { hasText: text }).first().waitFor({ timeout: PATIENCE_MS })
  }
}

/** Waits for a page that puts what it read into its title. @param {import('playwright-core').Page} page */
export async function reads_into_title(page) {
  await page.waitForFunction(() => document.title !== '…', null, { timeout: PATIENCE_MS }).catch(() => {})
  const texts = (await page.title()).split(' · ')
  for (const text of EXPECTED) assert.ok(texts.includes(text), `${text} is not among ${texts}`)
}
