// demo/field → demo/field/dist: an application that installs, the package's files, a package of drawings to try it with.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePackage } from '../../npm/bin/manifests.mjs'
import { in_root } from '../../scripts/project.mjs'
import { build_page, draftlens } from '../build-page.mjs'
import { icon_png } from './icons.mjs'

const samples = in_root('demo/qa/samples')
const dist = await build_page(in_root('demo/field'), ['index.html', 'field.webmanifest', 'icon.svg'])
for (const side_px of [192, 512]) {
  writeFileSync(join(dist, `icon-${side_px}.png`), icon_png(side_px, 1))
  writeFileSync(join(dist, `icon-maskable-${side_px}.png`), icon_png(side_px, 0.7))
}
const drawings = join(dist, 'drawings')
mkdirSync(drawings)
const listed = JSON.parse(readFileSync(join(samples, 'samples.json'), 'utf8'))
for (const { file } of listed) cpSync(join(samples, file), join(drawings, file))
const titles = Object.fromEntries(listed.map(({ file, title }) => [file, title]))
cpSync(join(samples, 'LICENCES.md'), join(drawings, 'LICENCES.md'))
makePackage(drawings, { id: 'samples', title: 'Sample drawings', titles })
// Drawings are stored one by one, when somebody wants them, and not with the application.
draftlens('make-offline', dist, '--without', 'drawings')
