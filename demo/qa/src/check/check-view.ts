import type { Device } from 'draftlens'
import { button, byId, element } from '../element'
import { download, stemOf } from '../exports'
import { figuresOf } from '../score/figures'
import type { Check, CheckPage, CheckResult, CheckRun } from './check'
import { differencesOf } from './differences'
import { backendsOf, reportOf } from './report'

const DEVICE_NAMES: Record<Device, string> = { auto: 'Faster one', cpu: 'CPU', webgpu: 'GPU' }

/** The Check window: many pages read, what differs from their labels, and how long it took; a column set for each device. */
export class CheckView {
  readonly #check: Check
  readonly #onOpen: (page: CheckPage, result: CheckResult) => void
  readonly #dialog = byId<HTMLDialogElement>('check-dialog')
  readonly #device = byId<HTMLSelectElement>('check-device')
  readonly #run: HTMLButtonElement
  readonly #report: HTMLButtonElement
  readonly #json: HTMLButtonElement
  readonly #clear: HTMLButtonElement
  #frame = 0

  constructor(check: Check, onOpen: (page: CheckPage, result: CheckResult) => void) {
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
    else void this.#check.start(this.#device.value as Device)
  }

  #downloadJson(): void {
    const pages = this.#check.runs.flatMap(({ device, results }) =>
      [...results].flatMap(([{ name, index }, result]) =>
        result.state === 'read'
          ? [
              {
                device,
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
    const read = running ? running.run.results.size : (runs.at(-1)?.results.size ?? 0)
    byId('check-state').textContent = stateInWords(pages, read, running?.page)
    const bar = byId<HTMLProgressElement>('check-bar')
    bar.hidden = !running
    Object.assign(bar, { max: Math.max(1, pages.length), value: read })
    const isWhole = runs.some((run) => run.device === this.#device.value && run.results.size >= pages.length)
    this.#run.textContent = running ? 'Stop' : read > 0 && !isWhole ? 'Go on' : 'Read all'
    this.#run.disabled = pages.length === 0
    this.#device.disabled = running !== undefined
    this.#clear.disabled = pages.length === 0 || running !== undefined
    this.#report.disabled = read === 0
    this.#json.disabled = read === 0
    byId('check-table').replaceChildren(...(pages.length > 0 ? this.#table() : []))
    byId('check-why').textContent = runs.flatMap(backendsOf).join(' ')
  }

  #table(): HTMLElement[] {
    const { pages, runs } = this.#check
    const heads = runs.flatMap(({ device }) =>
      ['right', 'missed', 'invented', 'misread', 'F1', 'end to end', 'letters', 'seconds'].map((name, at) =>
        element('th', { scope: 'col' }, at === 0 ? `${DEVICE_NAMES[device]}: ${name}` : name),
      ),
    )
    const head = ['File', 'Page', 'Labels'].map((name) => element('th', { scope: 'col' }, name))
    const rows = pages.map((page) => this.#row(page, runs))
    const labels = pages.reduce((sum, { truth }) => sum + (truth ? 1 : 0), 0)
    const total = element(
      'tr',
      {},
      element('th', { scope: 'row' }, 'All'),
      element('td', {}, String(pages.length)),
      element('td', {}, labels > 0 ? `on ${labels}` : ''),
      ...runs.flatMap((run) => this.#totalCells(run)),
    )
    return [
      element('thead', {}, element('tr', {}, ...head, ...heads)),
      element('tbody', {}, ...rows),
      element('tfoot', {}, total),
    ]
  }

  #row(page: CheckPage, runs: readonly CheckRun[]): HTMLElement {
    const results = runs.map((run) => run.results.get(page))
    const open = results.find((result) => result?.state === 'read')
    const name = open
      ? element('button', { type: 'button', class: 'link', onclick: () => this.#open(page, open) }, page.name)
      : page.name
    return element(
      'tr',
      this.#check.running?.page === page ? { 'aria-current': 'step' } : {},
      element('th', { scope: 'row' }, name),
      element('td', {}, String(page.index + 1)),
      element('td', {}, page.truth ? String(page.truth.annotations.length) : '–'),
      ...results.flatMap(resultCells),
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

  #open(page: CheckPage, result: CheckResult): void {
    this.#dialog.close()
    this.#onOpen(page, result)
  }
}

function resultCells(result: CheckResult | undefined): HTMLElement[] {
  if (!result) return Array.from({ length: 8 }, () => element('td', {}))
  if (result.state === 'failed') {
    return [element('td', { colspan: '8', class: 'problem' }, `${result.error.message} ${result.error.hint}`)]
  }
  const { score, analysis } = result
  const seconds = (analysis.timing_ms.total / 1000).toFixed(1)
  if (!score) {
    const read = element('td', { colspan: '7' }, `${analysis.annotations.length} readings, no labels`)
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
  if (pages.length === 0) return 'Add drawings or a folder; JSON labels beside them are recognised.'
  if (page) return `Reading ${page.name}, ${read} of ${pages.length} read`
  return `${pages.length === 1 ? '1 page' : `${pages.length} pages`}, ${read} read`
}

const share = (part: number) => part.toFixed(3)
const percent = (part: number | undefined) => (part === undefined ? '' : `${(part * 100).toFixed(2)} %`)

/** A folder holds all sorts of files. */
export function isDrawingOrLabels({ name }: File): boolean {
  return /\.(pdf|png|jpe?g|tiff?|webp|bmp|gif|json)$/i.test(name) && stemOf(name) !== ''
}
