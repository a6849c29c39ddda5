// @ts-check
// crate/wasm -> npm/wasm: one module for pictures, one for PDF, each with its glue and types.
import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, is_current, mark_current } from './fingerprint.mjs'
import { in_root, wasm_out } from './project.mjs'
import { this_machine } from './requirements.mjs'
import { step } from './steps.mjs'

/**
 * The cargo profile and features that make each module.
 * @type {Record<string, {profile: string, features: string[]}>}
 */
const MODULES = {
  raster: { profile: 'web', features: [] },
  pdf: { profile: 'web-pdf', features: ['--no-default-features', '--features', 'pdf'] },
}

/**
 * What rustc emits and every browser with WebGPU runs. Not --all-features: it would also write compact
 * imports, which Chromium refuses.
 */
const WASM_OPT_FLAGS = [
  '--enable-simd',
  '--enable-bulk-memory',
  '--enable-nontrapping-float-to-int',
  '--enable-sign-ext',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-multivalue',
  '-O3',
]

export async function build_wasm() {
  const inputs = fingerprint(
    ['crate', 'Cargo.toml', 'Cargo.lock', '.cargo', 'scripts/build-wasm.mjs'].map(in_root),
    { facts: [this_machine.installed('rustc') ?? '', this_machine.installed('wasm-opt') ?? ''] },
  )
  for (const [name, { profile, features }] of Object.entries(MODULES)) {
    await step(`wasm module ${name}`, (given) => build_module(given, name, profile, features, inputs), {
      hint: 'the log above names the line of Rust at fault; `cargo check -p draftlens-wasm` is the quick way to repeat it.',
    })
  }
}

/**
 * @param {import('./steps.mjs').Run} given
 * @param {string} name @param {string} profile @param {string[]} features @param {string} inputs
 */
async function build_module({ run }, name, profile, features, inputs) {
  const out = join(wasm_out, name)
  const out_name = `draftlens_${name}`
  const module = join(out, `${out_name}_bg.wasm`)
  if (is_current(`wasm-${name}`, inputs, [module, join(out, `${out_name}.js`)])) {
    return `unchanged, ${kilobytes(module)}`
  }
  rmSync(out, { recursive: true, force: true })
  const to = ['--target', 'web', '--out-dir', out, '--out-name', out_name, '--no-pack', '--no-gitignore']
  // --no-opt: wasm-pack has no way to name the features above for a profile of our own without repeating
  // them in a manifest, and runs wasm-opt over whatever else lies in the folder.
  await run('wasm-pack', [
    ...['build', in_root('crate/wasm'), '--mode', 'no-install', '--no-opt', '--profile', profile, ...to],
    ...['--', '--locked', ...features],
  ])
  const optimised = `${module}.optimised`
  await run('wasm-opt', [module, '-o', optimised, ...WASM_OPT_FLAGS])
  renameSync(optimised, module)
  mark_current(`wasm-${name}`, inputs)
  return kilobytes(module)
}

/** @param {string} path */
const kilobytes = (path) => (existsSync(path) ? `${Math.round(statSync(path).size / 1000)} kB` : '')
