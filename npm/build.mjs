// npm/src + npm/wasm → npm/dist: the face, the viewer, the worker as one file, the wasm and the types.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const readers = ['raster', 'pdf']
const target = ['es2022', 'chrome113', 'firefox115', 'safari16.4']

for (const name of readers) {
  const wasm = join(here, 'wasm', name, `draftlens_${name}_bg.wasm`)
  if (!existsSync(wasm)) {
    console.error(
      `npm/wasm/${name} is missing: build the wasm modules first (npm run build at the root does).`,
    )
    process.exit(1)
  }
}

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
await build({
  entryPoints: { index: join(here, 'src/index.ts'), viewer: join(here, 'src/viewer/index.ts') },
  outdir: dist,
  bundle: true,
  // What both entries need is one file: two copies of the error's class would not know each other.
  splitting: true,
  chunkNames: 'shared',
  format: 'esm',
  target,
  sourcemap: true,
  logLevel: 'warning',
})
// Not a module inside: bundlers copy the file as it is, and some minify such copies as plain scripts.
await build({
  entryPoints: [join(here, 'src/worker/main.ts')],
  outfile: join(dist, 'worker.js'),
  bundle: true,
  format: 'iife',
  target,
  minify: true,
  sourcemap: true,
  logLevel: 'warning',
})
for (const name of readers) {
  const file = `draftlens_${name}_bg.wasm`
  copyFileSync(join(here, 'wasm', name, file), join(dist, file))
}
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
execFileSync(process.execPath, [join(typescript, 'bin/tsc'), '-p', join(here, 'tsconfig.build.json')], {
  stdio: 'inherit',
})
