// @ts-check
// Installs what is missing, into the project's own folders: nothing twice, nothing for the whole machine
// but the Rust target, which rustup keeps.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, is_current, mark_current } from './fingerprint.mjs'
import { in_root, tools } from './project.mjs'
import { check_requirements, has_wasm_target, this_machine } from './requirements.mjs'
import { StepFailed, step } from './steps.mjs'

const WASM_PACK_VERSION = '0.15.1'
/** Kept until all tools are there: an interrupted installation goes on where it stopped. */
const TOOLS_BUILD = join(tools, 'build')
const NETWORK_HINT = 'check the network (a proxy?), then run the same command again: finished steps are kept.'

export async function set_up() {
  await step('machine: Node, git, Rust, C compiler', () => check_requirements())
  await step('npm packages', install_npm_packages, { hint: NETWORK_HINT })
  await step('Rust target wasm32-unknown-unknown', install_wasm_target, { hint: NETWORK_HINT })
  await step(`wasm-bindgen ${locked_wasm_bindgen()}`, install_wasm_bindgen, { hint: NETWORK_HINT })
  await step(`wasm-pack ${WASM_PACK_VERSION}`, install_wasm_pack, { hint: NETWORK_HINT })
  rmSync(TOOLS_BUILD, { recursive: true, force: true })
}

/** @param {import('./steps.mjs').Run} given */
async function install_npm_packages({ run }) {
  const lock = fingerprint([in_root('package-lock.json')], { facts: [process.platform, process.arch] })
  if (is_current('npm-ci', lock, [in_root('node_modules')])) return 'nothing to do'
  await run('npm', ['ci'])
  mark_current('npm-ci', lock)
  return undefined
}

/** @param {import('./steps.mjs').Run} given */
async function install_wasm_target({ run }) {
  if (has_wasm_target(this_machine)) return 'nothing to do'
  await run('rustup', ['target', 'add', 'wasm32-unknown-unknown'])
  return undefined
}

/** The version that Cargo.lock names: glue and tool must agree to the last digit. */
function locked_wasm_bindgen() {
  const lock = readFileSync(in_root('Cargo.lock'), 'utf8')
  const [, version] = /name = "wasm-bindgen"\r?\nversion = "([^"]+)"/.exec(lock) ?? []
  if (!version) throw new StepFailed('Cargo.lock names no wasm-bindgen.', { hint: 'git checkout Cargo.lock' })
  return version
}

/** @param {import('./steps.mjs').Run} given */
function install_wasm_bindgen(given) {
  // Without its default features it leaves out TLS, which only its test runner's remote drivers want. Not
  // --locked: the lock file that 0.2.130 was published with names a crate that has been withdrawn since.
  const options = ['--no-default-features', '--bin', 'wasm-bindgen']
  return cargo_install(given, 'wasm-bindgen-cli', 'wasm-bindgen', locked_wasm_bindgen(), options)
}

/** @param {import('./steps.mjs').Run} given */
function install_wasm_pack(given) {
  return cargo_install(given, 'wasm-pack', 'wasm-pack', WASM_PACK_VERSION, ['--locked'])
}

/**
 * @param {import('./steps.mjs').Run} given
 * @param {string} crate @param {string} binary @param {string} version @param {string[]} options
 */
async function cargo_install({ run }, crate, binary, version, options) {
  if (this_machine.installed(join(tools, 'bin', binary)) === `${binary} ${version}`) return 'nothing to do'
  await run('cargo', ['install', crate, '--version', `=${version}`, '--root', tools, '--force', ...options], {
    env: {
      // A tool that runs for a second a day need not be optimised for minutes.
      CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
      CARGO_PROFILE_RELEASE_LTO: 'off',
      CARGO_PROFILE_RELEASE_DEBUG: '0',
      CARGO_TARGET_DIR: TOOLS_BUILD,
    },
  })
  return undefined
}
