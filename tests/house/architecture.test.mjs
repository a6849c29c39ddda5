// @ts-check
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'

/** @param {string} name */
const read = (name) => readFileSync(in_root(name), 'utf8')

/** Where the links of a document lead inside the repository. @param {string} markdown */
function linked_paths(markdown) {
  const targets = [...markdown.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? '')
  return [...new Set(targets)].filter((target) => !/^[a-z]+:/.test(target))
}

test('every path that ARCHITECTURE.md names exists', () => {
  const paths = linked_paths(read('ARCHITECTURE.md'))
  assert.ok(paths.length > 5, 'its table links to the files')
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
