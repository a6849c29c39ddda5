// @ts-check
// docs/results.md: each script owns what stands between its two markers.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { in_root } from './project.mjs'

/** @param {string} name @param {string} heading used when the section is new @param {string[]} lines */
export function write_results(name, heading, lines) {
  const file = in_root('docs/results.md')
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '# Results\n'
  const section = [start, ...lines, end].join('\n')
  const [from, to] = [old.indexOf(start), old.indexOf(end)]
  const is_known = from >= 0 && to > from
  const text = is_known
    ? old.slice(0, from) + section + old.slice(to + end.length)
    : `${old.trimEnd()}\n\n## ${heading}\n\n${section}\n`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
