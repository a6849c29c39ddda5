// @ts-check
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { is_allowed } from '../../scripts/licences.mjs'
import { missing_requirements } from '../../scripts/requirements.mjs'

/** @param {Partial<Record<string, string | null>>} said @param {Partial<import('../../scripts/requirements.mjs').Machine>} [facts] */
function machine(said, facts = {}) {
  /** @type {Record<string, string | null | undefined>} */
  const answers = {
    git: 'git version 2',
    cargo: 'cargo 1.95.0',
    rustc: 'rustc 1.95.0 (x)',
    rustup: 'rustup 1',
    cc: 'cc',
    ...said,
  }
  return {
    installed: (/** @type {string} */ command) => answers[command] ?? null,
    exists: () => true,
    node_version: '20.0.0',
    platform: 'linux',
    ...facts,
  }
}

test('a machine that has everything lacks nothing', () => {
  assert.deepEqual(missing_requirements(machine({})), [])
})

test('an old Node is named with its version', () => {
  const [problem] = missing_requirements(machine({}, { node_version: '18.19.1' }))
  assert.match(problem ?? '', /Node 20 or newer \(this is 18\.19\.1\)/)
})

test('everything that is missing is told at once, with the way to get it', () => {
  const problems = missing_requirements(machine({ cargo: null, git: null, cc: null })).join('\n')
  for (const way of [/rustup\.rs/, /git-scm/, /build-essential/]) assert.match(problems, way)
})

test('a Rust that is too old, or without rustup and the wasm target, is told', () => {
  assert.match(missing_requirements(machine({ rustc: 'rustc 1.70.0 (x)' })).join(), /rustup update/)
  const no_target = machine({ rustup: null }, { exists: () => false })
  assert.match(missing_requirements(no_target).join(), /wasm32-unknown-unknown/)
})

test('a licence is allowed when one way through it is', () => {
  for (const good of ['MIT', 'MIT OR GPL-3.0', 'MIT/Apache-2.0', '(MIT OR Apache-2.0) AND Unicode-3.0']) {
    assert.ok(is_allowed(good), good)
  }
  for (const bad of ['GPL-3.0', 'MIT AND GPL-3.0', '', null, 'MIT)', '(GPL-2.0 OR LGPL-3.0) AND MIT']) {
    assert.ok(!is_allowed(bad), String(bad))
  }
})
