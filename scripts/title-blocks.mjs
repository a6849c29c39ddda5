// @ts-check
// npm run title-blocks [-- FOLDER]: what is read of the title blocks of real sheets, against what a person read there
// (tests/drawing/title-blocks.tsv). Without FOLDER the pages beside the project.
import { readdirSync, readFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { ask, build_native_cli, native_cli } from './native-cli.mjs'
import { in_root } from './project.mjs'
import { write_results } from './results-section.mjs'
import { main, StepFailed, step } from './steps.mjs'

/** @typedef {{page: string, field: string, text: string}} Row */
/** @typedef {Row & {read: string | undefined}} Wrong */

await main(async () => {
  const folder = process.argv[2] ?? in_root('../shared/drawings/pages')
  await step('command line', build_native_cli)
  const rows = table()
  /** @type {Map<string, Record<string, {text: string}>>} */
  const read = new Map()
  await step('read the pages', async ({ progress }) => {
    for (const file of readdirSync(folder).filter((name) => /\.(png|jpg)$/.test(name))) {
      progress(file)
      read.set(parse(file).name, await fields(join(folder, file)))
    }
    return `${read.size} pages`
  })
  const names = [...new Set(rows.map(({ field }) => field))]
  const [wrong, invented] = [failures(rows, read), inventions(rows, read)]
  const counts = names.map((name) => {
    const of_name = rows.filter(({ field }) => field === name)
    const failed = wrong.filter(({ field }) => field === name)
    const missed = failed.filter((row) => row.read === undefined).length
    const untrue = invented.filter(({ field }) => field === name).length
    return [
      name.replaceAll('_', ' '),
      of_name.length,
      of_name.length - failed.length,
      failed.length - missed,
      missed,
      untrue,
    ]
  })
  const right = rows.length - wrong.length
  write_results('title-blocks', 'Title blocks', [
    `${right} of ${rows.length} fields on ${read.size} sheets are right (${((100 * right) / rows.length).toFixed(0)} %).`,
    '',
    '| field | on the sheets | right | wrong | missed | not there, yet read |',
    '|---|---|---|---|---|---|',
    ...counts.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    'All that is not right:',
    '',
    ...wrong.map(({ page, field, text, read }) => `- ${page}, ${field}: ${shown(text)}, ${shown(read)}`),
    ...invented.map(({ page, field, text }) => `- ${page}, ${field}: nothing, ${shown(text)}`),
  ])
})

/** @returns {Row[]} */
function table() {
  const lines = readFileSync(in_root('tests/drawing/title-blocks.tsv'), 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => {
    const [page = '', field = '', text = ''] = line.split('\t')
    return { page, field, text }
  })
}

/** @param {string} file @returns {Promise<Record<string, {text: string}>>} */
async function fields(file) {
  const { code, stdout, stderr } = await ask(native_cli(), ['analyze', file, '--device', 'cpu', '--json'])
  if (code !== 0) throw new StepFailed(`${file} cannot be read: ${stderr}`)
  return JSON.parse(stdout).fields
}

/** @param {Row[]} rows @param {Map<string, Record<string, {text: string}>>} read @returns {Wrong[]} */
function failures(rows, read) {
  const with_reading = rows.map((row) => ({ ...row, read: read.get(row.page)?.[row.field]?.text }))
  return with_reading.filter((row) => row.read === undefined || plain(row.read) !== plain(row.text))
}

/** @param {Row[]} rows @param {Map<string, Record<string, {text: string}>>} read @returns {Row[]} */
function inventions(rows, read) {
  const known = new Set(rows.map(({ page, field }) => `${page} ${field}`))
  const all = [...read].flatMap(([page, found]) =>
    Object.entries(found).map(([field, { text }]) => ({ page, field, text })),
  )
  return all.filter(({ page, field }) => !known.has(`${page} ${field}`))
}

/** Spaces and capitals are the reader's to choose. @param {string} text */
function plain(text) {
  return text.replaceAll(/\s/g, '').toLowerCase()
}

/** @param {string | undefined} text */
function shown(text) {
  return text === undefined ? 'not found' : `\`${text.replaceAll('\n', ' ')}\``
}
