// @ts-check
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'

/** @param {string} name */
const read = (name) => readFileSync(in_root(name), 'utf8')

/** What stands in `code` in the rows of a document's tables. @param {string} markdown */
function paths_in_tables(markdown) {
  const cells = markdown.split('\n').filter((line) => line.startsWith('|'))
  const code = cells.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''))
  return code.filter((text) => /^[\w.-]+\/[\w./-]*$/.test(text))
}

test('every path in the tables of ARCHITECTURE.md exists', () => {
  const paths = paths_in_tables(read('ARCHITECTURE.md'))
  assert.ok(paths.length > 5, 'the tables name paths in `code`')
  const absent = paths.filter((path) => !existsSync(in_root(path)))
  assert.deepEqual(absent, [])
})

test('every npm command that the documents name exists in package.json', () => {
  const { scripts } = JSON.parse(read('package.json'))
  for (const document of ['README.md', 'CONTRIBUTING.md']) {
    const named = [...read(document).matchAll(/npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)]
    const absent = named.map((match) => match[1] ?? match[2] ?? '').filter((name) => !(name in scripts))
    assert.deepEqual(absent, [], document)
  }
})

test('no file of the repository names the registry that a lock file was made with', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved": "http/)
})
