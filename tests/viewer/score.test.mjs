// @ts-check
// The workbench's figures are those of the drawings' own score.py.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { build } from 'esbuild'
import { in_root } from '../../scripts/project.mjs'
import { python } from '../../scripts/python.mjs'
import { annotation, box } from './sheets.mjs'

/** @typedef {import('draftlens').Annotation} Annotation */
/** @typedef {{image: string, width: number, height: number, annotations: {kind: string, quad: Annotation['quad'], text: string}[]}} Truth */
/** @typedef {Record<string, unknown> & {strict: Record<string, number>}} Counts */
/** @typedef {{is: string, truth: {text: string}, reading?: Annotation}} Verdict */
/**
 * What the workbench's modules are to these tests.
 * @typedef {object} Scoring
 * @property {(truth: Truth, readings: Annotation[]) => {counts: Counts, verdicts: Verdict[]}} scorePage
 * @property {(counts: Counts) => Record<string, number | undefined>} figuresOf
 * @property {(pages: Counts[]) => Counts} totalOf
 * @property {(text: string) => string} normalised
 * @property {(json: string) => Truth | undefined} truthOf
 */

const DRAWINGS = in_root('../shared/drawings')
const folder = mkdtempSync(join(tmpdir(), 'draftlens-score-'))
after(() => rmSync(folder, { recursive: true }))

/** The workbench's modules, as its build bundles them. */
const bundle = join(folder, 'score.mjs')
await build({
  stdin: {
    contents: `export * from './score'; export * from './figures'; export * from './normalised'; export * from './truth'`,
    resolveDir: in_root('demo/qa/src/score'),
  },
  ...{ bundle: true, format: 'esm', outfile: bundle, logLevel: 'warning' },
})
/** @type {Scoring} */
const { scorePage, figuresOf, totalOf, normalised, truthOf } = await import(bundle)

/** @param {Partial<Truth>} truth @returns {Truth} */
function page(truth) {
  return { image: 'page.png', width: 2000, height: 1000, annotations: [], ...truth }
}

test('missed, invented, misread and right are told apart, and what nobody minds is no invention', () => {
  const truth = page({
    annotations: [
      { kind: 'dimension', quad: box(100, 100), text: '12,5' },
      { kind: 'dimension', quad: box(300, 100), text: '30' },
      { kind: 'gdt', quad: box(500, 100), text: '⏥|0.2' },
      { kind: 'note', quad: box(700, 100, 300, 100), text: 'ALL EDGES' },
    ],
  })
  const readings = [
    annotation({ id: 'right', quad: box(103, 101), text: '12.5' }),
    annotation({ id: 'misread', quad: box(300, 100), text: '36' }),
    annotation({ id: 'invented', quad: box(900, 700), text: '1' }),
    annotation({ id: 'ignored', quad: box(720, 120), text: '2' }),
    annotation({ id: 'unscored', kind: 'datum', quad: box(10, 900), text: 'A' }),
  ]
  const { counts, verdicts } = scorePage(truth, readings)
  assert.deepEqual(
    verdicts.map((verdict) => [verdict.is, verdict.reading?.id ?? verdict.truth.text]),
    [
      ['right', 'right'],
      ['misread', 'misread'],
      ['missed', '⏥|0.2'],
      ['invented', 'invented'],
    ],
  )
  assert.deepEqual(counts.strict, { found: 2, readings: 3, right: 1 })
  const figures = figuresOf(counts)
  assert.equal(figures.letterErrors, 1 / 6)
  assert.equal(figures.framesFound, 0)
})

test('a quad that is turned is matched by its area, and the surest reading chooses first', () => {
  const truth = page({ annotations: [{ kind: 'dimension', quad: box(100, 100, 100, 20), text: '5' }] })
  const upright = annotation({ id: 'upright', quad: box(140, 60, 20, 100), text: '5', score: 0.99 })
  const level = annotation({ id: 'level', quad: box(104, 100, 100, 20), text: '5', score: 0.5 })
  const surer = annotation({ id: 'surer', quad: box(120, 100, 100, 20), text: '5', score: 0.6 })
  const found = (/** @type {Annotation[]} */ ...readings) =>
    scorePage(truth, readings).verdicts.flatMap((verdict) =>
      verdict.is === 'right' ? [verdict.reading?.id] : [],
    )
  assert.deepEqual(found(upright, level), ['level'])
  assert.deepEqual(found(level, surer), ['surer'])
})

test('only labels are taken for labels', () => {
  assert.equal(truthOf('{"annotations": 3}'), undefined)
  assert.equal(truthOf('[1]'), undefined)
  assert.ok(truthOf(JSON.stringify(page({}))))
  assert.throws(() => truthOf('{'))
})

const needs_drawings = existsSync(DRAWINGS) ? false : 'the labelled drawings are not on this machine'

test('on the real pages every figure is that of score.py, with readings spoilt in every way', {
  skip: needs_drawings,
}, () => {
  const names = readdirSync(`${DRAWINGS}/pages`).filter((name) => name.endsWith('.json'))
  const random = seeded(7)
  const counts = names.map((name) => {
    const truth = truthOf(readFileSync(`${DRAWINGS}/pages/${name}`, 'utf8'))
    assert.ok(truth, name)
    const readings = spoilt(truth, random)
    writeFileSync(join(folder, name), JSON.stringify({ annotations: readings }))
    return { name: name.slice(0, -5), counts: scorePage(truth, readings).counts }
  })
  const by_script = scored_by_script()
  /** @type {(counts: Counts) => Record<string, number | null | undefined>} */
  const as_script = (of) => {
    const figures = figuresOf(of)
    return {
      ...{
        gt: figures.truth,
        pred: figures.readings,
        P: figures.precision,
        R: figures.recall,
        F1: figures.f1,
      },
      ...{ lenF1: figures.lenientF1, e2eF1: figures.endToEndF1 },
      ...{ CER: figures.letterErrors ?? null, gdtR: figures.framesFound ?? null },
    }
  }
  for (const { name, counts: of } of counts) assert_near(as_script(of), by_script.pages[name], name)
  assert_near(as_script(totalOf(counts.map(({ counts }) => counts))), by_script.total.all, 'in all')
})

test('texts are normalised as score.py does it', { skip: needs_drawings }, () => {
  const texts = [
    '2 x Ø 8,80\nH8',
    '⌖|ø0.3CZⓂ|AⓂ',
    '+0,1/-0.2',
    '1 1/32"',
    "3'' × 45º",
    '6.15/6.00',
    '+/-0.5 +-1',
    '//|0.2|B',
    '∨ ▽ ⌵',
    'ⓁⓅ –— −',
    '1/2/3',
    'M8X1,25 - 6H',
    '12/13.5 12.5/13',
  ]
  const program = `import sys, json; sys.path.insert(0, sys.argv[1]); import score; print(json.dumps([score.norm(t) for t in json.load(sys.stdin)]))`
  const by_script = run_python(['-c', program, DRAWINGS], JSON.stringify(texts))
  assert.deepEqual(texts.map(normalised), JSON.parse(by_script))
})

/** @param {string[]} args @param {string} [input] */
function run_python(args, input = '') {
  const { status, stdout, stderr } = spawnSync(python, args, {
    ...{ encoding: 'utf8', input },
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' },
  })
  assert.equal(status, 0, stderr)
  return stdout
}

/** @returns {{pages: Record<string, Record<string, number | null>>, total: Record<string, Record<string, number | null>>}} */
function scored_by_script() {
  const out = join(folder, 'scores.out')
  const pages = ['pages', '--gt', `${DRAWINGS}/pages`, '--pred', folder]
  run_python([`${DRAWINGS}/score.py`, ...pages, '--json', out, '--quiet'])
  return JSON.parse(readFileSync(out, 'utf8'))
}

/** @param {Record<string, number | null | undefined>} ours @param {Record<string, number | null> | undefined} theirs @param {string} where */
function assert_near(ours, theirs, where) {
  for (const [name, figure] of Object.entries(ours)) {
    const wanted = theirs?.[name] ?? null
    const is_near = figure == null ? wanted === null : Math.abs(figure - (wanted ?? Number.NaN)) < 1e-9
    assert.ok(is_near, `${name} of ${where}: ${figure}, where score.py has ${wanted}`)
  }
}

/** Labels → readings: some gone, some shifted a little or far, turned, misread, of another kind, and some invented. @param {Truth} truth @param {() => number} random @returns {Annotation[]} */
function spoilt({ annotations, width, height }, random) {
  /** @type {Annotation[]} */
  const readings = []
  for (const { kind, quad, text } of annotations) {
    if (random() < 0.15) continue
    const shift = random() < 0.6 ? 3 : 25
    const [dx, dy, turn] = [(random() - 0.5) * shift, (random() - 0.5) * shift, (random() - 0.5) * 0.2]
    const [[x, y]] = quad
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
    readings.push(
      annotation({
        kind:
          random() < 0.08
            ? 'note'
            : kind === 'other'
              ? 'dimension'
              : /** @type {Annotation['kind']} */ (kind),
        quad: /** @type {Annotation['quad']} */ (
          quad.map(([px, py]) => [
            x + (px - x) * cos - (py - y) * sin + dx,
            y + (px - x) * sin + (py - y) * cos + dy,
          ])
        ),
        text: random() < 0.3 ? text.replace(/\d/, '4') : text,
        score: Math.round(random() * 1e4) / 1e4,
      }),
    )
  }
  for (let n = 0; n < 4; n++)
    readings.push(annotation({ quad: box(random() * width, random() * height), text: '0', score: random() }))
  return readings
}

/** @param {number} seed */
function seeded(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
