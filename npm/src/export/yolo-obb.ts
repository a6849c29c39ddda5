import { KINDS } from '../kinds.js'
import { badFormat, type LabelledPage } from './labelled-page.js'
import { quadFromNumbers } from './quad.js'

/** Figures behind the point: a thousandth of a pixel on an A0 sheet. */
const DECIMALS = 8

/**
 * Page → the lines of its label file: the kind's number and four corners as shares of width and height. The format has
 * no texts.
 *
 * @example
 * ```ts
 * import { labelledPage, toYoloObb } from 'draftlens/export'
 *
 * const lines = toYoloObb(labelledPage(analysis, 'sheet.png')).trim().split('\n')
 * lines.length === analysis.annotations.length // → true
 * ```
 */
export function toYoloObb({ annotations, width, height }: LabelledPage): string {
  return annotations
    .map(({ kind, quad }) => {
      const corners = quad.flatMap(([x, y]) => [
        (x / width).toFixed(DECIMALS),
        (y / height).toFixed(DECIMALS),
      ])
      return `${[KINDS.indexOf(kind), ...corners].join(' ')}\n`
    })
    .join('')
}

/**
 * The `data.yaml` that names the kinds beside the label files.
 *
 * @example
 * ```ts
 * import { yoloObbNames } from 'draftlens/export'
 *
 * yoloObbNames().includes('0: dimension') // → true
 * ```
 */
export function yoloObbNames(): string {
  return `names:\n${KINDS.map((kind, index) => `  ${index}: ${kind}\n`).join('')}`
}

/**
 * A label file, and the picture that it is of → page; fails with `bad-format`.
 *
 * @example
 * ```ts
 * import { fromYoloObb } from 'draftlens/export'
 *
 * const sheet = { image: 'sheet.png', width: 1000, height: 500 }
 * fromYoloObb('1 0.1 0.1 0.2 0.1 0.2 0.2 0.1 0.2', sheet).annotations[0]?.kind // → 'thread'
 * ```
 */
export function fromYoloObb(
  text: string,
  { image, width, height }: Pick<LabelledPage, 'image' | 'width' | 'height'>,
): LabelledPage {
  const lines = text.split('\n').map((line) => line.trim())
  const annotations = lines.flatMap((line, index) => {
    if (line === '') return []
    const [number = Number.NaN, ...shares] = line.split(/\s+/).map(Number)
    const kind = KINDS[number]
    const quad = quadFromNumbers(shares.map((share, place) => share * (place % 2 === 0 ? width : height)))
    if (!kind || !quad) {
      throw badFormat('YOLO label file', `line ${index + 1} is not a kind's number and eight shares`)
    }
    return { kind, quad, text: '' }
  })
  return { image, width, height, annotations }
}
