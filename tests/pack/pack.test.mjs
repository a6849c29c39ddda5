// @ts-check
// The tarball that users install, in projects of theirs, each run in a browser and reading a drawing.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { build } from 'esbuild'
import { publint } from 'publint'
import { in_root } from '../../scripts/project.mjs'
import { serve } from '../../scripts/serve.mjs'
import { fresh_project, make_site } from './fresh-project.mjs'
import { reads_into_title, SHEET, visit } from './visit.mjs'

const { project, tarball, files } = fresh_project()
const installed = join(project, 'node_modules/draftlens')
/** Visits a site and waits until the drawing on it has been read. @param {Record<string, string>} mounts */
async function read_on(mounts) {
  const server = await serve(mounts)
  try {
    assert.deepEqual(await visit(server.url, reads_into_title), [])
  } finally {
    await server.close()
  }
}

test('the tarball holds what is used and nothing else, and brings no other package', () => {
  for (const file of files) {
    assert.match(file, /^(dist\/|bin\/[a-z-]+\.mjs$|package\.json$|README\.md$|LICENSE)/, file)
  }
  for (const file of [
    'dist/index.js',
    'dist/worker.js',
    'dist/detector.onnx',
    'dist/THIRD-PARTY-NOTICES.txt',
  ]) {
    assert.ok(files.includes(file), `${file} is missing`)
  }
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  assert.equal(dependencies, undefined)
  const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8')
  for (const name of ['hayro', 'wgpu', '@cantoo/pdf-lib', 'cjk-fallback']) {
    assert.match(notices, new RegExp(`^${name} `, 'm'), `${name} is not named`)
  }
})

test('publint has nothing to say', async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true })
  assert.deepEqual(messages, [])
})

test('the types are those of the code, for every entry and every way of resolving that knows exports', async () => {
  const excludeEntrypoints = ['./viewer.css', './symbols.css', './symbols.woff']
  const contents = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)))
  const analysis = await checkPackage(contents, { excludeEntrypoints })
  assert.ok('problems' in analysis)
  // Node's oldest way knows no exports, and CommonJS is told that this is a module: by design.
  const meant = new Set(['NoResolution', 'CJSResolvesToESM'])
  const problems = analysis.problems.filter(
    (problem) =>
      !(meant.has(problem.kind) && 'resolutionKind' in problem && problem.resolutionKind !== 'bundler'),
  )
  assert.deepEqual(problems, [])
})

test('on a server every entry is imported without effect', () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  const entries = Object.keys(exports).filter(
    (entry) => exports[entry].types && !/worker$|\.css$/.test(entry),
  )
  // React is the application's own.
  mkdirSync(join(project, 'node_modules'), { recursive: true })
  cpSync(in_root('node_modules/react'), join(project, 'node_modules/react'), { recursive: true })
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).length
    globalThis.fetch = globalThis.Worker = () => { throw new Error('something was started') }
    for (const entry of ${JSON.stringify(entries)}) await import('draftlens' + entry.slice(1))
    console.log(Object.getOwnPropertyNames(globalThis).length - before - ('Worker' in globalThis ? 1 : 0))`
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: project,
    encoding: 'utf8',
  })
  assert.equal(said.trim(), '0')
  assert.ok(entries.length >= 5)
})

test('copy-assets copies all that is loaded, leaves what is right, mends what is not, refuses what is damaged', () => {
  const folder = join(project, 'public/draftlens')
  const copy = () =>
    spawnSync(join(project, 'node_modules/.bin/draftlens'), ['copy-assets', folder], { encoding: 'utf8' })
  assert.match(copy().stdout, /10 files, \d+\.\d MB, in /)
  const worker = join(folder, 'worker.js')
  const { mtimeMs } = statSync(worker)
  assert.match(copy().stdout, /nothing had changed/)
  assert.equal(statSync(worker).mtimeMs, mtimeMs)
  writeFileSync(worker, 'half a fi')
  assert.doesNotMatch(copy().stdout, /nothing had changed/)
  assert.deepEqual(readFileSync(worker), readFileSync(join(installed, 'dist/worker.js')))

  const net = join(installed, 'dist/reader.onnx')
  const whole = readFileSync(net)
  writeFileSync(net, whole.subarray(1))
  const refused = copy()
  writeFileSync(net, whole)
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, /reader\.onnx is damaged: install the package again/)
  const misused = spawnSync(join(project, 'node_modules/.bin/draftlens'), ['copy'], { encoding: 'utf8' })
  assert.equal(misused.status, 2)
  assert.match(misused.stderr, /copy-assets FOLDER/)
})

test('plain modules from a static server read a drawing', async () => {
  const site = join(project, 'plain')
  make_site(site)
  const main = readFileSync(in_root('tests/pack/site/main.js'), 'utf8')
  writeFileSync(join(site, 'main.js'), main.replace("'draftlens'", "'/draftlens/index.js'"))
  await read_on({ '/': site, '/draftlens/': join(installed, 'dist') })
})

test('as one file, opened from the disk, it reads and searches, and may fetch nothing', async () => {
  cpSync(in_root('tests/pack/site/inline.js'), join(project, 'inline.js'))
  const { outputFiles } = await build({
    entryPoints: [join(project, 'inline.js')],
    bundle: true,
    format: 'esm',
    minify: true,
    logLevel: 'error',
    write: false,
  })
  // What would end the element is written otherwise.
  const code = (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script')
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${createHash('sha256').update(code).digest('base64')}' 'wasm-unsafe-eval'`,
    'worker-src blob:',
    "require-trusted-types-for 'script'",
    'trusted-types draftlens',
  ].join('; ')
  const file = join(project, 'one-file.html')
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>…</title><input type="file"><script type="module">${code}</script>\n`,
  )
  const complaints = await visit(pathToFileURL(file).href, async (page) => {
    await page.locator('input').setInputFiles(SHEET)
    await reads_into_title(page)
    assert.match(await page.title(), /^odri_motor_shaft\.png · /)
  })
  assert.deepEqual(complaints, [])
})

test('bundled by esbuild, with copied assets, it reads a drawing', async () => {
  const site = join(project, 'esbuild')
  make_site(site)
  cpSync(in_root('tests/pack/site/main.js'), join(project, 'main.js'))
  await build({
    entryPoints: [join(project, 'main.js')],
    outfile: join(site, 'main.js'),
    bundle: true,
    format: 'esm',
    minify: true,
    define: { 'globalThis.ASSET_BASE': '"/draftlens/"' },
    logLevel: 'error',
  })
  execFileSync(join(project, 'node_modules/.bin/draftlens'), ['copy-assets', join(site, 'draftlens')])
  await read_on({ '/': site })
})
