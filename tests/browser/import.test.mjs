// @ts-check
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'

test('importing the package where there is no browser does nothing and needs no window', () => {
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).length
    globalThis.fetch = () => { throw new Error('a request') }
    const face = await import('draftlens')
    const viewer = await import('draftlens/viewer')
    const added = Object.getOwnPropertyNames(globalThis).length - before
    console.log(JSON.stringify([Object.keys(face).sort(), Object.keys(viewer), added]))`
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: in_root('demo/qa'),
    encoding: 'utf8',
  })
  const [face, viewer, added] = JSON.parse(said)
  assert.deepEqual(face, [
    'DraftlensError',
    'createAnalyzer',
    'isDraftlensError',
    'readAgain',
    'unsureCrops',
    'withSecondReadings',
  ])
  assert.ok(viewer.includes('DrawingViewer'))
  assert.equal(added, 0)
})
