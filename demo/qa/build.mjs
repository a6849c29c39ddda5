// demo/qa → demo/qa/dist: the page, its script and style, the package's worker and wasm, the samples.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const draftlens = dirname(fileURLToPath(import.meta.resolve('draftlens')))

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
await build({
  entryPoints: [join(here, 'src/main.ts'), join(here, 'main.css')],
  outdir: dist,
  entryNames: '[name]',
  bundle: true,
  format: 'esm',
  target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
  minify: true,
  sourcemap: true,
  logLevel: 'warning',
})
for (const name of ['index.html', 'icon.svg', 'samples']) {
  cpSync(join(here, name), join(dist, name), { recursive: true })
}
execFileSync(process.execPath, [
  join(draftlens, '../bin/draftlens.mjs'),
  'copy-assets',
  join(dist, 'draftlens'),
])
