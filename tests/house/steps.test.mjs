// @ts-check
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { fingerprint, is_current, mark_current } from '../../scripts/fingerprint.mjs'
import { in_root, tools } from '../../scripts/project.mjs'

const folder = mkdtempSync(join(tmpdir(), 'draftlens-steps-'))
after(() => {
  rmSync(folder, { recursive: true })
  rmSync(join(tools, 'stamp', 'test-of-stamps'), { force: true })
})

/** Runs steps as a script does. @param {string} body */
function script(body) {
  const imports = `import { main, side_by_side, step, StepFailed } from ${JSON.stringify(pathToFileURL(in_root('scripts/steps.mjs')).href)}\n`
  const code = `${imports}await main(async () => {${body}})`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('a step that works is one line with its time and its note', () => {
  const { status, stdout } = script(`await step('test of a good step', () => 'nothing to do')`)
  assert.equal(status, 0)
  assert.match(stdout, /^✓ test of a good step +\d+\.\d s {2}nothing to do\n$/)
})

test('rows of steps run beside each other, each in its order, and a failure waits for the other row', () => {
  const { status, stdout } = script(`
    const one = (name, ms, fails) => () => step(name, async () => {
      await new Promise((done) => setTimeout(done, ms))
      if (fails) throw new StepFailed('broken')
    })
    await side_by_side([[one('slow', 900), one('after slow', 0)], [one('quick', 100), one('bad', 0, true), one('never', 0)]])
    console.log('not reached')`)
  assert.equal(status, 1)
  const told = [...stdout.matchAll(/^([✓✗]) (.+?) {2,}/gm)].map(([, mark, name]) => `${mark} ${name}`)
  assert.deepEqual(told, ['✓ quick', '✗ bad', '✓ slow', '✓ after slow'])
  assert.doesNotMatch(stdout, /not reached/)
})

test('a step that fails shows the last 30 lines, what to do and where the whole log is', () => {
  const noise = `for (let i = 1; i <= 50; i++) console.log('line ' + i); process.exit(7)`
  const { status, stdout, stderr } = script(
    `await step('test of a bad step', ({ run }) => run(process.execPath, ['-e', ${JSON.stringify(noise)}]), { hint: 'mend it' })`,
  )
  assert.equal(status, 1)
  assert.match(stdout, /^✗ test of a bad step/)
  assert.match(stderr, /│ line 21\n/)
  assert.doesNotMatch(stderr, /│ line 20\n/)
  assert.match(
    stderr,
    /ended with exit code 7\.\n +What to do: mend it\n +Whole log: .*test-of-a-bad-step\.log/,
  )
})

test('a failure is told once, and what the failure itself advises goes first', () => {
  const { stderr } = script(
    `await step('test of advice', () => { throw new StepFailed('broken', { hint: 'first' }) }, { hint: 'second' })`,
  )
  assert.equal(stderr.match(/broken/g)?.length, 1)
  assert.match(stderr, /What to do: first/)
})

test('a program that does not exist is named', () => {
  const { status, stderr } = script(`await step('test of absence', ({ run }) => run('no-such-program', []))`)
  assert.equal(status, 1)
  assert.match(stderr, /no-such-program could not be started/)
})

test('a build is current until an input changes or an output is gone', () => {
  const source = join(folder, 'source')
  const output = join(folder, 'output')
  mkdirSync(join(source, 'node_modules'), { recursive: true })
  writeFileSync(join(source, 'a.txt'), 'a')
  writeFileSync(output, '')
  const inputs = fingerprint([source], { facts: ['rustc 1'] })
  mark_current('test-of-stamps', inputs)
  assert.ok(is_current('test-of-stamps', inputs, [output]))

  writeFileSync(join(source, 'node_modules', 'installed.js'), '')
  assert.equal(fingerprint([source], { facts: ['rustc 1'] }), inputs, 'what is installed is no input')
  assert.notEqual(fingerprint([source], { facts: ['rustc 2'] }), inputs)
  writeFileSync(join(source, 'a.txt'), 'b')
  assert.notEqual(fingerprint([source], { facts: ['rustc 1'] }), inputs)

  rmSync(output)
  assert.ok(!is_current('test-of-stamps', inputs, [output]))
})
