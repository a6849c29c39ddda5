// @ts-check
// Every dependency's licence must be one that lets anybody ship what we build.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { in_root, root } from './project.mjs'
import { StepFailed } from './steps.mjs'

export const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 WITH LLVM-exception',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unicode-3.0',
  'Unlicense',
  'Zlib',
])

/** What only tests run, and nobody is handed: its licence binds whoever changes and passes on its own files. */
const TEST_TOOLS = new Set(['npm axe-core'])

/**
 * True when a licence expression (SPDX, or cargo's old `A/B`) leaves us a way that is allowed throughout:
 * one side of every OR, both sides of every AND.
 * @param {string | null | undefined} expression
 */
export function is_allowed(expression) {
  if (!expression) return false
  const tokens = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+(?: WITH [^\s()]+)?/g) ?? []
  let next = 0
  /** @returns {boolean} */
  const either = () => {
    let ok = both()
    while (tokens[next] === 'OR') {
      next++
      ok = both() || ok
    }
    return ok
  }
  /** @returns {boolean} */
  const both = () => {
    let ok = one()
    while (tokens[next] === 'AND') {
      next++
      ok = one() && ok
    }
    return ok
  }
  const one = () => {
    if (tokens[next] !== '(') return ALLOWED.has(tokens[next++] ?? '')
    next++
    const ok = either()
    next++
    return ok
  }
  return either() && next === tokens.length
}

/** @returns {{name: string, licence: string | null}[]} */
function cargo_dependencies() {
  const { stdout, stderr, status } = spawnSync('cargo', ['metadata', '--locked', '--format-version', '1'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new StepFailed(`cargo metadata failed: ${stderr.trim()}`)
  /** @type {{packages: {name: string, version: string, license: string | null}[]}} */
  const { packages } = JSON.parse(stdout)
  return packages.map(({ name, version, license }) => ({
    name: `cargo ${name} ${version}`,
    licence: license,
  }))
}

/** @returns {{name: string, licence: string | null}[]} */
function npm_dependencies() {
  /** @type {{packages: Record<string, {version?: string, license?: string, link?: boolean}>}} */
  const { packages } = JSON.parse(readFileSync(in_root('package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, { version, license }]) => ({
      name: `npm ${path.split('node_modules/').at(-1)} ${version}`,
      licence: license ?? null,
    }))
}

/** @param {import('./steps.mjs').Run} given */
export async function check_licences({ log }) {
  const dependencies = [...cargo_dependencies(), ...npm_dependencies()]
  const refused = dependencies.filter(
    ({ name, licence }) => !is_allowed(licence) && !TEST_TOOLS.has(name.replace(/ [^ ]+$/, '')),
  )
  for (const { name, licence } of refused) log(`${name}: ${licence ?? 'names no licence'}`)
  if (refused.length > 0)
    throw new StepFailed(`${refused.length} dependencies have a licence that is not on the list.`)
  return `${dependencies.length} dependencies`
}
