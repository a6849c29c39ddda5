// @ts-check
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'

const GUIDES = in_root('docs/guides')
const read = (/** @type {string} */ path) => readFileSync(path, 'utf8')

test('every error code has its paragraph, and no paragraph is about a code that is gone', () => {
  const source = read(in_root('npm/src/errors.ts'))
  const unions = [...source.matchAll(/export type \w*ErrorCode =((?:\s*\|\s*[\w'-]+)+)/g)].map(
    ([, body]) => body,
  )
  const codes = unions.flatMap((body) => [...(body ?? '').matchAll(/'([a-z-]+)'/g)].map(([, code]) => code))
  const told = [...read(join(GUIDES, 'troubleshooting.md')).matchAll(/^### (.+)$/gm)].map(([, code]) => code)
  assert.ok(codes.length > 20)
  assert.deepEqual([...told].sort(), [...codes].sort())
})

test('links between the guides and into the project lead somewhere', () => {
  for (const name of readdirSync(GUIDES)) {
    for (const [, target = ''] of read(join(GUIDES, name)).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      assert.ok(existsSync(join(dirname(join(GUIDES, name)), target)), `${name} → ${target}`)
    }
  }
})
