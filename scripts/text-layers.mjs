// @ts-check
// npm run text-layers: drawn PDFs whose own text helps, is missing or lies, read with it and by their pixels alone.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ask, build_native_cli, native_cli } from './native-cli.mjs'
import { in_root, test_out } from './project.mjs'
import { python, set_up_python } from './python.mjs'
import { write_results } from './results-section.mjs'
import { main, StepFailed, step } from './steps.mjs'

const SHEETS = 3

/**
 * What the PDF generator of `training` calls each kind of layer, and what that means; in the order of the table.
 * @type {[string, string][]}
 */
const LAYERS = [
  ['fonts', 'all text in fonts'],
  ['drawn-symbols', 'Ø, ±, ° and frames drawn as strokes'],
  ['hidden-letters', 'letters as strokes, honest hidden text'],
  ['no-layer', 'letters as strokes, no text'],
  ['wrong-codes', 'fonts that name their glyphs wrongly'],
  ['no-codes', 'fonts that do not name their glyphs'],
  ['shifted', 'hidden text, shifted'],
  ['misread-scan', 'a scan with what a program misread of it'],
  ['stale-beneath', 'old values in white beneath the new ones'],
]

/** @typedef {{gt: number, F1: number, e2eF1: number, CER: number | null}} Figures */

await main(async () => {
  await step('Python', set_up_python)
  await step('command line', build_native_cli)
  const folder = join(test_out, 'text-layers')
  rmSync(folder, { recursive: true, force: true })
  await step('draw PDFs', ({ run }) =>
    run(python, ['-m', 'draughtsman.pdf', '--count', String(SHEETS), '--out', folder], {
      cwd: in_root('training'),
    }),
  )
  const rows = /** @type {string[]} */ ([])
  await step('read them twice', async ({ progress }) => {
    for (const [layer, meaning] of LAYERS) {
      progress(layer)
      const drawn = join(folder, layer)
      const with_layer = await figures(drawn, ['--out', join(folder, `${layer}-read`)])
      const pixels = await figures(drawn, ['--pixels-only'])
      const cells = [
        meaning,
        with_layer.gt,
        verdicts(join(folder, `${layer}-read`)),
        ...told(pixels),
        ...told(with_layer),
      ]
      rows.push(`| ${cells.join(' | ')} |`)
    }
    return `${LAYERS.length * SHEETS} sheets`
  })
  const head = [
    '| layer | sizes | verdicts | pixels: F1 | end to end | CER | with the layer: F1 | end to end | CER |',
    '|---|---|---|---|---|---|---|---|---|',
  ]
  write_results('text-layers', 'Text layers of PDFs', [...head, ...rows])
})

/** @param {string} folder @param {string[]} flags @returns {Promise<Figures>} */
async function figures(folder, flags) {
  const { code, stdout, stderr } = await ask(native_cli(), [
    'eval',
    folder,
    '--device',
    'cpu',
    '--json',
    ...flags,
  ])
  if (code !== 0) throw new StepFailed(`${folder} cannot be read: ${stderr}`)
  return JSON.parse(stdout).total.all
}

/** @param {Figures} figures */
const told = ({ F1, e2eF1, CER }) => [F1.toFixed(3), e2eF1.toFixed(3), `${(100 * (CER ?? 0)).toFixed(1)} %`]

/** What the layers of a folder were held for. @param {string} folder */
function verdicts(folder) {
  const read = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const counts = new Map()
  for (const { text_layer } of read) {
    const verdict = text_layer ? text_layer.verdict.replaceAll('_', ' ') : 'none'
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  }
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')
}
