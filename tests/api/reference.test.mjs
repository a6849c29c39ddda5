// @ts-check
// docs/api, the comments that it is made of, and that whatever a type speaks of can be imported.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { reference_of } from '../../scripts/api-reference.mjs'
import { in_root } from '../../scripts/project.mjs'
import { read_api } from '../../scripts/read-api.mjs'

const api = read_api()
const every_export = api.flatMap(({ specifier, exports }) => exports.map((one) => ({ specifier, ...one })))

test('docs/api says what the types say', () => {
  const reference = reference_of(api)
  const folder = in_root('docs/api')
  assert.deepEqual(readdirSync(folder).sort(), [...reference.keys()].sort(), 'npm run -s api')
  for (const [file, text] of reference) {
    assert.ok(readFileSync(join(folder, file), 'utf8') === text, `docs/api/${file} is old: npm run -s api`)
  }
})

test('every export and every method is described, and what runs has an example', () => {
  assert.ok(every_export.length > 150, `${every_export.length} exports`)
  const silent = every_export.flatMap(({ specifier, name, said, is_value, examples, methods }) => [
    ...(said === '' ? [`${specifier} ${name}: no words`] : []),
    ...(is_value && examples.length === 0 ? [`${specifier} ${name}: no example`] : []),
    ...methods.filter((method) => method.said === '').map((method) => `${specifier} ${name}.${method.name}`),
  ])
  assert.deepEqual(silent, [])
})

test('every type that a declaration speaks of can be imported', () => {
  const exported = new Set(every_export.map(({ id }) => id))
  const hidden = every_export.flatMap(({ specifier, name, mentions }) =>
    mentions.filter(({ id }) => !exported.has(id)).map((type) => `${specifier} ${name}: ${type.name}`),
  )
  assert.deepEqual(hidden, [])
})
