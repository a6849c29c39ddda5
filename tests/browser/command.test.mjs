// @ts-check
// `npm run -s browser`, as it is called: what it prints is what the command line prints, and it ends with the same codes.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { ask, native_cli } from '../../scripts/native-cli.mjs'
import { in_root } from '../../scripts/project.mjs'

const SAMPLE = join(in_root('demo/qa/samples'), 'odri_motor_shaft.png')
const CALLED_WRONGLY = 2
const CANNOT_OPEN = 3

/** @param {string[]} args @returns {Promise<{ code: number, stdout: string, stderr: string }>} */
const in_browser = (args) =>
  new Promise((resolve) => {
    const options = { cwd: in_root('.'), maxBuffer: 1 << 26 }
    execFile(process.execPath, ['scripts/browser.mjs', ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

test('analyze and embed print in the browser what they print natively', async () => {
  for (const [command, json] of Object.entries({ analyze: '--json', embed: '--jsonl' })) {
    const native = await ask(native_cli(), [command, SAMPLE, '--device', 'cpu', json])
    const browser = await in_browser([command, SAMPLE, '--device', 'cpu'])
    assert.deepEqual({ code: browser.code, said: browser.stderr }, { code: 0, said: '' }, command)
    const [wanted, given] = [native, browser].map(({ stdout }) => JSON.parse(stdout))
    assert.deepEqual(Object.keys(given).sort(), Object.keys(wanted).sort(), command)
    assert.deepEqual(
      given.annotations?.map((/** @type {{ text: string }} */ { text }) => text),
      wanted.annotations?.map((/** @type {{ text: string }} */ { text }) => text),
    )
    assert.deepEqual(given.models ?? given.model, wanted.models ?? wanted.model)
  }
})

test('the words of the contract are understood, others are answered by the usage', async () => {
  for (const args of [
    [],
    ['analyse', SAMPLE],
    ['analyze'],
    ['analyze', SAMPLE, '--page', 'one'],
    ['embed', SAMPLE, '--gpu'],
  ]) {
    const { code, stderr } = await in_browser(args)
    assert.equal(code, CALLED_WRONGLY, args.join(' '))
    assert.match(stderr, /npm run -s browser -- embed FILE/)
  }
  const { code, stderr } = await in_browser(['analyze', in_root('package.json'), '--device', 'cpu', '--json'])
  assert.equal(code, CANNOT_OPEN, stderr)
})
