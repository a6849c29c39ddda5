// @ts-check
// Every example of the readmes, the guides and the reference: as the compiler of whoever copies it sees it, and what of
// the reference runs in a bare page, run there.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { build } from 'esbuild'
import { in_root, test_out } from '../../scripts/project.mjs'
import { read_api } from '../../scripts/read-api.mjs'
import { BARE_PAGE, browser_under_test } from '../browser/demo-page.mjs'

const SOURCES = [
  ...['README.md', 'npm/README.md'],
  ...['frontend', 'field', 'migration'].map((name) => `docs/guides/${name}.md`),
]
/** Reading a sheet takes seconds; on a small machine beside other programs, a minute. */
const PATIENCE_MILLIS = 240_000

const folder = join(test_out, 'examples')
const { visit } = browser_under_test({ mounts: { '/examples/': join(folder, 'built') } })
/** @type {{name: string, language: string, runs: boolean, code: string}[]} */
let examples = []

before(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  examples = [...SOURCES.flatMap(written_in), ...read_api().flatMap(of_the_reference)]
})

/** @param {string} source */
function written_in(source) {
  const blocks = [...readFileSync(in_root(source), 'utf8').matchAll(/^ *```(tsx?)\n(.*?)^ *```$/gms)]
  return blocks.map(([, language = '', code = ''], at) => ({
    name: `${source.replaceAll(/\W/g, '-')}-${at + 1}`,
    ...{ language, runs: false, code },
  }))
}

/** @param {import('../../scripts/read-api.mjs').Entry} entry */
function of_the_reference({ specifier, exports }) {
  return exports.flatMap(({ name, examples }) =>
    examples.map((example) => ({ ...example, name: `${specifier.replaceAll('/', '-')}-${name}` })),
  )
}

test('all examples compile', () => {
  assert.ok(examples.length > 70, `${examples.length} examples`)
  for (const { name, language, code } of examples) {
    writeFileSync(join(folder, `${name}.${language}`), `${code}\nexport {}\n`)
  }
  copyFileSync(in_root('tests/api/given.d.ts'), join(folder, 'given.d.ts'))
  const options = {
    compilerOptions: {
      ...{ target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', jsx: 'react-jsx', strict: true },
      ...{ lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'], types: [], noEmit: true },
      ...{ skipLibCheck: true, moduleDetection: 'force' },
    },
    include: ['*'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options))
  try {
    execFileSync('npx', ['tsc', '-p', folder], { cwd: in_root('.'), encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    assert.fail(/** @type {{stdout: string}} */ (error).stdout)
  }
})

test('the examples of the reference run, and come to what they say', {
  timeout: PATIENCE_MILLIS,
}, async () => {
  const running = examples.filter(({ runs }) => runs)
  assert.ok(running.length > 50, `${running.length} examples run`)
  await bundle(running)
  const { page, complaints } = await visit(BARE_PAGE)
  const failures = await page.evaluate(async (url) => {
    const { run } = await import(url)
    return run()
  }, '/examples/run-examples.js')
  assert.deepEqual(failures, [])
  assert.deepEqual(complaints, [])
})

/** One script of all of them; the package stays the built one. @param {typeof examples} running */
async function bundle(running) {
  const modules = running.map(({ name, code }) => ({ name, source: module_of(code) }))
  for (const { name, source } of modules) writeFileSync(join(folder, `run-${name}.ts`), source)
  const imports = modules.map(({ name }, at) => `import run${at} from './run-${name}'`)
  const list = modules.map(({ name }, at) => `[${JSON.stringify(name)}, run${at}]`)
  const all = `${imports.join('\n')}\nexport const examples = [${list}] as [string, () => Promise<void>][]\n`
  writeFileSync(join(folder, 'all-examples.ts'), all)
  await build({
    entryPoints: [in_root('tests/api/run-examples.ts')],
    outdir: join(folder, 'built'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
    alias: { 'all-examples': join(folder, 'all-examples.ts') },
    plugins: [{ name: 'the built package', setup: served_package }],
  })
}

/** An example as a function; `expression // → value` is what it claims. @param {string} code */
function module_of(code) {
  const imports = code.match(/^import .*$/gm) ?? []
  const body = code
    .replaceAll(/^import .*\n/gm, '')
    .replaceAll(/^( *)(\S.*) \/\/ → (.*)$/gm, (_, indent, expression, value) => {
      return `${indent}globalThis.mustBe(${JSON.stringify(expression)}, ${expression}, ${value})`
    })
  return `// @ts-nocheck\n${imports.join('\n')}\nexport default async function () {\n${body}\n}\n`
}

/** @param {import('esbuild').PluginBuild} build */
function served_package({ onResolve, onLoad }) {
  onResolve({ filter: /^draftlens.*\.css$/ }, ({ path }) => ({ path, namespace: 'nothing' }))
  onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }))
  onResolve({ filter: /^draftlens/ }, ({ path }) => {
    return { path: `/npm/${path.slice('draftlens/'.length) || 'index'}.js`, external: true }
  })
}
