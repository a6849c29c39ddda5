// @ts-check
// tests/bench/peers, built natively and for the browser.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, is_current, mark_current } from '../../../scripts/fingerprint.mjs'
import { target_folder } from '../../../scripts/native-cli.mjs'
import { in_root, root, test_out, tool_environment } from '../../../scripts/project.mjs'

const CRATE = in_root('tests/bench/peers')
const BUILT = join(target_folder(), 'bench-peers')
const ENVIRONMENT = { ...tool_environment(), CARGO_TARGET_DIR: BUILT }
/** wasm-opt accepts what rustc emits with these, see scripts/build-wasm.mjs. */
const WASM_FEATURES = ['simd', 'relaxed-simd', 'bulk-memory', 'nontrapping-float-to-int', 'sign-ext']
const MORE_WASM_FEATURES = ['mutable-globals', 'reference-types', 'multivalue']

/** The program with the native engines, built when it is first asked for. @param {string[]} [features] */
export function peers_program(features = []) {
  const with_features = features.length > 0 ? ['--features', features.join()] : []
  const manifest = ['--manifest-path', join(CRATE, 'Cargo.toml')]
  run('cargo', ['build', '--quiet', '--locked', '--release', ...with_features, ...manifest])
  return join(BUILT, 'release', process.platform === 'win32' ? 'peers.exe' : 'peers')
}

/** @param {string[]} args */
export const run_peers = (args) => run(peers_program(), args)

/** A folder with rten for the browser, built with relaxed SIMD and optimised. */
export function rten_for_browsers() {
  const out = join(test_out, 'bench-rten')
  const module = join(out, 'rten_bg.wasm')
  const inputs = fingerprint([CRATE, in_root('tests/bench/nets/peers.mjs')])
  if (is_current('bench-rten', inputs, [module])) return out
  mkdirSync(out, { recursive: true })
  const to = ['--target', 'web', '--out-dir', out, '--out-name', 'rten', '--no-pack', '--no-typescript']
  const flags = ['--mode', 'no-install', '--no-opt', '--release', ...to, '--', '--locked']
  run('wasm-pack', ['--quiet', 'build', CRATE, ...flags], {
    RUSTFLAGS: '-C target-feature=+simd128,+relaxed-simd',
  })
  const features = [...WASM_FEATURES, ...MORE_WASM_FEATURES].map((name) => `--enable-${name}`)
  run('wasm-opt', [module, '-o', module, ...features, '-O3'])
  mark_current('bench-rten', inputs)
  return out
}

/** What the command prints goes to the standard error: the standard output is the benchmark's. @param {string} command @param {string[]} args @param {Record<string, string>} [more] */
function run(command, args, more) {
  const env = { ...ENVIRONMENT, ...more }
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with ${status}`)
}
