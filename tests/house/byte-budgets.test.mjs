// @ts-check
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { measure, over_budget, size_table } from '../../scripts/byte-budgets.mjs'
import { in_root } from '../../scripts/project.mjs'

const folder = mkdtempSync(join(tmpdir(), 'draftlens-budget-'))
after(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'big.wasm'), randomBytes(20_000))
writeFileSync(join(folder, 'a.js'), 'x'.repeat(10_000))

/** @param {number} brotli_bytes @param {string[]} files */
const budget = (brotli_bytes, files) => ({ module: { what: 'a test', brotli_bytes, files } })

test('a file over its budget is found', () => {
  assert.equal(over_budget(measure(budget(19_999, ['big.wasm']), folder)).length, 1)
  assert.equal(over_budget(measure(budget(21_000, ['big.wasm']), folder)).length, 0)
})

test('files are counted raw and as brotli', () => {
  const sizes = measure(budget(100, ['a.js']), folder)
  assert.equal(sizes[0]?.raw_bytes, 10_000)
  assert.ok((sizes[0]?.brotli_bytes ?? 0) < 100)
  assert.match(size_table(sizes).join('\n'), /module .*10\.0/)
})

test('what a module imports is counted with it', () => {
  writeFileSync(join(folder, 'entry.js'), "import { x } from './a.js'\nexport { x }\n")
  assert.equal(measure(budget(1, ['entry.js']), folder)[0]?.raw_bytes, 10_040)
})

test('a file that is counted and absent is an error', () => {
  assert.throws(() => measure(budget(1, ['gone.wasm']), folder), /gone\.wasm .* does not exist/)
})

test('every entry of the package has a budget', () => {
  const read = (/** @type {string} */ path) => JSON.parse(readFileSync(in_root(path), 'utf8'))
  /** @type {Record<string, {default: string}>} */
  const entries = read('npm/package.json').exports
  /** @type {import('../../scripts/byte-budgets.mjs').Budget[]} */
  const budgets = Object.values(read('tests/budgets.json'))
  const counted = new Set(budgets.flatMap(({ files }) => files))
  for (const [entry, to] of Object.entries(entries)) {
    if (typeof to === 'object' && !to.default.endsWith('.css'))
      assert.ok(counted.has(join('npm', to.default)), `${entry} has no budget`)
  }
})
