// @ts-check
// "Did anything change since this was last built?": a hash of the inputs, kept beside the project's tools.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { root, tools } from './project.mjs'

const NEVER_INPUT = new Set(['node_modules', 'target', 'dist', '.tools', '.git'])

/**
 * One hash over files and folders (walked, in a fixed order) and over facts such as a compiler's version.
 * @param {string[]} paths absolute; those that do not exist count as absent
 * @param {{facts?: string[], except?: string[]}} [more] except: folders that are built, not written
 */
export function fingerprint(paths, { facts = [], except = [] } = {}) {
  const hash = createHash('sha256')
  for (const fact of facts) hash.update(`fact ${fact}\n`)
  for (const path of paths) add_path(hash, path, except)
  return hash.digest('hex')
}

/** @param {import('node:crypto').Hash} hash @param {string} path @param {string[]} except */
function add_path(hash, path, except) {
  if (NEVER_INPUT.has(basename(path)) || except.includes(path)) return
  const name = relative(root, path).replaceAll('\\', '/')
  if (!existsSync(path)) {
    hash.update(`absent ${name}\n`)
  } else if (statSync(path).isDirectory()) {
    for (const entry of readdirSync(path).sort()) add_path(hash, join(path, entry), except)
  } else {
    hash.update(`file ${name}\n`).update(readFileSync(path)).update('\n')
  }
}

/** @param {string} name */
const stamp_file = (name) => join(tools, 'stamp', name)

/**
 * True when `name` was last built from these inputs and its outputs are still there.
 * @param {string} name @param {string} inputs @param {string[]} outputs
 */
export function is_current(name, inputs, outputs) {
  const file = stamp_file(name)
  return (
    existsSync(file) && readFileSync(file, 'utf8') === inputs && outputs.every((path) => existsSync(path))
  )
}

/** @param {string} name @param {string} inputs */
export function mark_current(name, inputs) {
  const file = stamp_file(name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, inputs)
}
