import { KINDS } from '../kinds.js'
import { areaOf } from '../quad.js'
import { badFormat, kindNamed, type LabelledPage, parsedJson } from './labelled-page.js'
import { boxAround, quadFromNumbers } from './quad.js'

interface Coco {
  images: { id: number; file_name: string; width: number; height: number }[]
  categories: { id: number; name: string; supercategory: string }[]
  annotations: {
    id: number
    image_id: number
    category_id: number
    /** One polygon, from the text's own upper left. */
    segmentation: number[][]
    bbox: number[]
    area: number
    iscrowd: 0
    attributes: { text: string }
  }[]
}

/**
 * Pages → a COCO file of polygons; texts are attributes.
 *
 * @example
 * ```ts
 * import { labelledPage, toCoco } from 'draftlens/export'
 *
 * const coco = toCoco([labelledPage(analysis, 'sheet.png')])
 * JSON.parse(coco).images[0].file_name // → 'sheet.png'
 * ```
 */
export function toCoco(pages: readonly LabelledPage[]): string {
  const coco: Coco = {
    images: pages.map(({ image, width, height }, index) => ({
      id: index + 1,
      file_name: image,
      width,
      height,
    })),
    categories: KINDS.map((name, index) => ({ id: index + 1, name, supercategory: 'drawing' })),
    annotations: pages
      .flatMap(({ annotations }, page) => annotations.map((label) => ({ page, ...label })))
      .map(({ page, kind, quad, text }, index) => ({
        id: index + 1,
        image_id: page + 1,
        category_id: KINDS.indexOf(kind) + 1,
        segmentation: [quad.flat()],
        bbox: boxAround(quad),
        area: areaOf(quad),
        iscrowd: 0,
        attributes: { text },
      })),
  }
  return JSON.stringify(coco, null, 1)
}

/**
 * A COCO file whose annotations are polygons of four corners → pages; fails with `bad-format`.
 *
 * @example
 * ```ts
 * import { fromCoco, labelledPage, toCoco } from 'draftlens/export'
 *
 * const [page] = fromCoco(toCoco([labelledPage(analysis, 'sheet.png')]))
 * page?.annotations.length === analysis.annotations.length // → true
 * ```
 */
export function fromCoco(text: string): LabelledPage[] {
  const coco = parsedJson(text, 'COCO file') as Partial<Coco>
  for (const part of ['images', 'categories', 'annotations'] as const) {
    if (!Array.isArray(coco?.[part])) throw badFormat('COCO file', `it has no list “${part}”`)
  }
  const { images, categories, annotations } = coco as Coco
  const kinds = new Map(categories.map(({ id, name }) => [id, name]))
  const pages = new Map(
    images.map(({ id, file_name: image, width, height }): [number, LabelledPage] => [
      id,
      { image, width, height, annotations: [] },
    ]),
  )
  for (const { id, image_id, category_id, segmentation, attributes } of annotations) {
    const page = pages.get(image_id)
    if (!page) throw badFormat('COCO file', `annotation ${id} is on image ${image_id}, which is not listed`)
    const quad = quadFromNumbers(segmentation?.[0] ?? [])
    if (!quad) throw badFormat('COCO file', `annotation ${id} is no polygon of four corners`)
    const kind = kindNamed(kinds.get(category_id), 'COCO file')
    page.annotations.push({ kind, quad, text: attributes?.text ?? '' })
  }
  return [...pages.values()]
}
