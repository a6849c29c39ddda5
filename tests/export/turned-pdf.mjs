// @ts-check
import { degrees, PDFDocument } from '@cantoo/pdf-lib'

/**
 * Pages that look alike but are turned each another way, and cut out of larger ones.
 * @param {number[]} turns @param {{ width_px: number, height_px: number, dpi: number }} page
 */
export async function multi_page_pdf(turns, { width_px, height_px, dpi }) {
  const file = await PDFDocument.create()
  const [along, down] = [(width_px / dpi) * 72, (height_px / dpi) * 72]
  for (const turn of turns) {
    const [width, height] = turn % 180 === 0 ? [along, down] : [down, along]
    const page = file.addPage([width + 50, height + 70])
    page.setCropBox(30, 20, width, height)
    page.setRotation(degrees(turn))
  }
  return new Uint8Array(await file.save())
}
