import { KINDS } from '../kinds.js'
import type { Quad } from '../quad.js'
import { badFormat, kindNamed, type Label, type LabelledPage } from './labelled-page.js'
import { quadFromNumbers, quadOf } from './quad.js'
import { type Element, escaped, parsedXml } from './xml.js'

const FORMAT = 'CVAT file'

/**
 * Pages → “CVAT for images 1.1”: a polygon for each text, which is its attribute.
 *
 * @example
 * ```ts
 * import { labelledPage, toCvatXml } from 'draftlens/export'
 *
 * const xml = toCvatXml([labelledPage(analysis, 'sheet.png')])
 * xml.includes('name="sheet.png"') // → true
 * ```
 */
export function toCvatXml(pages: readonly LabelledPage[]): string {
  const labels = KINDS.map(
    (kind) =>
      `<label><name>${kind}</name><type>polygon</type><attributes><attribute><name>text</name>` +
      '<mutable>False</mutable><input_type>text</input_type><default_value></default_value><values></values>' +
      '</attribute></attributes></label>',
  )
  const images = pages.map(
    ({ image, width, height, annotations }, id) =>
      `<image id="${id}" name="${escaped(image)}" width="${width}" height="${height}">\n` +
      `${annotations.map(polygon).join('')}</image>\n`,
  )
  return (
    '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n<version>1.1</version>\n' +
    `<meta><task><labels>${labels.join('')}</labels></task></meta>\n${images.join('')}</annotations>\n`
  )
}

function polygon({ kind, quad, text }: Label): string {
  const points = quad.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(';')
  return (
    `<polygon label="${kind}" source="manual" occluded="0" points="${points}" z_order="0">` +
    `<attribute name="text">${escaped(text)}</attribute></polygon>\n`
  )
}

/**
 * “CVAT for images 1.1”, with polygons of four corners and turned boxes → pages; fails with `bad-format`.
 *
 * @example
 * ```ts
 * import { fromCvatXml, labelledPage, toCvatXml } from 'draftlens/export'
 *
 * const [page] = fromCvatXml(toCvatXml([labelledPage(analysis, 'sheet.png')]))
 * page?.image // → 'sheet.png'
 * ```
 */
export function fromCvatXml(text: string): LabelledPage[] {
  const root = parsedXml(text, FORMAT)
  if (root.name !== 'annotations') throw badFormat(FORMAT, `it begins with “${root.name}”, not “annotations”`)
  return root.children.filter(({ name }) => name === 'image').map(pageOf)
}

function pageOf({ attributes, children }: Element): LabelledPage {
  const { name: image = '', width, height } = attributes
  const shapes = children.filter(({ name }) => name === 'polygon' || name === 'box')
  const annotations = shapes.map((shape, index) => {
    const quad = shape.name === 'box' ? turnedBox(shape) : corners(shape)
    if (!quad) throw badFormat(FORMAT, `shape ${index + 1} on “${image}” does not have four corners`)
    const text = shape.children.find(({ attributes }) => attributes['name'] === 'text')?.text ?? ''
    return { kind: kindNamed(shape.attributes['label'], FORMAT), quad, text }
  })
  return { image, width: Number(width), height: Number(height), annotations }
}

function corners({ attributes }: Element): Quad | undefined {
  return quadFromNumbers((attributes['points'] ?? '').split(/[;,]/).map(Number.parseFloat))
}

/** CVAT turns a box about its centre. */
function turnedBox({ attributes }: Element): Quad | undefined {
  const number = (name: string) => Number.parseFloat(attributes[name] ?? '')
  const [left, top, right, bottom] = ['xtl', 'ytl', 'xbr', 'ybr'].map(number)
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return undefined
  if (![left, top, right, bottom].every(Number.isFinite)) return undefined
  const [width, height] = [right - left, bottom - top]
  const degrees = number('rotation') || 0
  const turn = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const [halfWidth, halfHeight] = [width / 2, height / 2]
  return quadOf({
    corner: [
      left + halfWidth - cos * halfWidth + sin * halfHeight,
      top + halfHeight - sin * halfWidth - cos * halfHeight,
    ],
    width,
    height,
    degrees,
  })
}
