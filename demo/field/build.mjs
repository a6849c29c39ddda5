// demo/field → demo/field/dist: an application that installs, the package's files, a package of drawings to try it with.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { makePackage } from '../../npm/bin/manifests.mjs'
import { icon_png } from './icons.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const samples = join(here, '../qa/samples')
const draftlens = join(dirname(fileURLToPath(import.meta.resolve('draftlens'))), '../bin/draftlens.mjs')
/** @param {string[]} args */
const run = (...args) => execFileSync(process.execPath, [draftlens, ...args])

rmSync(dist, { recursive: true, force: true })
mkdirSync(join(dist, 'drawings'), { recursive: true })
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
for (const name of ['index.html', 'field.webmanifest', 'icon.svg']) cpSync(join(here, name), join(dist, name))
for (const side_px of [192, 512]) {
  writeFileSync(join(dist, `icon-${side_px}.png`), icon_png(side_px, 1))
  writeFileSync(join(dist, `icon-maskable-${side_px}.png`), icon_png(side_px, 0.7))
}
run('copy-assets', join(dist, 'draftlens'))
const listed = JSON.parse(readFileSync(join(samples, 'samples.json'), 'utf8'))
for (const { file } of listed) cpSync(join(samples, file), join(dist, 'drawings', file))
const titles = Object.fromEntries(listed.map(({ file, title }) => [file, title]))
cpSync(join(samples, 'LICENCES.md'), join(dist, 'drawings/LICENCES.md'))
makePackage(join(dist, 'drawings'), { id: 'samples', title: 'Sample drawings', titles })
// Drawings are stored one by one, when somebody wants them, and not with the application.
run('make-offline', dist, '--without', 'drawings')
