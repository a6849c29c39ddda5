// @ts-check
// What must be on the machine before anything else can be installed, and how to get what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { in_root } from './project.mjs'
import { StepFailed } from './steps.mjs'

export const OLDEST_NODE = 20

/**
 * @typedef {object} Machine
 * @property {(command: string, args?: string[]) => string | null} installed what it prints, null if it cannot run
 * @property {(path: string) => boolean} exists
 * @property {string} node_version
 * @property {string} platform
 */

/** @type {Machine} */
export const this_machine = {
  installed(command, args = ['--version']) {
    const shell = process.platform === 'win32'
    const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', shell })
    return status === 0 ? stdout.trim() : null
  },
  exists: existsSync,
  node_version: process.versions.node,
  platform: process.platform,
}

/**
 * Every requirement that the machine does not meet, in words that say how to meet it.
 * @param {Machine} machine
 * @returns {string[]}
 */
export function missing_requirements(machine) {
  const missing = []
  if (Number.parseInt(machine.node_version, 10) < OLDEST_NODE) {
    missing.push(
      `Node ${OLDEST_NODE} or newer (this is ${machine.node_version}): https://nodejs.org, or your version manager.`,
    )
  }
  if (!machine.installed('git')) missing.push('git: https://git-scm.com/downloads')
  const rustc = machine.installed('rustc')
  if (!machine.installed('cargo') || !rustc) {
    missing.push(
      'cargo and rustc: install Rust with rustup from https://rustup.rs, then open a new terminal.',
    )
  } else {
    missing.push(...rust_problems(machine, rustc))
  }
  if (machine.platform !== 'win32' && !machine.installed('cc')) {
    const how =
      machine.platform === 'darwin' ? 'xcode-select --install' : 'e.g. apt-get install build-essential'
    missing.push(`a C compiler named cc, which Rust links with: ${how}`)
  }
  return missing
}

/** @param {Machine} machine @param {string} rustc what `rustc --version` said */
function rust_problems(machine, rustc) {
  const problems = []
  const [, needed] = /rust-version = "([\d.]+)"/.exec(readFileSync(in_root('Cargo.toml'), 'utf8')) ?? []
  const [, found] = /^rustc (\d+\.\d+)/.exec(rustc) ?? []
  if (needed && found && minor(found) < minor(needed)) {
    problems.push(`Rust ${needed} or newer (this is ${found}): rustup update stable`)
  }
  if (!has_wasm_target(machine) && !machine.installed('rustup')) {
    problems.push(
      'the Rust target wasm32-unknown-unknown: this Rust did not come from rustup, which would install it. ' +
        'Either use rustup (https://rustup.rs) or install the target from where Rust came from.',
    )
  }
  return problems
}

/** @param {string} version such as 1.92 */
const minor = (version) => Number(version.split('.')[1])

/** @param {Machine} machine */
export function has_wasm_target(machine) {
  // rustc names the folder of a target even where it is not installed.
  const folder = machine.installed('rustc', [
    '--print',
    'target-libdir',
    '--target',
    'wasm32-unknown-unknown',
  ])
  return folder !== null && machine.exists(folder)
}

/** Fails with everything that is missing at once. */
export function check_requirements(machine = this_machine) {
  const missing = missing_requirements(machine)
  if (missing.length === 0) return
  throw new StepFailed(`This machine lacks:\n${missing.map((text) => `      - ${text}`).join('\n')}`, {
    hint: 'install these, then run the same command again.',
  })
}
