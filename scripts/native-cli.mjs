// @ts-check
// The command line `draftlens`, built and asked.
import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './project.mjs'

/** Where cargo puts what it builds: it may be told otherwise than `target`. */
export function target_folder() {
  const metadata = execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return JSON.parse(metadata).target_directory
}

export function native_cli() {
  const name = process.platform === 'win32' ? 'draftlens.exe' : 'draftlens'
  // The dev profile: its dependencies are optimised, and its checks for overflow are welcome here.
  return join(target_folder(), 'debug', name)
}

/**
 * Of all that is tested natively. Not the examples, which clippy compiles, nor what is linked for browsers, which has its tests
 * there; no crate has tests in its documentation.
 */
export const RUST_TESTS = [
  ...['test', '--locked', '--workspace', '--tests'],
  ...['draftlens-wasm', 'draftlens-module'].flatMap((crate) => ['--exclude', crate]),
]

/**
 * As the Rust tests build it: by itself it would get its dependencies with other features, and all of them
 * would be compiled a second time.
 * @param {import('./steps.mjs').Run} given
 */
export const build_native_cli = ({ run }) => run('cargo', [...RUST_TESTS, '--no-run'])

/** @param {string} cli @param {string[]} args @returns {Promise<{code: number, stdout: string, stderr: string}>} */
export function ask(cli, args) {
  return new Promise((resolve) => {
    execFile(cli, args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr })
    })
  })
}
