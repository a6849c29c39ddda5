import type { Analysis } from '../analysis.js'
import { balloons } from './balloons.js'
import type { InspectionOptions } from './inspection.js'
import { escaped } from './xml.js'

/** What is drawn beneath the balloons. */
export interface SvgOptions extends InspectionOptions {
  /** The sheet's picture under the balloons: an address, best one that holds the picture (`data:`), such as `page.png()`. */
  picture?: string
}

/**
 * Analysis → a sheet with balloons, in page pixels.
 *
 * @example
 * ```ts
 * import { toSvg } from 'draftlens/export'
 *
 * toSvg(analysis).startsWith('<svg') // → true
 * ```
 */
export function toSvg(analysis: Analysis, options: SvgOptions = {}): string {
  const { width_px, height_px } = analysis.page
  const size = `width="${width_px}" height="${height_px}"`
  const texts = new Map(analysis.annotations.map(({ id, text, unsure }) => [id, { text, unsure }]))
  const circles = balloons(analysis, options).map(({ number, id, centre, radius, foot }) => {
    const { text = '', unsure = false } = texts.get(id) ?? {}
    const [x, y] = centre.map(rounded)
    const toward = Math.atan2(foot[1] - centre[1], foot[0] - centre[0])
    const from = [centre[0] + Math.cos(toward) * radius, centre[1] + Math.sin(toward) * radius].map(rounded)
    return (
      `<g id="${escaped(id)}"${unsure ? ' class="unsure"' : ''}><title>${escaped(`${number}: ${text}`)}</title>` +
      `<path d="M${from} L${foot.map(rounded)}"/><circle cx="${x}" cy="${y}" r="${rounded(radius)}"/>` +
      `<text x="${x}" y="${y}" font-size="${rounded(radius)}">${number}</text></g>\n`
    )
  })
  const line = rounded(Math.max(analysis.page.dpi / 130, 1))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width_px} ${height_px}" ${size}>
<style>
circle { fill: #fff; stroke: #c2185b; stroke-width: ${line} }
path { stroke: #c2185b; stroke-width: ${line} }
text { fill: #c2185b; font-family: sans-serif; font-weight: bold; text-anchor: middle; dominant-baseline: central }
.unsure circle { stroke-dasharray: ${4 * line} ${2 * line} }
</style>
${options.picture === undefined ? '' : `<image href="${escaped(options.picture)}" ${size}/>\n`}${circles.join('')}</svg>
`
}

function rounded(number: number): number {
  return Number(number.toFixed(2))
}
