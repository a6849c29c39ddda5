// @ts-check
// crate/wasm/module -> npm/wasm: modules for pictures, for PDF and for models, each with its glue and types.
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, is_current, mark_current } from './fingerprint.mjs'
import { in_root, wasm_out } from './project.mjs'
import { this_machine } from './requirements.mjs'
import { StepFailed, side_by_side, step } from './steps.mjs'

/**
 * What makes a module: cargo's profile and feature, what wasm-opt is told in addition, and, where relaxed SIMD may
 * be used, the module whose glue serves this one too.
 * @typedef {{profile: string, feature: string, wasm_opt_flags?: string[], relaxed_twin_of?: string}} Module
 */

/** Kernels and decoders read at fixed distances from a pointer: these fold the distances into the loads. No object lies below 1024. */
const FOLD_ADDRESSES = ['--low-memory-unused', '--optimize-added-constants-propagate']

/**
 * V8 optimises one function at a time, beside its running: the sooner the smaller it is. Without this, what is called from one
 * place only is merged into its caller whatever its size, and the first answers take twice as long.
 */
const KEEP_FUNCTIONS_APART = ['--one-caller-inline-max-function-size', '100']

/** A second round, over what the first one made, saves 0.4 to 0.9 kB of an engine's brotli and 0.6 kB of the pictures' module. */
const ONCE_MORE = '-O3'

/**
 * Half of each build is linking, which has one thread: two rows of about the same length are made beside each other. Those of
 * one profile wait for each other.
 * @satisfies {Record<string, Module>}
 */
const MODULES = {
  raster: {
    profile: 'web-raster',
    feature: 'raster',
    wasm_opt_flags: [ONCE_MORE, ...FOLD_ADDRESSES, ...KEEP_FUNCTIONS_APART],
  },
  pdf: { profile: 'web-pdf', feature: 'pdf' },
  search: { profile: 'web-search', feature: 'search' },
  engine: {
    profile: 'web-engine',
    feature: 'engine',
    wasm_opt_flags: [ONCE_MORE, ...FOLD_ADDRESSES, ...KEEP_FUNCTIONS_APART],
  },
  engine_relaxed: {
    profile: 'web-engine',
    feature: 'engine',
    relaxed_twin_of: 'engine',
    wasm_opt_flags: ['--enable-relaxed-simd', ONCE_MORE, ...FOLD_ADDRESSES, ...KEEP_FUNCTIONS_APART],
  },
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
  // Who made it and what it uses, which no engine reads: a quarter of a kB of each module.
  '--strip-producers',
  '--strip-target-features',
]

/** Replaces the flags of .cargo/config.toml. */
const RELAXED_SIMD = 'target.wasm32-unknown-unknown.rustflags=["-C", "target-feature=+simd128,+relaxed-simd"]'

export async function build_wasm() {
  const inputs = fingerprint(
    ['crate', 'shaders', 'models', 'Cargo.toml', 'Cargo.lock', '.cargo', 'scripts/build-wasm.mjs'].map(
      in_root,
    ),
    { facts: [this_machine.installed('rustc') ?? '', this_machine.installed('wasm-opt') ?? ''] },
  )
  const hint =
    'the log above names the line of Rust at fault; `cargo check -p draftlens-wasm` is the quick way to repeat it.'
  /** @param {string} name @param {Module} module */
  const built = (name, module) => () =>
    step(`wasm module ${name}`, (given) => build_module(given, name, module, inputs), { hint })
  const { pdf, search, ...others } = MODULES
  const row = (/** @type {Record<string, Module>} */ modules) =>
    Object.entries(modules).map(([name, module]) => built(name, module))
  await side_by_side([row({ pdf, search }), row(others)])
}

/**
 * @param {import('./steps.mjs').Run} given
 * @param {string} name @param {Module} what @param {string} inputs
 */
async function build_module({ run }, name, what, inputs) {
  const { profile, feature, wasm_opt_flags = [], relaxed_twin_of } = what
  const out = join(wasm_out, name)
  const out_name = `draftlens_${relaxed_twin_of ?? name}`
  const module = join(out, `${out_name}_bg.wasm`)
  if (is_current(`wasm-${name}`, inputs, [module, join(out, `${out_name}.js`)])) {
    return `unchanged, ${kilobytes(module)}`
  }
  rmSync(out, { recursive: true, force: true })
  const linked = in_root('crate/wasm/module')
  const to = ['--target', 'web', '--out-dir', out, '--out-name', out_name, '--no-pack', '--no-gitignore']
  // --no-opt: wasm-pack has no way to name the features above for a profile of our own without repeating
  // them in a manifest, and runs wasm-opt over whatever else lies in the folder.
  await run('wasm-pack', [
    ...['build', linked, '--mode', 'no-install', '--no-opt', '--profile', profile, ...to],
    ...['--', '--locked', '--no-default-features', '--features', feature],
    ...(relaxed_twin_of ? ['--config', RELAXED_SIMD] : []),
  ])
  const optimised = `${module}.optimised`
  await run('wasm-opt', [module, '-o', optimised, ...WASM_OPT_FLAGS, ...wasm_opt_flags])
  renameSync(optimised, module)
  if (relaxed_twin_of) check_same_glue(name, relaxed_twin_of)
  mark_current(`wasm-${name}`, inputs)
  return kilobytes(module)
}

/** Only one glue is shipped. It names closures by hashes of the build, which flags have not changed so far. @param {string} name @param {string} twin */
function check_same_glue(name, twin) {
  const glue = (/** @type {string} */ of) => readFileSync(join(wasm_out, of, `draftlens_${twin}.js`), 'utf8')
  if (glue(name) === glue(twin)) return
  throw new StepFailed(`The glue of ${name} is not that of ${twin}.`, {
    hint: 'build both again; if it stays so, npm/src/worker/engine-module.ts must import both.',
  })
}

/** @param {string} path */
const kilobytes = (path) => (existsSync(path) ? `${Math.round(statSync(path).size / 1000)} kB` : '')
