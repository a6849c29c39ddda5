// @ts-check
// The shipped nets: each with its manifest and its card, unaltered since it was measured, and within budget.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'

const MOST_BYTES_EACH = 3_000_000
const MOST_BYTES_IN_ALL = 8_000_000
const KINDS = ['dimension', 'thread', 'gdt', 'surface', 'datum', 'note', 'balloon', 'label', 'title', 'table']

const manifests = readdirSync(in_root('models'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(in_root(`models/${name}`), 'utf8')))

test('every net is the one its manifest was written for', () => {
  assert.ok(manifests.length >= 2, 'detector and reader at least')
  for (const { file, sha256, bytes } of manifests) {
    const data = readFileSync(in_root(`models/${file}`))
    assert.equal(createHash('sha256').update(data).digest('hex'), sha256, file)
    assert.equal(data.length, bytes, file)
  }
})

test('no net is in the folder without a manifest, and none without a card', () => {
  const nets = readdirSync(in_root('models')).filter((name) => name.endsWith('.onnx'))
  assert.deepEqual(nets, manifests.map(({ file }) => file).sort())
  for (const net of nets)
    assert.ok(existsSync(in_root(`models/${net.replace('.onnx', '.md')}`)), `card of ${net}`)
})

test('the nets keep to their budget', () => {
  for (const { file, bytes } of manifests) assert.ok(bytes <= MOST_BYTES_EACH, `${file}: ${bytes} bytes`)
  const total = manifests.reduce((sum, { bytes }) => sum + bytes, 0)
  assert.ok(total <= MOST_BYTES_IN_ALL, `${total} bytes in all`)
})

test('the detector gives the kinds of the analysis and no others', () => {
  const detector = manifests.find(({ file }) => file === 'detector.onnx')
  const left_out = new Set(detector.kinds_left_out)
  assert.deepEqual(
    detector.kinds.filter((/** @type {string} */ kind) => !left_out.has(kind)),
    KINDS,
  )
})

test("the reader's alphabet has each character once and room for all of them in its output", () => {
  const { alphabet } = manifests.find(({ file }) => file === 'reader.onnx')
  assert.equal(new Set(alphabet).size, [...alphabet].length)
  for (const sign of '0123456789Ø±°⌖⏥⟂∥◎↗⌰Ⓜ⌴⌵↧□|') assert.ok(alphabet.includes(sign), sign)
})
