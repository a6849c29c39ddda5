// @ts-check
// The packed tarball, installed where nothing of this repository is.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { in_root, npm_package } from '../../scripts/project.mjs'

/** The tarball as it would be published. */
function packed() {
  const folder = mkdtempSync(join(tmpdir(), 'draftlens-pack-'))
  const listing = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: npm_package,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  /** @type {[{filename: string, size: number, files: {path: string}[]}]} */
  const [{ filename, size, files }] = JSON.parse(listing)
  return { folder, tarball: join(folder, filename), size, files }
}

/**
 * A project as it stands in this repository, in a folder of its own, with the tarball and all else that it names.
 * @param {string} source
 */
export function project_from(source) {
  const { folder, tarball } = packed()
  const project = join(folder, 'project')
  const is_source = (/** @type {string} */ path) => !/node_modules|[/\\]\.next|draftlens\.tgz$/.test(path)
  cpSync(in_root(source), project, { recursive: true, filter: is_source })
  cpSync(tarball, join(project, 'draftlens.tgz'))
  // Not `npm ci`: the tarball has another hash after each change, and a lock lists what its own machine could install.
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: project,
    stdio: 'pipe',
  })
  return project
}

/** Packs and installs; `draftlens` needs no other package, so no registry is asked. */
export function fresh_project() {
  const { folder, tarball, size, files } = packed()
  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "name": "fresh", "private": true, "type": "module" }')
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], {
    cwd: project,
    stdio: 'pipe',
  })
  return { project, tarball, size, files: files.map(({ path }) => path) }
}

/** A folder to be served: the page, a drawing, and what a build adds. @param {string} folder */
export function make_site(folder) {
  mkdirSync(folder, { recursive: true })
  cpSync(in_root('demo/qa/samples/odri_motor_shaft.png'), join(folder, 'sheet.png'))
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>…</title><script type="module" src="/main.js"></script>\n',
  )
}
