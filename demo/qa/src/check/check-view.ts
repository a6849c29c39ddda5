import type { Device } from 'draftlens'
import type { Callout } from 'draftlens/viewer'
import { counted } from '../counted'
import { button, byId, element } from '../element'
import { download, stemOf } from '../exports'
import { figuresOf } from '../score/figures'
import type { Check, CheckPage, CheckResult, CheckRun, Read } from './check'
import { Comparison } from './comparison'
import { calloutsOf, differencesOf } from './differences'
import { NetChoice } from './net-choice'
import { backendsOf, reportOf } from './report'
import { isSameSetup, type Setup, setupInWords } from './setup'

type Open = (page: CheckPage, read: Read, callouts: Callout[]) => void

/** The Check window: many pages read, what differs from their labels, and how long it took; a column set for each way of reading. */
export class CheckView {
  readonly #check: Check
  readonly #onOpen: Open
  readonly #dialog = byId<HTMLDialogElement>('check-dialog')
  readonly #device = byId<HTMLSelectElement>('check-device')
  readonly #nets = new NetChoice(() => this.#render())
  readonly #run: HTMLButtonElement
  readonly #report: HTMLButtonElement
  readonly #json: HTMLButtonElement
  readonly #clear: HTMLButtonElement
  #frame = 0

  constructor(check: Check, onOpen: Open) {
    this.#check = check
    this.#onOpen = onOpen
    button('check', () => this.show())
    this.#run = button('check-run', () => this.#startOrStop())
    this.#clear = button('check-clear', () => check.clear())
    this.#report = button('check-report', () => {
      const when = new Date()
      const report = new Blob([reportOf(check, when)], { type: 'text/html' })
      download(report, `draftlens-check-${when.toISOString().slice(0, 10)}.html`)
    })
    this.#json = button('check-json', () => this.#downloadJson())
    for (const id of ['check-files', 'check-folder']) this.#followInput(byId<HTMLInputElement>(id))
    check.addEventListener('change', () => {
      this.#frame ||= requestAnimationFrame(() => this.#render())
    })
    this.#device.addEventListener('change', () => this.#render())
    this.#render()
  }

  show(): void {
    if (!this.#dialog.open) this.#dialog.showModal()
  }

  #followInput(input: HTMLInputElement): void {
    button(`${input.id}-button`, () => input.click())
    input.addEventListener('change', () => {
      void this.#check.add([...(input.files ?? [])].filter(isDrawingOrLabels))
      input.value = ''
    })
  }

  #startOrStop(): void {
    if (this.#check.running) this.#check.stop()
    else void this.#check.start(this.#setup)
  }

  get #setup(): Setup {
    const { chosen } = this.#nets
    return { device: this.#device.value as Device, ...(chosen && { nets: chosen }) }
  }

  #downloadJson(): void {
    const pages = this.#check.runs.flatMap(({ setup: { device, nets }, results }) =>
      [...results].flatMap(([{ name, index }, result]) =>
        result.state === 'read'
          ? [
              {
                device,
                ...(nets && { nets: nets.name }),
                name,
                page: index,
                analysis: result.analysis,
                ...(result.score && { score: result.score.counts }),
              },
            ]
          : [],
      ),
    )
    download(
      new Blob([JSON.stringify({ pages }, null, 1)], { type: 'application/json' }),
      'draftlens-check.json',
    )
  }

  #render(): void {
    this.#frame = 0
    const { pages, runs, running } = this.#check
    const setup = this.#setup
    const chosen = runs.find((run) => isSameSetup(run.setup, setup))
    const read = (running?.run ?? chosen)?.results.size ?? 0
    const hasResults = runs.some(({ results }) => results.size > 0)
    byId('check-state').textContent = stateInWords(pages, read, running?.page)
    const bar = byId<HTMLProgressElement>('check-bar')
    bar.hidden = !running
    Object.assign(bar, { max: Math.max(1, pages.length), value: read })
    const isBegun = chosen && chosen.results.size > 0 && chosen.results.size < pages.length
    this.#run.textContent = running ? 'Stop' : isBegun ? 'Go on' : 'Read all'
    this.#run.disabled = pages.length === 0
    this.#device.disabled = running !== undefined
    this.#nets.isDisabled = running !== undefined
    this.#clear.disabled = pages.length === 0 || running !== undefined
    this.#report.disabled = !hasResults
    this.#json.disabled = !hasResults
    byId('check-nothing').hidden = pages.length > 0
    byId('check-table').replaceChildren(...(pages.length > 0 ? this.#table() : []))
    byId('check-why').textContent = runs.flatMap(backendsOf).join(' ')
  }

  #table(): HTMLElement[] {
    const { pages, runs } = this.#check
    const comparison = Comparison.of(this.#check)
    const facts = ['File', 'Page', 'Labels'].map((name) =>
      element('th', { scope: 'col', rowspan: '2' }, name),
    )
    const differ = comparison
      ? [element('th', { scope: 'col', rowspan: '2', title: comparison.inWords }, 'differ')]
      : []
    const setups = runs.map(({ setup }) =>
      element('th', { scope: 'colgroup', colspan: String(COLUMNS.length) }, setupInWords(setup)),
    )
    const columns = runs.flatMap(() => COLUMNS.map((name) => element('th', { scope: 'col' }, name)))
    const rows = pages.map((page) => this.#row(page, runs, comparison))
    const labels = pages.reduce((sum, { truth }) => sum + (truth ? 1 : 0), 0)
    const total = element(
      'tr',
      {},
      element('th', { scope: 'row' }, 'All'),
      element('td', {}, String(pages.length)),
      element('td', {}, labels > 0 ? `on ${labels}` : ''),
      ...(comparison ? [element('td', {}, differencesInWords(comparison.total))] : []),
      ...runs.flatMap((run) => this.#totalCells(run)),
    )
    return [
      element('thead', {}, element('tr', {}, ...facts, ...differ, ...setups), element('tr', {}, ...columns)),
      element('tbody', {}, ...rows),
      element('tfoot', {}, total),
    ]
  }

  #row(page: CheckPage, runs: readonly CheckRun[], comparison: Comparison | undefined): HTMLElement {
    const results = runs.map((run) => run.results.get(page))
    const read = results.find((result) => result?.state === 'read')
    const open = () => read && this.#open(page, read, read.score ? calloutsOf(read.score) : [])
    const name = read
      ? element('button', { type: 'button', class: 'link', onclick: open }, page.name)
      : page.name
    return element(
      'tr',
      this.#check.running?.page === page ? { 'aria-current': 'step' } : {},
      element('th', { scope: 'row' }, name),
      element('td', {}, String(page.index + 1)),
      element('td', {}, page.truth ? String(page.truth.annotations.length) : '–'),
      ...(comparison ? [this.#differCell(page, comparison)] : []),
      ...results.flatMap(resultCells),
    )
  }

  #differCell(page: CheckPage, comparison: Comparison): HTMLElement {
    const compared = comparison.page(page)
    if (!compared) return element('td', {}, '')
    const onclick = () => this.#open(page, compared.read, compared.callouts)
    const words = differencesInWords(compared)
    return element(
      'td',
      {},
      element('button', { type: 'button', class: 'link', title: comparison.inWords, onclick }, words),
    )
  }

  #totalCells(run: CheckRun): HTMLElement[] {
    const counts = this.#check.totalOf(run)
    const { f1, endToEndF1, letterErrors } = figuresOf(counts)
    const { found, readings, right } = counts.strict
    const seconds = [...run.results.values()].reduce(
      (sum, result) => sum + (result.state === 'read' ? result.analysis.timing_ms.total / 1000 : 0),
      0,
    )
    const scored = [right, counts.truth - found, readings - found, found - right].map(String)
    const figures =
      counts.truth > 0 ? [...scored, share(f1), share(endToEndF1), percent(letterErrors)] : Array(7).fill('')
    return [...figures, seconds.toFixed(1)].map((words) => element('td', {}, words))
  }

  #open(page: CheckPage, read: Read, callouts: Callout[]): void {
    this.#dialog.close()
    this.#onOpen(page, read, callouts)
  }
}

const COLUMNS = ['right', 'missed', 'invented', 'misread', 'F1', 'end to end', 'letters', 'seconds']

function differencesInWords({ nDifferences, nTexts }: { nDifferences: number; nTexts: number }): string {
  return `${nDifferences} of ${nTexts}`
}

function resultCells(result: CheckResult | undefined): HTMLElement[] {
  if (!result) return COLUMNS.map(() => element('td', {}))
  if (result.state === 'failed') {
    return [
      element(
        'td',
        { colspan: String(COLUMNS.length), class: 'problem' },
        `${result.error.message} ${result.error.hint}`,
      ),
    ]
  }
  const { score, analysis } = result
  const seconds = (analysis.timing_ms.total / 1000).toFixed(1)
  if (!score) {
    const read = element(
      'td',
      { colspan: '7' },
      `${counted(analysis.annotations.length, 'reading')}, no labels`,
    )
    return [read, element('td', {}, seconds)]
  }
  const differences = differencesOf(score)
  const count = (is: string) => String(differences.filter((one) => one.is === is).length)
  const { f1, endToEndF1, letterErrors } = figuresOf(score.counts)
  const figures = [
    ...[String(score.counts.strict.right), count('missed'), count('invented'), count('misread')],
    ...[share(f1), share(endToEndF1), percent(letterErrors), seconds],
  ]
  return figures.map((words) => element('td', {}, words))
}

function stateInWords(pages: readonly CheckPage[], read: number, page: CheckPage | undefined): string {
  if (page) return `Reading ${page.name}, ${read} of ${pages.length} read`
  return pages.length > 0 ? `${counted(pages.length, 'page')}, ${read} read` : ''
}

const share = (part: number) => part.toFixed(3)
const percent = (part: number | undefined) => (part === undefined ? '' : `${(part * 100).toFixed(2)} %`)

/** A folder holds all sorts of files. */
export function isDrawingOrLabels({ name }: File): boolean {
  return /\.(pdf|png|jpe?g|tiff?|webp|bmp|gif|json)$/i.test(name) && stemOf(name) !== ''
}
