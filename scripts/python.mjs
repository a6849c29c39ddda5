// @ts-check
// The Python that training and some tests run in: a virtual environment of the project's own, made once.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { apt_install, is_debian, is_root } from './debian.mjs'
import { fingerprint, is_current, mark_current } from './fingerprint.mjs'
import { in_root, tools } from './project.mjs'
import { StepFailed } from './steps.mjs'

const OLDEST = [3, 10]
const HOW_TO_INSTALL = `install Python ${OLDEST.join('.')} or newer with its venv module (Debian: apt-get install python3 python3-venv), then run this again.`

/** @param {string} environment @param {string} name */
const in_environment = (environment, name) =>
  process.platform === 'win32'
    ? join(tools, environment, 'Scripts', `${name}.exe`)
    : join(tools, environment, 'bin', name)

export const python = in_environment('python', 'python')
export const server_python = in_environment('python-server', 'python')

/** @param {import('./steps.mjs').Run} given */
export const set_up_python = (given) =>
  set_up('python', ['training/requirements.txt', 'tests/requirements.txt'], given)

/** @param {import('./steps.mjs').Run} given */
export const set_up_server_python = (given) =>
  set_up('python-server', ['crate/server/tests/requirements.txt'], given)

/** @param {string} environment @param {string[]} requirements @param {import('./steps.mjs').Run} given */
async function set_up(environment, requirements, { run }) {
  const own_python = in_environment(environment, 'python')
  const lists = requirements.map((list) => in_root(list))
  const wanted = fingerprint(lists, { facts: [process.platform, process.arch] })
  if (is_current(environment, wanted, [own_python])) return 'nothing to do'
  const system = system_python() ?? debian_python()
  rmSync(join(tools, environment), { recursive: true, force: true })
  await run(system, ['-m', 'venv', join(tools, environment)])
  const quiet = ['--quiet', '--disable-pip-version-check']
  await run(own_python, ['-m', 'pip', 'install', ...quiet, ...lists.flatMap((list) => ['-r', list])])
  mark_current(environment, wanted)
  return undefined
}

/** A Python that is new enough and can make environments. */
function system_python() {
  const check = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${OLDEST.join(', ')}))`
  return ['python3', 'python'].find((name) => spawnSync(name, ['-c', check]).status === 0)
}

function debian_python() {
  if (!is_root || !is_debian())
    throw new StepFailed('There is no usable Python on this machine.', { hint: HOW_TO_INSTALL })
  const { said } = apt_install('python3', 'python3-venv')
  const found = system_python()
  if (!found)
    throw new StepFailed(`Debian's Python is no use: too old, or ${said || 'without venv'}.`, {
      hint: HOW_TO_INSTALL,
    })
  return found
}
