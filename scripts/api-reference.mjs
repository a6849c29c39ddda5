// @ts-check
// npm run -s api: the package's types → docs/api. A test fails where that is not what the types say.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { in_root } from './project.mjs'
import { read_api } from './read-api.mjs'

/**
 * @typedef {import('./read-api.mjs').Entry} Entry
 * @typedef {import('./read-api.mjs').Export} Export
 */

const FOLDER = in_root('docs/api')
const NOTE = '<!-- Written by `npm run -s api` from the types: change the comments there. -->'

/** What docs/api holds, by file. @param {Entry[]} api @returns {Map<string, string>} */
export function reference_of(api) {
  /** Where a declaration is told, by its identity: in the first entry that exports it. @type {Map<string, {name: string, page: string}>} */
  const homes = new Map()
  for (const { page, exports } of api) {
    for (const { id, name } of exports) if (!homes.has(id)) homes.set(id, { name, page })
  }
  const pages = api.map((entry) => /** @type {const} */ ([entry.page, page_of(entry, homes)]))
  return new Map([['README.md', contents_of(api)], ...pages])
}

/** @param {Entry[]} api */
function contents_of(api) {
  const rows = api.map(({ specifier, page, said }) => `| [\`${specifier}\`](${page}) | ${cell(said)} |`)
  const head = [
    '# Reference',
    'Every entry of the package, as its types say it. The examples are compiled and run by a test.',
  ]
  return `${[NOTE, ...head, ['| entry | |', '|---|---|', ...rows].join('\n')].join('\n\n')}\n`
}

/** @param {Entry} entry @param {Map<string, {name: string, page: string}>} homes */
function page_of({ specifier, page, said, exports }, homes) {
  const own = exports.filter(({ id }) => homes.get(id)?.page === page)
  const others = exports.filter(({ id }) => homes.get(id)?.page !== page)
  /** @param {string} id */
  const link = (id) => {
    const home = homes.get(id)
    return home && `[\`${home.name}\`](${home.page === page ? '' : home.page}#${home.name.toLowerCase()})`
  }
  const values = own.filter(({ is_value }) => is_value)
  const types = own.filter(({ is_value }) => !is_value)
  const rows = [...values, ...types].map(({ id, said }) => `| ${link(id)} | ${cell(first_sentence(said))} |`)
  const parts = [
    ...[NOTE, `# \`${specifier}\``, said],
    ['| | |', '|---|---|', ...rows].join('\n'),
    ...(others.length > 0 ? [`It exports ${others.map(({ id }) => link(id)).join(', ')} too.`] : []),
    ...values.flatMap((one) => section_of(one, link)),
    ...(types.length > 0 ? ['# Types', ...types.flatMap((one) => section_of(one, link))] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

/** @param {Export} one @param {(id: string) => string | undefined} link @returns {string[]} */
function section_of({ name, said, code, examples, mentions }, link) {
  const links = mentions.flatMap(({ id }) => link(id) ?? [])
  return [
    ...[`## ${name}`, said, fenced('ts', code)],
    ...examples.map(({ language, code }) => fenced(language, code)),
    ...(links.length > 0 ? [`See ${[...new Set(links)].sort().join(', ')}.`] : []),
  ]
}

/** @param {string} language @param {string} code */
const fenced = (language, code) => `\`\`\`${language}\n${code}\n\`\`\``

/** @param {string} words */
const cell = (words) => words.replaceAll('|', '\\|')

/** @param {string} said */
const first_sentence = (said) => /^.*?\.(?=\s|$)/.exec(said)?.[0] ?? said

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  for (const [file, text] of reference_of(read_api())) writeFileSync(join(FOLDER, file), text)
}
