import type { Analysis, Annotation, AnnotationKind, FirstReading, ModelId, Vote } from './analysis.js'
import { DraftlensError } from './errors.js'
import { greyPng } from './grey-png.js'
import type { DrawingPage } from './page.js'
import { boundsOf, grownBy, moved, type Quad, sizeOf } from './quad.js'
import type { Doubt, Value } from './value.js'

/** A text that somebody is unsure of, cut out of its page: all that is ever sent of a drawing. */
export interface Crop {
  /** Of the annotation. */
  id: string
  kind: AnnotationKind
  /** The text, in the picture's own pixels. */
  quad: Quad
  /** The picture, as a PNG file. */
  png: Uint8Array<ArrayBuffer>
}

/** What several looks at a crop agree on. */
export interface SecondReading {
  kind: AnnotationKind
  /** Empty where nothing was read. */
  text: string
  /** 0 to 1: that the text is right. */
  text_score: number
  unsure: boolean
  doubts?: Doubt[]
  value?: Value
  /** All texts that were seen, the one with most behind it first. */
  votes: Vote[]
}

/** What a reader answers for the crops that it was given. */
export interface SecondReadings {
  /** The net that read. */
  reader: ModelId
  /** One for each crop, in their order. */
  readings: {
    /** Of the crop. */
    id: string
    reading?: SecondReading
    /** Why this one could not be read. */
    problem?: { code: string; detail: string; hint: string }
  }[]
}

/** Whoever reads crops again, such as a `RemoteReader` of `draftlens/search`. */
export interface SecondReader {
  /** Crops → a reading for each, in their order. */
  read(crops: readonly Crop[], options?: { signal?: AbortSignal | undefined }): Promise<SecondReadings>
}

/** Who reads again, and what may be sent. */
export interface ReadAgainOptions {
  reader: SecondReader
  /** Sees every picture before it is sent, and gives those that may be; all of them, where not said. */
  choose?: (crops: readonly Crop[]) => readonly Crop[] | Promise<readonly Crop[]>
  signal?: AbortSignal
}

/** Room around a text, in its heights: a box that is a little off still holds it. */
const ROOM_HEIGHTS = 1
const LEAST_TEXT_PX = 2

/**
 * Has the texts that stayed unsure read again, and gives the analysis with the answers in their places. Nothing is sent
 * but their crops, and nothing where nobody calls this. Fails with what the reader fails with; the analysis at hand
 * stays good, and {@link unsureCrops} of it can be sent another day.
 *
 * @example
 * ```ts no-run
 * import { readAgain } from 'draftlens'
 * import { RemoteReader } from 'draftlens/search'
 *
 * const reader = new RemoteReader({ url: 'https://drawings.example.com', token })
 * const surer = await readAgain(drawing.page(0), analysis, { reader })
 * ```
 */
export async function readAgain(
  page: DrawingPage,
  analysis: Analysis,
  { reader, choose, signal }: ReadAgainOptions,
): Promise<Analysis> {
  const crops = await unsureCrops(page, analysis, { signal })
  const chosen = choose ? await choose(crops) : crops
  if (chosen.length === 0) return analysis
  return withSecondReadings(analysis, await reader.read(chosen, { signal }))
}

/**
 * The texts of a page that stayed unsure, cut out. Nothing is sent. Fails with `bad-crop` where the page is not the one
 * that was analysed.
 *
 * @example
 * ```ts
 * import { unsureCrops } from 'draftlens'
 *
 * const crops = await unsureCrops(drawing.page(0), analysis)
 * crops.length <= analysis.annotations.filter(({ unsure }) => unsure).length // → true
 * ```
 */
export async function unsureCrops(
  page: DrawingPage,
  analysis: Analysis,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Crop[]> {
  const { width_px, height_px } = 'levels' in page.info ? page.info : await page.load({ signal })
  const { page: read } = analysis
  if (read.index !== page.index || read.width_px !== width_px || read.height_px !== height_px) {
    throw new DraftlensError({
      code: 'bad-crop',
      message: `The analysis is of page ${read.index} with ${read.width_px} × ${read.height_px} pixels, and not of this one.`,
      hint: 'Load the page at the resolution at which it was analysed, or analyse it again.',
    })
  }
  const crops: Crop[] = []
  for (const { id, kind, quad, unsure } of analysis.annotations) {
    const text = sizeOf(quad)
    if (!unsure || Math.min(text.width, text.height) < LEAST_TEXT_PX) continue
    const { left, top, right, bottom } = boundsOf(grownBy(quad, ROOM_HEIGHTS * text.height))
    const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))]
    const width = Math.min(width_px, Math.ceil(right)) - x
    const height = Math.min(height_px, Math.ceil(bottom)) - y
    const grey = await page.grey({ x, y, width, height }, { signal })
    const png = await greyPng(width, height, (top, rows) => grey.subarray(top * width, (top + rows) * width))
    crops.push({ id, kind, quad: moved(quad, [-x, -y]), png: new Uint8Array(await png.arrayBuffer()) })
  }
  return crops
}

/**
 * Second readings in the places of the first where they are at least as sure, and each says so; all else stays as it is
 * (why: docs/decisions/0020-a-second-reading-must-be-surer.md).
 *
 * @example
 * ```ts
 * import { withSecondReadings } from 'draftlens'
 *
 * const reader = { id: 'heavy', sha256: '4711' }
 * const [first] = analysis.annotations
 * const reading = { kind: 'dimension' as const, text: 'Ø12 H7', text_score: 1, unsure: false, votes: [] }
 * const readings = first ? [{ id: first.id, reading }] : []
 * withSecondReadings(analysis, { reader, readings }).annotations[0]?.text // → 'Ø12 H7'
 * ```
 */
export function withSecondReadings(analysis: Analysis, { reader, readings }: SecondReadings): Analysis {
  const read = new Map(readings.flatMap(({ id, reading }) => (reading?.text ? [[id, reading]] : [])))
  const annotations = analysis.annotations.map((annotation) => {
    const reading = read.get(annotation.id)
    return reading && reading.text_score >= annotation.text_score
      ? replaced(annotation, reading, reader)
      : annotation
  })
  return { ...analysis, annotations }
}

function replaced(annotation: Annotation, { votes, ...reading }: SecondReading, reader: ModelId): Annotation {
  const { id, quad, score, second_reading, ...now } = annotation
  const first: FirstReading = second_reading?.first ?? now
  return { id, quad, score, ...reading, source: 'pixels', second_reading: { reader, first, votes } }
}
