// @ts-check
// npm run -s browser: the command line's `pages`, `render`, `analyze` and `embed`, done by the built package in headless Chromium.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { write_grey_png } from './grey-png.mjs'
import { package_in_chromium } from './package-in-chromium.mjs'
import { npm_package } from './project.mjs'

const USAGE = `npm run -s browser -- pages FILE [--password P]
npm run -s browser -- render FILE [--page N] [--dpi D] --out X.png [--password P]
npm run -s browser -- analyze FILE [--page N] [--device webgpu|cpu] [--password P]
npm run -s browser -- embed FILE [--page N] [--device webgpu|cpu] [--password P]

Prints and writes what \`draftlens pages --json\`, \`render\`, \`analyze --json\` and \`embed\` do, and ends with the same codes:
0 done, 1 the result could not be written, 2 called wrongly, 3 the file cannot be opened, 4 the page cannot
be decoded.
`
const CALLED_WRONGLY = 2
const CANNOT_OPEN = 3
const CANNOT_DECODE = 4

const COMMANDS = { pages: print_pages, render, analyze, embed }

process.exitCode = await run().catch((error) => {
  console.error(`browser: ${error.message}`)
  if (error.hint) console.error(`  ${error.hint}`)
  return 1
})

/** @returns {Promise<number>} the exit code */
async function run() {
  const asked = arguments_of(process.argv.slice(2))
  if (asked === null) {
    console.error(USAGE)
    return CALLED_WRONGLY
  }
  if (!existsSync(join(npm_package, 'dist', 'index.js')))
    throw new Error('the package is not built: npm run build')
  if (!existsSync(asked.file)) throw new Error(`${asked.file} cannot be read`)
  const chromium = await package_in_chromium()
  try {
    return await COMMANDS[asked.command](chromium, asked)
  } finally {
    await chromium.close()
  }
}

/**
 * @typedef {object} Asked
 * @property {keyof typeof COMMANDS} command
 * @property {string} file
 * @property {number} index the page
 * @property {number | undefined} dpi
 * @property {import('../npm/src/engine/facts.js').Device} device
 * @property {string} out
 * @property {string | undefined} password
 */

/** @param {string[]} args @returns {Asked | null} */
function arguments_of(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        page: { type: 'string', default: '0' },
        dpi: { type: 'string' },
        out: { type: 'string' },
        device: { type: 'string', default: 'auto' },
        password: { type: 'string' },
        // What is printed is JSON anyway: the same words as on the command line may be used.
        json: { type: 'boolean' },
      },
    })
    const [command, file, ...more] = positionals
    const index = Number(values.page)
    const dpi = values.dpi === undefined ? undefined : Number(values.dpi)
    const { device, password, out = '' } = values
    if (!is_command(command)) return null
    if ((command === 'render' && out === '') || file === undefined || more.length > 0) return null
    if (!Number.isInteger(index) || index < 0 || Number.isNaN(dpi)) return null
    if (device !== 'auto' && device !== 'webgpu' && device !== 'cpu') return null
    return { command, file, index, dpi, device, out, password }
  } catch (error) {
    if (String(Object(error).code).startsWith('ERR_PARSE_ARGS')) return null
    throw error
  }
}

/** @param {string | undefined} word @returns {word is keyof typeof COMMANDS} */
function is_command(word) {
  return word !== undefined && Object.hasOwn(COMMANDS, word)
}

/** @typedef {Awaited<ReturnType<typeof package_in_chromium>>} PackageInChromium */

/** @param {PackageInChromium} chromium @param {Asked} asked */
async function print_pages(chromium, { file, password }) {
  const listing = await chromium.pages(file, password)
  console.log(JSON.stringify(listing))
  return 'error' in listing ? CANNOT_OPEN : 0
}

/** @param {PackageInChromium} chromium @param {Asked} asked */
async function render(chromium, { file, index, dpi, password, out }) {
  const page = await chromium.grey(file, { index, dpi, password })
  if ('error' in page) {
    console.error(`browser: ${page.error.message}\n  ${page.error.hint}`)
    return page.at === 'open' ? CANNOT_OPEN : CANNOT_DECODE
  }
  writeFileSync(out, write_grey_png(page))
  console.error(
    `${out}: ${page.width_px} × ${page.height_px} pixels, ${page.dpi.toFixed(0)} dpi, ${page.bits} bit`,
  )
  return 0
}

/** @param {PackageInChromium} chromium @param {Asked} asked */
async function analyze(chromium, { file, index, device, password }) {
  return printed(await chromium.analyze(file, { index, device, password }))
}

/** @param {PackageInChromium} chromium @param {Asked} asked */
async function embed(chromium, { file, index, device, password }) {
  return printed(await chromium.embed(file, { index, device, password }))
}

/** @param {object | {error: import('./package-in-chromium.mjs').Failure, at: 'open' | 'page'}} result @returns {number} the exit code */
function printed(result) {
  if ('error' in result) {
    console.error(`browser: ${result.error.message}\n  ${result.error.hint}`)
    return result.at === 'open' ? CANNOT_OPEN : CANNOT_DECODE
  }
  console.log(JSON.stringify(result))
  return 0
}
