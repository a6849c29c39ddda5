// What the compiler tells somebody who uses the package. Nothing here runs: `tsc` is the test, and a type that changes
// breaks it.
import {
  type Analysis,
  type Analyzer,
  type Annotation,
  type AnnotationKind,
  createAnalyzer,
  type DraftlensError,
  type DrawingDocument,
  type DrawingPage,
  type Embedding,
  type ErrorCode,
  isDraftlensError,
  type LoadedPageInfo,
  type PageInfo,
  type SecondReader,
  type Value,
} from 'draftlens'
import { createEngine, type Engine, type Net, type NetAnswer } from 'draftlens/engine'
import { inspectionRows, labelledPage, toCoco, toPdf, toXlsx } from 'draftlens/export'
import type { FieldStore, Note, OfflineApp } from 'draftlens/offline'
import { DraftlensProvider, useAnalysis, useDocument, useQueryEmbedding } from 'draftlens/react'
import {
  type DrawingSearch,
  everyHit,
  type Hit,
  type LocalIndex,
  RemoteIndex,
  type RemoteReader,
} from 'draftlens/search'
import { type Mark, type Numbered, Review } from 'draftlens/viewer'

type Same<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false
/** Fails to compile where the first type is not exactly the second. */
declare function expectType<Wanted>(): <Is>(
  is: Is,
  ...same: Same<Is, Wanted> extends true ? [] : [never]
) => void
/** Fails to compile where the first type cannot be given for the second. */
declare function expectFits<Wanted>(is: Wanted): void

export async function opening(file: File, address: URL, signal: AbortSignal) {
  const analyzer = await createAnalyzer({ device: 'auto', assetBase: '/draftlens/', signal })
  expectType<Analyzer>()(analyzer)
  expectFits<Promise<Analyzer>>(createAnalyzer())
  // @ts-expect-error: a misspelt option is found
  await createAnalyzer({ assetbase: '/draftlens/' })
  // @ts-expect-error: no such device
  await createAnalyzer({ device: 'gpu' })

  for (const source of [file, file as Blob, await file.arrayBuffer(), address, '/sheet.pdf']) {
    expectType<DrawingDocument>()(await analyzer.open(source, { signal, password: 'x' }))
  }
  // @ts-expect-error: a number is no drawing
  await analyzer.open(42)

  using drawing = await analyzer.open(file)
  const page = drawing.page(0)
  expectType<DrawingPage>()(page)
  expectType<readonly PageInfo[]>()(drawing.pages)
  if ('levels' in page.info) expectType<LoadedPageInfo>()(page.info)
  expectType<LoadedPageInfo>()(await page.load({ dpi: 200 }))
  expectType<Uint8Array<ArrayBuffer>>()(await page.grey({ x: 0, y: 0, width: 8, height: 8 }))
}

export async function reading(analyzer: Analyzer, page: DrawingPage, signal: AbortSignal) {
  const analysis = await analyzer.analyze(page, {
    signal,
    focus: [100, 200],
    onPartial: (some) => expectType<Annotation[]>()(some),
    onProgress: ({ done, total }) => expectType<number>()(done / total),
  })
  expectType<Analysis>()(analysis)
  expectType<1>()(analysis.schema)
  expectType<'webgpu' | 'cpu'>()(analysis.backend.name)
  for (const { kind, quad, text, unsure, value } of analysis.annotations) {
    expectType<AnnotationKind>()(kind)
    expectType<[x: number, y: number]>()(quad[2])
    expectType<string>()(text)
    expectType<boolean>()(unsure)
    expectType<Value | undefined>()(value)
    expectType<number | undefined>()(value?.upper)
    expectType<string | undefined>()(value?.thread?.standard)
  }
  // @ts-expect-error: what may be absent is not used unseen
  analysis.annotations[0].value.nominal.toFixed(2)
  // @ts-expect-error: no such kind
  await analyzer.understand('Ø12', 'hole')
}

export function failing(error: unknown) {
  if (!isDraftlensError(error)) return undefined
  expectType<DraftlensError>()(error)
  expectType<ErrorCode>()(error.code)
  switch (error.code) {
    case 'password-needed':
    case 'cancelled':
      return error.hint
    // @ts-expect-error: no such code
    case 'password-missing':
      return error.message
    default:
      return undefined
  }
}

export async function searching(analyzer: Analyzer, page: DrawingPage, local: LocalIndex) {
  const embedding = await analyzer.embed(page, { region: { x: 0, y: 0, width: 10, height: 10 } })
  expectType<Embedding>()(embedding)
  const remote = new RemoteIndex({ url: '/drawings', token: async () => 'secret' })
  for (const index of [local, remote]) {
    expectFits<DrawingSearch>(index)
    const { hits, nextOffset } = await index.search(embedding, { limit: 5 })
    expectType<Hit[]>()(hits)
    expectType<number | undefined>()(nextOffset)
  }
  for await (const hit of everyHit(remote, embedding)) expectType<Hit>()(hit)
  // @ts-expect-error: a condition names its facet
  await local.search(embedding, { filter: [{ at_most: 3 }] })
}

export async function correcting(analysis: Analysis, file: File) {
  const review = new Review({ understand: async (text, kind) => ({ text, kind, doubts: [] }) })
  review.complete(analysis.annotations)
  expectType<readonly Mark[]>()(review.marks)
  expectType<readonly Numbered[]>()(review.numbered)
  review.on('select', ({ detail }) => expectType<string | undefined>()(detail.id))
  // @ts-expect-error: no such event
  review.on('selected', () => {})
  // @ts-expect-error: no such verdict
  review.judge('a1', 'fine')
  const corrected = { ...analysis, annotations: review.annotations }
  expectType<string>()(toCoco([labelledPage(corrected, 'sheet.png')]))
  expectType<Blob>()(await toXlsx(corrected, { numbers: review.numbers }))
  expectType<Uint8Array<ArrayBuffer>>()(await toPdf(corrected, file))
  expectType<string>()(inspectionRows(corrected)[0]?.requirement ?? '')
}

export function Components({ file }: { file: File | undefined }) {
  const { document, status, retry } = useDocument(file)
  expectType<DrawingDocument | undefined>()(document)
  expectType<'idle' | 'loading' | 'ready' | 'failed'>()(status)
  expectType<() => void>()(retry)
  const { analysis, annotations } = useAnalysis(document, { page: 1, suspense: true })
  expectType<Analysis | undefined>()(analysis)
  expectType<readonly Annotation[]>()(annotations)
  expectType<Embedding | undefined>()(useQueryEmbedding(document).embedding)
  DraftlensProvider({ children: null, embedAhead: true })
  // @ts-expect-error: a provider's analyzer is given up with the provider, not by a signal
  DraftlensProvider({ children: null, signal: new AbortController().signal })
}

export async function offline(store: FieldStore, app: OfflineApp) {
  const note = await store.note('B-17/1', { measured_mm: 12.01 })
  expectType<Note<{ measured_mm: number }>>()(note)
  expectType<boolean>()(await app.isReadyOffline())
  // @ts-expect-error: only changes wait to be sent
  await store.outbox.put({ method: 'GET', url: '/v1/drawings' })
}

export async function ownNets(bytes: Blob) {
  using engine = await createEngine()
  using net = await engine.load({ bytes })
  expectType<NetAnswer>()(await net.run(new Float32Array(4), [1, 4]))
  // @ts-expect-error: no such net in the package
  await engine.load('classifier')
}

/** Whatever holds memory lets go of it by `using`. */
export function disposing(
  analyzer: Analyzer,
  drawing: DrawingDocument,
  engine: Engine,
  net: Net,
  index: LocalIndex,
) {
  for (const held of [analyzer, drawing, engine, net, index]) expectFits<Disposable>(held)
}

export function secondReading(reader: RemoteReader) {
  expectFits<SecondReader>(reader)
}
