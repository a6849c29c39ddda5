// npm/src + npm/wasm + models → npm/dist: the faces, the worker as one file, the wasm, the nets and the types.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { crates_in_wasm, DATA, notices, packages_in_bundle } from '../scripts/notices.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
/** The wasm of each module, as it is shipped and as it was built: both engines have one glue, and so one name. */
const modules = {
  draftlens_raster_bg: 'raster/draftlens_raster_bg',
  draftlens_pdf_bg: 'pdf/draftlens_pdf_bg',
  draftlens_search_bg: 'search/draftlens_search_bg',
  draftlens_engine_bg: 'engine/draftlens_engine_bg',
  draftlens_engine_relaxed_bg: 'engine_relaxed/draftlens_engine_bg',
}
/** One for drawings and nets, and one for whoever searches. */
const workers = {
  worker: join(here, 'src/worker/main.ts'),
  'search-worker': join(here, 'src/search/worker/main.ts'),
}
/** Goes beside a built page, and nowhere else: it only serves what lies in its own folder. */
const service_worker = { 'service-worker': join(here, 'src/offline/app/service-worker.ts') }
const models = ['detector', 'reader', 'embedder']
const target = ['es2022', 'chrome113', 'firefox115', 'safari16.4']

for (const built of Object.values(modules)) {
  if (!existsSync(join(here, 'wasm', `${built}.wasm`))) {
    console.error(
      `npm/wasm/${built}.wasm is missing: build the wasm modules first (npm run build at the root does).`,
    )
    process.exit(1)
  }
}

/** What the package must know of a net: the rest of its manifest is for those who understand its numbers. */
function model_facts(name) {
  const manifest = JSON.parse(readFileSync(join(here, `../models/${name}.json`), 'utf8'))
  const { id, file, sha256, bytes, version, score } = manifest
  return { id, file, sha256, bytes, version, ...(score && { sheetShare: score.sheet_share }) }
}
const facts = Object.fromEntries(models.map((name) => [name, model_facts(name)]))

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
// Not a module inside: bundlers copy the file as it is, and some minify such copies as plain scripts.
await build({
  entryPoints: { ...workers, ...service_worker },
  outdir: dist,
  bundle: true,
  format: 'iife',
  target,
  minify: true,
  sourcemap: true,
  logLevel: 'warning',
})
const { metafile } = await build({
  entryPoints: {
    index: join(here, 'src/index.ts'),
    annotorious: join(here, 'src/annotorious/index.ts'),
    viewer: join(here, 'src/viewer/index.ts'),
    engine: join(here, 'src/engine/index.ts'),
    export: join(here, 'src/export/index.ts'),
    inline: join(here, 'src/inline/index.ts'),
    react: join(here, 'src/react/index.ts'),
    search: join(here, 'src/search/index.ts'),
    offline: join(here, 'src/offline/index.ts'),
    openseadragon: join(here, 'src/openseadragon/index.ts'),
  },
  outdir: dist,
  bundle: true,
  jsx: 'automatic',
  external: ['react', 'react/jsx-runtime', './inline-files.js'],
  // What several entries need is in files of its own: two copies of the error's class would not know each other.
  splitting: true,
  chunkNames: 'shared-[hash]',
  define: { DRAFTLENS_MODELS: JSON.stringify(facts) },
  format: 'esm',
  target,
  // Not the syntax: bundlers look for addresses of files in the form in which they are written.
  minifyWhitespace: true,
  minifyIdentifiers: true,
  metafile: true,
  sourcemap: true,
  logLevel: 'warning',
})
for (const [name, built] of Object.entries(modules)) {
  copyFileSync(join(here, 'wasm', `${built}.wasm`), join(dist, `${name}.wasm`))
}
copyFileSync(join(here, 'src/viewer/style.css'), join(dist, 'viewer.css'))
for (const file of ['symbols.css', 'symbols.woff']) {
  copyFileSync(join(here, 'src/viewer/symbols', file), join(dist, file))
}
for (const { file } of Object.values(facts)) copyFileSync(join(here, '../models', file), join(dist, file))

/** What `draftlens/inline` holds: scripts as they are, the rest packed. By itself, for it needs no map. */
const packed = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).toString('base64')
const scripts = Object.keys(workers).map((name) => [
  `${name}.js`,
  readFileSync(join(dist, `${name}.js`), 'utf8'),
])
const binaries = [
  ...Object.keys(modules).map((name) => `${name}.wasm`),
  ...Object.values(facts).map(({ file }) => file),
]
const inline = {
  scripts: Object.fromEntries(scripts),
  binaries: Object.fromEntries(binaries.map((file) => [file, packed(file)])),
}
writeFileSync(
  join(dist, 'inline-files.js'),
  Object.entries(inline)
    .map(([name, files]) => `export const ${name}=${JSON.stringify(files)}\n`)
    .join(''),
)

/** What is fetched at run time: for those who copy it, and for those who keep it for offline use. */
const assets = [
  ...Object.keys(workers).map((name) => `${name}.js`),
  ...Object.keys(modules).map((name) => `${name}.wasm`),
  ...Object.values(facts).map(({ file }) => file),
]
const files = assets.map((file) => {
  const bytes = readFileSync(join(dist, file))
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
})
const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
writeFileSync(join(dist, 'assets.json'), `${JSON.stringify({ version, files }, null, 2)}\n`)
const others = [
  ...crates_in_wasm(),
  ...DATA,
  ...packages_in_bundle(Object.keys(metafile.inputs), process.cwd()),
]
writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices(others))

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
execFileSync(process.execPath, [join(typescript, 'bin/tsc'), '-p', join(here, 'tsconfig.build.json')], {
  stdio: 'inherit',
})
for (const style of ['viewer.css', 'symbols.css']) writeFileSync(join(dist, `${style}.d.ts`), 'export {}\n')
// Scripts that export nothing, to be given to `new Worker`.
for (const name of Object.keys(workers)) writeFileSync(join(dist, `${name}.d.ts`), 'export {}\n')
