// @ts-check
// What the licences of others ask of whoever ships their work: their names and words, beside it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { in_root, root } from './project.mjs'

/** @typedef {{name: string, version: string, licence: string, folder: string, file?: string}} Part */

const TEXT = /^(licen[cs]e|copying|copyright|notice|unlicense)/i
const SHORTEST = /mit|isc|zlib|bsd/i

/**
 * The crates that are linked into the wasm modules.
 * @returns {Part[]}
 */
export function crates_in_wasm() {
  const { stdout, stderr, status } = spawnSync(
    'cargo',
    [
      'metadata',
      '--locked',
      '--format-version',
      '1',
      '--all-features',
      '--filter-platform',
      'wasm32-unknown-unknown',
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  if (status !== 0) throw new Error(`cargo metadata failed: ${stderr.trim()}`)
  /** @type {{packages: {id: string, name: string, version: string, license: string | null, manifest_path: string, source: string | null}[], resolve: {nodes: {id: string, deps: {pkg: string, dep_kinds: {kind: string | null}[]}[]}[]}}} */
  const { packages, resolve } = JSON.parse(stdout)
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]))
  const wanted = new Set(packages.filter(({ name }) => name === 'draftlens-module').map(({ id }) => id))
  for (const id of wanted) {
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? []) {
      if (dep_kinds.some(({ kind }) => kind === null)) wanted.add(pkg)
    }
  }
  return packages
    .filter(({ id, source }) => wanted.has(id) && source !== null)
    .map(({ name, version, license, manifest_path }) => ({
      name,
      version,
      licence: license ?? 'see below',
      folder: dirname(manifest_path),
    }))
}

/**
 * The packages whose modules went into a bundle.
 * @param {readonly string[]} inputs paths of modules, as esbuild tells them @param {string} from the folder that they are relative to
 * @returns {Part[]}
 */
export function packages_in_bundle(inputs, from) {
  const folders = inputs.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? [])
  return [...new Set(folders)].map((relative) => {
    const folder = join(from, relative)
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { name, version, licence: license, folder }
  })
}

/** Fonts and tables that the PDF module and the viewer carry. @type {Part[]} */
export const DATA = ['crate/page/assets', 'npm/src/viewer/symbols'].flatMap((folder) =>
  readdirSync(in_root(folder))
    .filter((name) => name.endsWith('.LICENSE'))
    .map((name) => ({
      name: name.replace('.LICENSE', ''),
      version: 'data',
      licence: 'see below',
      folder: '',
      file: in_root(`${folder}/${name}`),
    })),
)

/** One file for all of them; equal texts stand once. @param {readonly Part[]} parts */
export function notices(parts) {
  /** @type {Map<string, string[]>} */
  const owners = new Map()
  const sorted = [...parts].sort((a, b) => a.name.localeCompare(b.name))
  for (const part of sorted) {
    for (const text of licence_texts(part)) {
      owners.set(text, [...(owners.get(text) ?? []), `${part.name} ${part.version}`])
    }
  }
  const list = sorted.map(({ name, version, licence }) => `${name} ${version}: ${licence}`)
  const texts = [...owners].map(([text, names]) => `${names.join(', ')}\n\n${text}`)
  return `Draftlens contains work of others, under these licences:\n\n${[list.join('\n'), ...texts].join(`\n\n${'-'.repeat(78)}\n\n`)}\n`
}

/** Where a choice is given, the shorter text. @param {Part} part */
function licence_texts({ folder, file }) {
  if (file !== undefined) return [readFileSync(file, 'utf8').trim()]
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map(({ name }) => name)
  const short = names.filter((name) => SHORTEST.test(name) || /notice|copyright/i.test(name))
  return (short.length > 0 ? short : names).map((name) => readFileSync(join(folder, name), 'utf8').trim())
}
