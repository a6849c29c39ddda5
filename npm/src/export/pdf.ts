import type { PDFDocument, PDFFont, PDFPage } from '@cantoo/pdf-lib'
import type { Analysis } from '../analysis.js'
import { DraftlensError, messageOf } from '../errors.js'
import type { Point } from '../page-facts.js'
import { type Balloon, balloons } from './balloons.js'
import type { InspectionOptions } from './inspection.js'

/** What is drawn into the PDF. */
export interface PdfOptions extends InspectionOptions {
  /** Opens a protected original. */
  password?: string
}

const POINTS_PER_INCH = 72
const LINE_POINTS = 0.7
/** Of Helvetica's size: the height of its figures. */
const FIGURE_HEIGHT = 0.7

/**
 * Analyses of pages, and the file they are of (PDF, PNG or JPEG), → a PDF: the original with balloons drawn on it, a
 * picture as its only page. Fails with `unsupported` for other files, of which `page.png()` makes a picture, and `damaged`
 * for broken ones.
 *
 * @example
 * ```ts
 * import { toPdf } from 'draftlens/export'
 *
 * const pdf = await toPdf(analysis, file, { numbers: review.numbers })
 * String.fromCharCode(...pdf.subarray(0, 4)) // → '%PDF'
 * ```
 */
export async function toPdf(
  analyses: Analysis | readonly Analysis[],
  original: Blob | Uint8Array<ArrayBuffer>,
  options: PdfOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = original instanceof Blob ? new Uint8Array(await original.arrayBuffer()) : original
  // Only who wants a PDF fetches its writer.
  const pdf = await import('@cantoo/pdf-lib')
  const list = [analyses].flat() as Analysis[]
  try {
    const file = await opened(pdf.PDFDocument, bytes, list, options)
    const font = await file.embedFont(pdf.StandardFonts.HelveticaBold)
    for (const analysis of list) {
      const page = file.getPages()[analysis.page.index]
      if (!page) throw noSuchPage(analysis.page.index, file.getPageCount())
      const pen = new Pen(pdf, page, font, analysis.page)
      for (const balloon of balloons(analysis, options)) pen.draw(balloon)
    }
    return new Uint8Array(await file.save())
  } catch (error) {
    if (error instanceof DraftlensError) throw error
    throw new DraftlensError(
      {
        code: 'damaged',
        message: `Nothing can be drawn on this file: ${messageOf(error)}`,
        hint: 'Save it again from the program that made it, or draw the balloons on a picture of the page.',
      },
      error,
    )
  }
}

async function opened(
  document: typeof PDFDocument,
  bytes: Uint8Array<ArrayBuffer>,
  [first]: readonly Analysis[],
  { password }: PdfOptions,
): Promise<PDFDocument> {
  const begins = (...magic: number[]) => magic.every((byte, index) => bytes[index] === byte)
  if (isPdf(bytes))
    return document.load(bytes, { updateMetadata: false, ...(password !== undefined && { password }) })
  const file = await document.create()
  const png = begins(0x89, 0x50, 0x4e, 0x47)
  if (!png && !begins(0xff, 0xd8, 0xff)) {
    throw new DraftlensError({
      code: 'unsupported',
      message: 'Balloons are drawn on PDF, PNG and JPEG files, and this is neither.',
      hint: 'Pass a PNG of the page: page.png().',
    })
  }
  const picture = png ? await file.embedPng(bytes) : await file.embedJpg(bytes)
  const points = POINTS_PER_INCH / (first?.page.dpi ?? POINTS_PER_INCH)
  const [width, height] = [
    (first?.page.width_px ?? picture.width) * points,
    (first?.page.height_px ?? picture.height) * points,
  ]
  file.addPage([width, height]).drawImage(picture, { x: 0, y: 0, width, height })
  return file
}

/** Scanners put a line or two before the beginning. */
function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-')
}

function noSuchPage(index: number, count: number): DraftlensError {
  return new DraftlensError({
    code: 'no-such-page',
    message: `There is no page ${index} (counted from 0): the file has ${count}.`,
    hint: 'Pass the file that was analysed.',
  })
}

/** Draws in page pixels, as the page is seen: cropped and turned. */
class Pen {
  readonly #pdf: typeof import('@cantoo/pdf-lib')
  readonly #page: PDFPage
  readonly #font: PDFFont
  readonly #turn: number
  readonly #scale: number

  constructor(
    pdf: typeof import('@cantoo/pdf-lib'),
    page: PDFPage,
    font: PDFFont,
    { width_px }: Analysis['page'],
  ) {
    this.#pdf = pdf
    this.#page = page
    this.#font = font
    this.#turn = ((page.getRotation().angle % 360) + 360) % 360
    const { width, height } = page.getCropBox()
    this.#scale = (this.#turn % 180 === 0 ? width : height) / width_px
  }

  draw({ number, centre, radius, foot }: Balloon): void {
    const { rgb, degrees } = this.#pdf
    const ink = rgb(0.76, 0.09, 0.36)
    const [x, y] = this.#place(centre)
    const [footX, footY] = this.#place(foot)
    const size = radius * this.#scale
    this.#page.drawLine({ start: { x, y }, end: { x: footX, y: footY }, thickness: LINE_POINTS, color: ink })
    this.#page.drawCircle({ x, y, size, borderColor: ink, borderWidth: LINE_POINTS, color: rgb(1, 1, 1) })
    const text = String(number)
    const [halfWidth, halfHeight] = [this.#font.widthOfTextAtSize(text, size) / 2, (size * FIGURE_HEIGHT) / 2]
    const turn = (this.#turn * Math.PI) / 180
    this.#page.drawText(text, {
      x: x - Math.cos(turn) * halfWidth + Math.sin(turn) * halfHeight,
      y: y - Math.sin(turn) * halfWidth - Math.cos(turn) * halfHeight,
      size,
      font: this.#font,
      color: ink,
      rotate: degrees(this.#turn),
    })
  }

  /** Page pixels → the file's own points, which count upward and before the page is turned. */
  #place([pxX, pxY]: Point): Point {
    const [x, y] = [pxX * this.#scale, pxY * this.#scale]
    const { x: left, y: bottom, width, height } = this.#page.getCropBox()
    if (this.#turn === 90) return [left + y, bottom + x]
    if (this.#turn === 180) return [left + width - x, bottom + y]
    if (this.#turn === 270) return [left + width - y, bottom + height - x]
    return [left + x, bottom + height - y]
  }
}
