import { type Analyzer, createAnalyzer, type Device } from 'draftlens'
import { type Callout, DrawingViewer } from 'draftlens/viewer'
import { Check, type CheckPage, isJson, type Read } from './check/check'
import { CheckView, isDrawingOrLabels } from './check/check-view'
import type { ChosenNets, Setup } from './check/setup'
import { followDevice } from './device'
import { type Drawing, Drawings } from './drawings'
import { byId } from './element'
import { type Exported, followExport } from './exports'
import { type PageFacts, renderFacts } from './facts'
import { takeFiles } from './intake'
import type { Revision } from './number-as'
import { PageReading } from './page-reading'
import { ReadingsPanel } from './readings-panel'
import { loadSamples, type Sample, sampleUrl, showSamples } from './samples'
import { followSideTabs } from './side-tabs'
import { Progress, renderError, renderWelcome } from './stage'
import { renderTabs } from './tabs'
import { followTheme } from './theme'
import { Thumbnails } from './thumbnails'
import { Toolbar } from './toolbar'

const DEVICES = ['auto', 'webgpu', 'cpu'] as const
const asked = new URLSearchParams(location.search)
const device = DEVICES.find((name) => name === asked.get('device')) ?? 'auto'
/** Whoever only wants to look spares the device the work. */
const readsAtOnce = asked.get('read') !== 'off'
const analyzers = new Map<ChosenNets | undefined, Map<Device, Promise<Analyzer>>>()
function analyzerOf({ device, nets }: Setup): Promise<Analyzer> {
  const byDevice = analyzers.get(nets) ?? new Map<Device, Promise<Analyzer>>()
  analyzers.set(nets, byDevice)
  const known = byDevice.get(device)
  if (known) return known
  const analyzer = createAnalyzer({ assetBase: 'draftlens/', device, ...(nets && { models: nets.files }) })
  byDevice.set(device, analyzer)
  // A failure is not kept: the network may be back when somebody tries again.
  analyzer.catch(() => byDevice.delete(device))
  return analyzer
}
const loadAnalyzer = () => analyzerOf({ device })
const drawings = new Drawings(loadAnalyzer)
const viewer = new DrawingViewer(byId('viewer'))
const toolbar = new Toolbar(viewer, showPage)
const panel = new ReadingsPanel(viewer, readRevisions)
const check = new Check(analyzerOf)
const checkView = new CheckView(check, openChecked)
const thumbnails = new Thumbnails(showPage)
const progress = new Progress(() => {
  drawings.current?.cancel.abort()
  viewer.cancel()
})
/** What the stage shows: a drawing, once it is open its document, and never the same twice. */
let shown: Pick<Drawing, 'document' | 'state'> & { drawing: Drawing | undefined } = {
  drawing: undefined,
  document: undefined,
  state: 'waiting',
}
let pageFacts: PageFacts | undefined

function showPage(index: number): void {
  const drawing = drawings.current
  const { document } = drawing ?? {}
  if (!drawing || !document) return
  const inRange = Math.min(document.pageCount - 1, Math.max(0, Math.round(index) || 0))
  if (drawing.state === 'failed') drawings.turnTo(drawing, inRange)
  else void viewer.show(document, inRange)
}

/** The current drawing, in whatever state it is → every part of the window. */
function render(): void {
  const drawing = drawings.current
  renderTabs(drawings)
  const { document, state } = drawing ?? { document: undefined, state: 'waiting' as const }
  if (shown.drawing === drawing && shown.document === document && shown.state === state) return
  shown = { drawing, document, state }
  pageFacts = undefined
  globalThis.document.title = drawing ? `${drawing.name} – Draftlens` : 'Draftlens'
  viewer.label = drawing?.name ?? 'Drawing'
  thumbnails.show(document)
  toolbar.showPage(drawing?.pageIndex ?? 0, document?.pageCount ?? 0)
  renderFacts(drawing, pageFacts)
  showReading(undefined)
  if (!drawing) {
    progress.stop()
    viewer.clear()
    renderWelcome()
    return
  }
  renderError(drawing.error, (password) => reopen(drawing, password))
  if (state === 'failed') {
    progress.stop()
    viewer.clear()
  } else if (document) {
    void viewer.show(document, drawing.pageIndex)
  } else {
    viewer.clear()
    progress.start()
  }
}

/** After an error: the document may be there and only a page of it have failed. */
function reopen(drawing: Drawing, password: string | undefined): void {
  drawing.document?.dispose()
  drawing.document = undefined
  void drawings.open(drawing, password)
}

function openSample(sample: Sample): void {
  const open = drawings.list.find((drawing) => drawing.sample === sample)
  if (open) drawings.select(open)
  else drawings.add([{ name: sample.title, source: sampleUrl(sample), sample }])
}

/** A page that is left is not read on; what was read of it is there when it is shown again. */
function showReading(reading: PageReading | undefined, page = viewer.page): void {
  if (panel.reading !== reading) panel.reading?.stop()
  panel.show(reading, reading && page)
}

function readingOf(drawing: Drawing, index: number): PageReading {
  const known = drawing.readings.get(index)
  const reading = known ?? new PageReading(loadAnalyzer)
  drawing.readings.set(index, reading)
  return reading
}

/** The pages that were read so far, by their names. */
function readRevisions(): Revision[] {
  return drawings.list.flatMap(({ name, readings, document }) =>
    [...readings]
      .filter(([, { state }]) => state === 'read')
      .map(([index, { review }]) => ({
        name: (document?.pageCount ?? 1) > 1 ? `${name}, page ${index + 1}` : name,
        review,
      })),
  )
}

/** A page of the check, on the stage with what differs from its labels, or from another run. */
function openChecked({ name, source, index }: CheckPage, { analysis }: Read, callouts: Callout[]): void {
  const known = drawings.list.find((drawing) => drawing.source === source)
  const drawing = known ?? drawings.add([{ name, source, pageIndex: index }])
  if (!drawing) return
  const reading = readingOf(drawing, index)
  reading.adopt(analysis, callouts)
  if (!known) return
  drawings.select(drawing)
  showPage(index)
}

function exported(): Exported | undefined {
  const [drawing, reading, page] = [drawings.current, panel.reading, viewer.page]
  if (!drawing || !page || !reading?.corrected) return undefined
  const { name, source } = drawing
  return { name, source, page, analysis: reading.corrected, numbers: reading.review.numbers }
}

viewer.on('pagechange', ({ detail: { index, info } }) => {
  const drawing = drawings.current
  if (!drawing?.document) return
  drawing.pageIndex = index
  pageFacts = { info }
  showReading(undefined)
  toolbar.showPage(index, drawing.document.pageCount)
  thumbnails.mark(index)
  renderFacts(drawing, pageFacts)
  progress.start()
})

viewer.on('pageload', async ({ detail: { index, info, decodeMs } }) => {
  progress.stop()
  if (drawings.current) {
    showReading(readingOf(drawings.current, index))
    const isFresh = panel.reading?.state === 'unread' || panel.reading?.state === 'stopped'
    if (readsAtOnce && isFresh) panel.read()
  }
  const facts: PageFacts = { info, decodeMs }
  pageFacts = facts
  renderFacts(drawings.current, facts)
  // The words come after the first tiles: nobody waits for their number.
  const textLayer = await viewer.page?.textLayer().catch(() => undefined)
  if (pageFacts !== facts || !textLayer) return
  pageFacts = { ...facts, textLayer }
  renderFacts(drawings.current, pageFacts)
})

viewer.on('progress', ({ detail: { done, total } }) => progress.at(done, total))

viewer.on('error', ({ detail: error }) => {
  if (drawings.current) drawings.fail(drawings.current, error)
})

/** Corrections live in this window alone. */
addEventListener('beforeunload', (event) => {
  const isTouched = drawings.list.some(({ readings }) =>
    [...readings.values()].some(({ review }) => review.canUndo),
  )
  if (isTouched) event.preventDefault()
})

toolbar.showPage(0, 0)
drawings.addEventListener('change', render)
takeFiles((files, isFolder) => {
  // Labels, or more drawings than anybody wants to have open: that is a check.
  if (!isFolder && !files.some(isJson)) {
    drawings.add(files.map((file) => ({ name: file.name, source: file })))
    return
  }
  checkView.show()
  void check.add(files.filter(isDrawingOrLabels))
})
followTheme()
followDevice()
followSideTabs()
followExport(exported)

const samples = await loadSamples()
byId('samples').addEventListener('click', () => showSamples(samples, openSample))
const sample = asked.get('sample')
const first = sample === 'none' ? undefined : (samples.find(({ id }) => id === sample) ?? samples[0])
if (first && drawings.list.length === 0) openSample(first)
else if (drawings.list.length === 0) renderWelcome()
