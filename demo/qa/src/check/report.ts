import type { Analysis, ModelId } from 'draftlens'
import { counted } from '../counted'
import { figuresOf } from '../score/figures'
import type { Check, CheckPage, CheckRun } from './check'
import { Comparison } from './comparison'
import { differenceInWords, differencesOf } from './differences'
import { setupInWords } from './setup'

/** A run of the check as a page of its own, to be kept or sent. */
export function reportOf(check: Check, when: Date): string {
  const title = `Draftlens check of ${counted(check.pages.length, 'page')}`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
<p>${escaped(when.toISOString())} · ${escaped(navigator.userAgent)}</p>
${check.runs.map((run) => runOf(check, run)).join('\n')}
${comparisonSection(check)}
</body></html>
`
}

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#1d2126;background:#fff}
table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #d3d7dc;padding:4px 8px;text-align:left}
td.figure{text-align:right;font-variant-numeric:tabular-nums}tfoot td{font-weight:600}`
const HEAD = [
  ...['File', 'Page', 'Labels', 'Readings', 'Precision', 'Recall', 'F1', 'End to end', 'Letter errors'],
  ...['Decode ms', 'Detect ms', 'Read ms'],
]

function runOf(check: Check, run: CheckRun): string {
  const rows = check.pages.map((page) => rowOf(page, run))
  const total = figuresOf(check.totalOf(run))
  const sum = ['All', '', total.truth, total.readings, ...shares(total), '', '', '']
  return `<h2>${escaped(setupInWords(run.setup))}</h2>
<p>${escaped(backendsOf(run).join(' '))}</p>
<table><thead><tr>${HEAD.map((name) => `<th>${name}</th>`).join('')}</tr></thead>
<tbody>${rows.map(cells).join('\n')}</tbody><tfoot>${total.truth > 0 ? cells(sum) : ''}</tfoot></table>
${differencesSection(check.pages, run)}`
}

function rowOf(page: CheckPage, run: CheckRun): (string | number)[] {
  const result = run.results.get(page)
  const head = [page.name, page.index + 1]
  if (!result) return [...head, 'not read']
  if (result.state === 'failed') return [...head, result.error.message]
  const { annotations, timing_ms } = result.analysis
  const figures = result.score && figuresOf(result.score.counts)
  const scored = figures
    ? [figures.truth, figures.readings, ...shares(figures)]
    : ['–', annotations.length, '', '', '', '', '']
  const { decode, detect, read } = timing_ms
  return [...head, ...scored, ...[decode, detect, read].map(Math.round)]
}

function shares(figures: ReturnType<typeof figuresOf>): string[] {
  const { precision, recall, f1, endToEndF1, letterErrors } = figures
  return [
    ...[precision, recall, f1, endToEndF1].map((share) => share.toFixed(3)),
    letterErrors === undefined ? '' : `${(letterErrors * 100).toFixed(2)} %`,
  ]
}

function differencesSection(pages: readonly CheckPage[], run: CheckRun): string {
  const lists = pages.flatMap((page) => {
    const result = run.results.get(page)
    if (result?.state !== 'read' || !result.score) return []
    const differences = differencesOf(result.score)
    if (differences.length === 0) return []
    const items = differences.map((one) => `<li>${escaped(differenceInWords(one))}</li>`)
    return [`<h3>${escaped(page.name)}, page ${page.index + 1}</h3><ul>${items.join('')}</ul>`]
  })
  return lists.length > 0 ? `<h3>Differences</h3>${lists.join('\n')}` : ''
}

/** What the last run reads otherwise than the first. */
function comparisonSection(check: Check): string {
  const comparison = Comparison.of(check)
  if (!comparison) return ''
  const { nDifferences, nTexts } = comparison.total
  const lists = check.pages.flatMap((page) => {
    const items = comparison.page(page)?.callouts.map(({ words }) => `<li>${escaped(words)}</li>`) ?? []
    return items.length > 0
      ? [`<h3>${escaped(page.name)}, page ${page.index + 1}</h3><ul>${items.join('')}</ul>`]
      : []
  })
  return `<h2>${escaped(comparison.inWords)}: ${nDifferences} of ${nTexts} texts differ</h2>${lists.join('\n')}`
}

/** What the pages were read on, and by which nets; each said once. */
export function backendsOf({ results }: CheckRun): string[] {
  const analyses = [...results.values()].flatMap((result) =>
    result.state === 'read' ? [result.analysis] : [],
  )
  return [...new Set(analyses.map(backendInWords))]
}

function backendInWords({ backend, models }: Analysis): string {
  const nets = [models.detector, models.reader].map(netInWords).join(', ')
  return `${backend.name}, ${backend.adapter}: ${backend.why}. ${nets}.`
}

/** Nets of the package have the beginning of their hash in their name. */
function netInWords({ id, sha256 }: ModelId): string {
  const hash = sha256.slice(0, 8)
  return id.endsWith(hash) ? id : `${id} ${hash}`
}

function cells(row: (string | number)[]): string {
  return `<tr>${row.map((cell) => `<td${typeof cell === 'number' || /^[\d.]+( %)?$/.test(cell) ? ' class="figure"' : ''}>${escaped(String(cell))}</td>`).join('')}</tr>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
