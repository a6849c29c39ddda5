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
const ENVIRONMENT = join(tools, 'python')
const REQUIREMENTS = [in_root('training/requirements.txt'), in_root('tests/requirements.txt')]
const HOW_TO_INSTALL = `install Python ${OLDEST.join('.')} or newer with its venv module (Debian: apt-get install python3 python3-venv), then run this again.`

const in_environment = (/** @type {string} */ name) =>
  process.platform === 'win32' ? join(ENVIRONMENT, 'Scripts', `${name}.exe`) : join(ENVIRONMENT, 'bin', name)

export const python = in_environment('python')

/** @param {import('./steps.mjs').Run} given */
export async function set_up_python({ run }) {
  const wanted = fingerprint(REQUIREMENTS, { facts: [process.platform, process.arch] })
  if (is_current('python', wanted, [python])) return 'nothing to do'
  const system = system_python() ?? debian_python()
  rmSync(ENVIRONMENT, { recursive: true, force: true })
  await run(system, ['-m', 'venv', ENVIRONMENT])
  const from = REQUIREMENTS.flatMap((path) => ['-r', path])
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...from])
  mark_current('python', wanted)
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
