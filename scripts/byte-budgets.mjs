// @ts-check
// What a page downloads, raw and as brotli, against tests/budgets.json.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { in_root, root } from './project.mjs'
import { StepFailed } from './steps.mjs'

/**
 * @typedef {{what: string, brotli_bytes: number, files: string[]}} Budget what a module's files import is counted as well
 * @typedef {{name: string, raw_bytes: number, brotli_bytes: number, budget_bytes: number}} Size
 */

/**
 * @param {Record<string, Budget>} budgets
 * @param {string} [folder] what the paths are relative to
 * @returns {Size[]}
 */
export function measure(budgets, folder = root) {
  return Object.entries(budgets).map(([name, { brotli_bytes, files }]) => {
    const contents = [...with_imports(files.map((file) => join(folder, file)))].map(read_built)
    return {
      name,
      raw_bytes: sum(contents.map((bytes) => bytes.length)),
      // Each file travels on its own, so each is compressed on its own.
      brotli_bytes: sum(contents.map(brotli_size)),
      budget_bytes: brotli_bytes,
    }
  })
}

/** The files, and the modules that they import from beside them. @param {string[]} paths */
function with_imports(paths) {
  const all = new Set(paths)
  // A set goes on to what is added while it is walked.
  for (const path of all) {
    if (!path.endsWith('.js')) continue
    const imports = read_built(path)
      .toString()
      .matchAll(/\b(?:from|import)\s*["'](\.\/[^"']+\.js)["']/g)
    for (const [, name = ''] of imports) all.add(join(dirname(path), name))
  }
  return all
}

/** @param {string} path */
function read_built(path) {
  if (existsSync(path)) return readFileSync(path)
  throw new StepFailed(`${path} is counted in tests/budgets.json and does not exist.`, {
    hint: 'npm run build',
  })
}

/** What holds packed files gains nothing by the best quality, and takes half a minute for it. */
const PACKED_FROM_BYTES = 5_000_000

/** @param {Buffer} bytes */
export function brotli_size(bytes) {
  const quality = bytes.length < PACKED_FROM_BYTES ? 11 : 4
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length
}

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

/** @param {Size[]} sizes @returns {string[]} a table, one line each */
export function size_table(sizes) {
  const rows = sizes.map(({ name, raw_bytes, brotli_bytes, budget_bytes }) => [
    ...[name, kilobytes(raw_bytes), kilobytes(brotli_bytes), kilobytes(budget_bytes)],
    `${Math.round((100 * brotli_bytes) / budget_bytes)} %`,
  ])
  const all = [['module', 'raw kB', 'brotli kB', 'budget kB', 'used'], ...rows]
  return all.map((cells) => cells.map((cell, i) => (i === 0 ? cell.padEnd(8) : cell.padStart(10))).join(''))
}

/** @param {number} bytes */
const kilobytes = (bytes) => (bytes / 1000).toFixed(1)

/** @param {Size[]} sizes */
export function over_budget(sizes) {
  return sizes.filter(({ brotli_bytes, budget_bytes }) => brotli_bytes > budget_bytes)
}

/** @param {import('./steps.mjs').Run} given */
export async function check_budgets({ log }) {
  const sizes = measure(JSON.parse(readFileSync(in_root('tests/budgets.json'), 'utf8')))
  for (const line of size_table(sizes)) log(line)
  const over = over_budget(sizes)
  if (over.length > 0) {
    const names = over.map(
      ({ name, brotli_bytes, budget_bytes }) => `${name} by ${brotli_bytes - budget_bytes} bytes`,
    )
    throw new StepFailed(`Over budget: ${names.join(', ')}.`)
  }
  return sizes.map(({ name, brotli_bytes }) => `${name} ${kilobytes(brotli_bytes)} kB brotli`).join(', ')
}
