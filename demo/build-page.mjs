// A demo's script and style, each in one file, and the package's files beside them.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { in_root } from '../scripts/project.mjs'

/** The package's program. @param {string[]} args */
export const draftlens = (...args) =>
  execFileSync(process.execPath, [in_root('npm/bin/draftlens.mjs'), ...args])

/** A demo's folder → its `dist`, written anew. @param {string} folder @param {string[]} files that are copied as they are */
export async function build_page(folder, files) {
  const dist = join(folder, 'dist')
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist)
  await build({
    entryPoints: [join(folder, 'src/main.ts'), join(folder, 'main.css')],
    outdir: dist,
    entryNames: '[name]',
    bundle: true,
    format: 'esm',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    minify: true,
    sourcemap: true,
    loader: { '.woff': 'copy' },
    logLevel: 'warning',
  })
  for (const name of files) cpSync(join(folder, name), join(dist, name), { recursive: true })
  draftlens('copy-assets', join(dist, 'draftlens'))
  return dist
}
