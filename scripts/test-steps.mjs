// @ts-check
// What `npm test` checks, in the order of what is quick to fail.
import { existsSync, readdirSync } from 'node:fs'
import { check_budgets } from './byte-budgets.mjs'
import { find_chromium } from './chromium.mjs'
import { fuzz_server } from './fuzz-server.mjs'
import { check_licences } from './licences.mjs'
import { build_native_cli, RUST_TESTS } from './native-cli.mjs'
import { in_root } from './project.mjs'
import { python, set_up_python, set_up_server_python } from './python.mjs'
import { find_vulkan } from './vulkan.mjs'

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {'check' | 'rust' | 'browser' | 'training'} group
 * @property {boolean} [needs_build]
 * @property {string} hint what to do when it fails
 * @property {(given: import('./steps.mjs').Run) => Promise<string | void>} work
 */

const CLIPPY = ['clippy', '--locked', '--quiet']
const DENY = ['--', '-D', 'warnings']
/** For each address of the server: enough to find what a change broke, in some seconds. */
const FUZZED_EXAMPLES = 10
/** While one starts, waits or is told something, the other computes. No test there depends on how busy the machine is. */
const TWO_BROWSERS = 2
const IN_TRAINING = { cwd: in_root('training') }

/** @type {Check[]} */
export const CHECKS = [
  {
    name: 'rustfmt',
    group: 'check',
    hint: 'cargo fmt',
    work: ({ run }) => run('cargo', ['fmt', '--all', '--check']),
  },
  {
    name: 'biome',
    group: 'check',
    hint: 'npx biome check --write',
    work: ({ run }) => run('biome', ['ci', '--error-on-warnings', '.']),
  },
  {
    name: 'types',
    group: 'check',
    needs_build: true,
    hint: 'npx tsc -p . (scripts and tests), npx tsc -p npm, npx tsc -p demo/qa, -p demo/field, -p tests/api',
    work: check_types,
  },
  {
    name: 'clippy, all targets',
    group: 'check',
    hint: 'cargo clippy --workspace --all-targets',
    work: ({ run }) => run('cargo', [...CLIPPY, '--workspace', '--all-targets', ...DENY]),
  },
  {
    name: 'clippy, each feature alone, wasm32',
    group: 'check',
    hint: 'cargo clippy -p draftlens-wasm --target wasm32-unknown-unknown --no-default-features --features NAME',
    work: clippy_per_feature,
  },
  {
    name: 'licences of dependencies',
    group: 'check',
    hint: 'replace the dependency, or argue for its licence in scripts/licences.mjs',
    work: check_licences,
  },
  {
    name: 'house: scripts, server, architecture',
    group: 'check',
    hint: 'node --test tests/house/',
    work: ({ run }) => node_test(run, 'tests/house'),
  },
  {
    name: 'byte budgets',
    group: 'browser',
    needs_build: true,
    hint: 'make it smaller; tests/budgets.json holds the budgets and is raised only with a decision',
    work: check_budgets,
  },
  {
    name: 'Vulkan',
    group: 'rust',
    hint: 'apt-get install mesa-vulkan-drivers',
    work: async () => find_vulkan(),
  },
  {
    name: 'PostgreSQL with pgvector',
    group: 'rust',
    hint: 'check the network, then run the same command again',
    work: set_up_server_python,
  },
  {
    name: 'Rust tests',
    group: 'rust',
    hint: 'cargo test --workspace --tests',
    work: ({ run }) => run('cargo', [...RUST_TESTS, '--no-fail-fast']),
  },
  {
    name: 'server, fuzzed by its contract',
    group: 'rust',
    hint: 'npm run fuzz:server; what it sent stands in the log',
    work: async (given) => {
      await build_native_cli(given)
      await fuzz_server(given, FUZZED_EXAMPLES)
    },
  },
  {
    name: 'Chromium',
    group: 'browser',
    hint: 'set CHROMIUM_PATH',
    work: async () => find_chromium(),
  },
  {
    name: 'command line',
    group: 'browser',
    hint: 'cargo build --bin draftlens',
    work: build_native_cli,
  },
  {
    name: 'browser, end to end',
    group: 'browser',
    needs_build: true,
    hint: 'node --test tests/browser/',
    work: ({ run }) => node_test(run, 'tests/browser', TWO_BROWSERS),
  },
  {
    name: 'API: reference, examples',
    group: 'browser',
    needs_build: true,
    hint: 'npm run -s api; node --test tests/api/',
    work: ({ run }) => node_test(run, 'tests/api'),
  },
  {
    name: 'React 18 and 19',
    group: 'browser',
    needs_build: true,
    hint: 'node --test tests/react/',
    work: ({ run }) => node_test(run, 'tests/react'),
  },
  {
    name: 'the packed tarball in fresh projects',
    group: 'browser',
    needs_build: true,
    hint: 'npm run test:pack; with -- --all in every mode of every bundler',
    work: async (given) => {
      await build_native_cli(given)
      return node_test(given.run, 'tests/pack')
    },
  },
  {
    name: 'Python of the training and the tests',
    group: 'training',
    hint: 'check the network and the free space (6 GB), then run the same command again',
    work: set_up_python,
  },
  {
    name: 'exports, read by other programs',
    group: 'training',
    needs_build: true,
    hint: 'node --test tests/export/',
    work: ({ run }) => node_test(run, 'tests/export'),
  },
  {
    name: 'viewer and workbench without a browser, scores beside score.py',
    group: 'training',
    needs_build: true,
    hint: 'node --test tests/viewer/',
    work: ({ run }) => node_test(run, 'tests/viewer'),
  },
  {
    name: 'ruff',
    group: 'training',
    hint: 'in training/: ../.tools/python/bin/ruff check --fix && ../.tools/python/bin/ruff format',
    work: async ({ run }) => {
      await run(python, ['-m', 'ruff', 'check'], IN_TRAINING)
      await run(python, ['-m', 'ruff', 'format', '--check'], IN_TRAINING)
    },
  },
  {
    name: 'training: drawings, nets, export',
    group: 'training',
    hint: 'in training/: ../.tools/python/bin/python -m pytest',
    work: ({ run }) => run(python, ['-m', 'pytest', '-q'], IN_TRAINING),
  },
]

/**
 * Runs every *.test.mjs of a folder.
 * @param {import('./steps.mjs').Run['run']} run @param {string} folder @param {number} [files_at_once]
 */
async function node_test(run, folder, files_at_once = 1) {
  const files = readdirSync(in_root(folder)).filter((name) => name.endsWith('.test.mjs'))
  if (files.length === 0) throw new Error(`${folder} holds no test.`)
  const paths = files.sort().map((name) => `${folder}/${name}`)
  await run(process.execPath, [
    '--test',
    `--test-concurrency=${files_at_once}`,
    '--test-reporter=spec',
    ...paths,
  ])
  return `${files.length} files`
}

/** @param {import('./steps.mjs').Run} given */
async function check_types({ run }) {
  for (const project of ['.', 'npm', 'demo/qa', 'demo/field', 'tests/api']) {
    if (existsSync(in_root(`${project}/tsconfig.json`))) await run('tsc', ['-p', project, '--noEmit'])
  }
}

/** Features are additive and each builds alone, with all crates that it needs, where the browser will run it. @param {import('./steps.mjs').Run} given */
async function clippy_per_feature({ run }) {
  const wasm32 = ['--target', 'wasm32-unknown-unknown']
  for (const feature of ['raster', 'pdf', 'engine', 'search']) {
    const alone = ['--no-default-features', '--features', feature]
    await run('cargo', [...CLIPPY, '-p', 'draftlens-wasm', ...alone, ...wasm32, ...DENY])
  }
}
