// @ts-check
// node tests/bench/second-reading.mjs FOLDER: what a second reading by the server is worth on labelled pages, by the built package
// and the built server. Each size, thread and frame that was found is read again, unsure or not.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { start_server } from '../../scripts/drawings-server.mjs'
import { package_in_chromium } from '../../scripts/package-in-chromium.mjs'
import { in_root } from '../../scripts/project.mjs'

/**
 * @typedef {import('draftlens').Annotation} Annotation
 * @typedef {import('draftlens').Crop} Crop
 * @typedef {{image: string}} Truth
 * @typedef {{is: string, reading?: Annotation}} Verdict
 * @typedef {{scorePage: (truth: Truth, readings: Annotation[]) => {verdicts: Verdict[]}, truthOf: (json: string) => Truth | undefined}} Scoring
 * @typedef {{was_unsure: boolean, was_right: boolean, before: Annotation, after: Annotation, is_right: boolean}} Pair
 */

const [drawings] = process.argv.slice(2)
if (!drawings) throw new Error('node tests/bench/second-reading.mjs FOLDER')
const KEY = 'bench'

/** Runs in the browser. @param {{address: string}} what */
async function read_and_cut({ address }) {
  const { createAnalyzer, unsureCrops } = /** @type {typeof import('draftlens')} */ (
    await import(`${location.origin}/draftlens/index.js`)
  )
  const analyzer = await createAnalyzer({ assetBase: '/draftlens/', device: 'cpu' })
  const page = (await analyzer.open(address)).page(0)
  const analysis = await analyzer.analyze(page)
  const all = { ...analysis, annotations: analysis.annotations.map((one) => ({ ...one, unsure: true })) }
  const crops = await unsureCrops(page, all)
  analyzer.dispose()
  return { analysis, crops: crops.map((crop) => ({ ...crop, png: btoa(String.fromCharCode(...crop.png)) })) }
}

const folder = mkdtempSync(join(tmpdir(), 'draftlens-second-'))
const bundle = join(folder, 'score.mjs')
await build({
  stdin: {
    contents: `export * from './score'; export * from './truth'`,
    resolveDir: in_root('demo/qa/src/score'),
  },
  ...{ bundle: true, format: 'esm', outfile: bundle, logLevel: 'warning' },
})
/** @type {Scoring} */
const { scorePage, truthOf } = await import(bundle)
/** @type {typeof import('draftlens')} */
const { withSecondReadings } = await import(in_root('npm/dist/index.js'))
/** @type {typeof import('draftlens/search')} */
const { RemoteReader } = await import(in_root('npm/dist/search.js'))

const server = await start_server(folder, [KEY])
const chromium = await package_in_chromium()
/** @type {Pair[]} */
const pairs = []
try {
  const reader = new RemoteReader({ url: server.url, token: KEY, timeoutMs: 300_000 })
  for (const name of readdirSync(drawings).filter((file) => file.endsWith('.json'))) {
    const truth = truthOf(readFileSync(join(drawings, name), 'utf8'))
    if (!truth) continue
    const address = chromium.address_of(join(drawings, truth.image))
    const { analysis, crops } = await chromium.page.evaluate(read_and_cut, { address })
    const verdicts = (/** @type {Annotation[]} */ readings) =>
      new Map(scorePage(truth, readings).verdicts.map((one) => [one.reading?.id, one.is]))
    const before = verdicts(analysis.annotations)
    const scored = crops.filter(({ id }) => before.get(id) === 'right' || before.get(id) === 'misread')
    if (scored.length === 0) continue
    const sent = scored.map((crop) => ({ ...crop, png: Uint8Array.from(Buffer.from(crop.png, 'base64')) }))
    // Every answer is let in here; which are to be is what the table asks.
    const open = { ...analysis, annotations: analysis.annotations.map((one) => ({ ...one, text_score: 0 })) }
    const again = withSecondReadings(open, await reader.read(sent))
    // What is read again keeps its place, so that the same labels are met.
    const after = verdicts(
      again.annotations.map((one, at) => ({ ...one, kind: analysis.annotations[at]?.kind ?? one.kind })),
    )
    for (const [at, one] of analysis.annotations.entries()) {
      const now = again.annotations[at]
      if (!now?.second_reading) continue
      pairs.push({
        was_unsure: one.unsure,
        was_right: before.get(one.id) === 'right',
        before: one,
        after: now,
        is_right: after.get(one.id) === 'right',
      })
    }
    console.error(`${name}: ${sent.length} texts`)
  }
} finally {
  await chromium.close()
  await server.stop()
  rmSync(folder, { recursive: true })
}

/** Whether the second reading takes the place of the first. @type {Record<string, (pair: Pair) => boolean>} */
const RULES = {
  always: () => true,
  'where it is surer': ({ before, after }) => after.text_score >= before.text_score,
  'where it is not unsure': ({ after }) => !after.unsure,
}
console.log(
  '| texts | rule | n | right before | mended | harmed | right after | still unsure | unsure ones that are wrong |',
)
console.log('|---|---|---|---|---|---|---|---|---|')
for (const was_unsure of [true, false]) {
  for (const [rule, takes] of Object.entries(RULES)) {
    const some = pairs.filter((pair) => pair.was_unsure === was_unsure)
    const count = (/** @type {(pair: Pair) => boolean} */ is) => some.filter(is).length
    const row = [
      was_unsure ? 'unsure' : 'sure',
      rule,
      some.length,
      count(({ was_right }) => was_right),
      count((pair) => takes(pair) && !pair.was_right && pair.is_right),
      count((pair) => takes(pair) && pair.was_right && !pair.is_right),
      count((pair) => (takes(pair) ? pair.is_right : pair.was_right)),
      count((pair) => (takes(pair) ? pair.after.unsure : was_unsure)),
      count((pair) => (takes(pair) ? pair.after.unsure && !pair.is_right : was_unsure && !pair.was_right)),
    ]
    console.log(`| ${row.join(' | ')} |`)
  }
}
for (const { was_unsure, was_right, is_right, before, after } of pairs) {
  if (before.text === after.text && was_right === is_right) continue
  const as = (/** @type {boolean} */ right) => (right ? 'right' : 'wrong')
  console.log(
    `${was_unsure ? 'unsure' : 'sure'} ${as(was_right)} ${before.text} (${before.text_score}) -> ${as(is_right)} ${after.text} (${after.text_score}${after.unsure ? ', unsure' : ''})`,
  )
}
