// @ts-check
// Where things lie, and the environment in which the project's own tools are found first.
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const tools = join(root, '.tools')
export const npm_package = join(root, 'npm')
export const wasm_out = join(npm_package, 'wasm')
export const demo_dist = join(root, 'demo', 'qa', 'dist')
export const field_dist = join(root, 'demo', 'field', 'dist')
export const test_out = join(root, 'tests', 'out')

/** @param {string} name a path relative to the repository */
export const in_root = (name) => join(root, name)

/** The environment of every command that we run. */
export function tool_environment() {
  const path_name = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const path = [join(tools, 'bin'), join(root, 'node_modules', '.bin'), process.env[path_name] ?? '']
  // Logs are for reading: no colours.
  return { ...process.env, [path_name]: path.join(delimiter), NO_COLOR: '1', CARGO_TERM_COLOR: 'never' }
}
