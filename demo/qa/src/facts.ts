import type { LoadedPageInfo, PageInfo, TextLayer } from 'draftlens'
import { counted } from './counted'
import type { Drawing } from './drawings'
import { byId, element } from './element'

/** What is known of the page that is shown; what is not known yet is left out. */
export interface PageFacts {
  info: PageInfo | LoadedPageInfo
  decodeMs?: number
  textLayer?: TextLayer | undefined
}

const MM_PER_INCH = 25.4

const DPI_SOURCE: Record<PageInfo['dpi_source'], string> = {
  file: 'as the file says',
  paper: 'from the paper size',
  assumed: 'assumed',
  rendered: 'as rendered',
}

/** ISO 216, short side first. */
const PAPERS_MM: [name: string, short: number, long: number][] = [
  ['A0', 841, 1189],
  ['A1', 594, 841],
  ['A2', 420, 594],
  ['A3', 297, 420],
  ['A4', 210, 297],
  ['A5', 148, 210],
]
const PAPER_TOLERANCE_MM = 4

export function renderFacts(drawing: Drawing | undefined, page: PageFacts | undefined): void {
  const rows: [string, string | Node][] = drawing ? [['File', drawing.name]] : []
  if (drawing?.document) rows.push(['Format', formatWords(drawing)])
  if (page) rows.push(...pageRows(page))
  if (drawing?.sample) {
    const { author, licence, source } = drawing.sample
    rows.push(['Drawing by', author], ['Licence', licence])
    rows.push([
      'Source',
      element('a', { href: source, target: '_blank', rel: 'noopener' }, new URL(source).pathname.slice(1)),
    ])
  }
  byId('facts').replaceChildren(
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  )
  const notices = (drawing?.document?.notices ?? []).filter(
    (notice) => notice.page === null || notice.page === page?.info.index,
  )
  byId('notices').replaceChildren(...notices.map(({ message }) => element('p', { class: 'notice' }, message)))
}

function formatWords({ document, source }: Drawing): string {
  const parts = [document?.format === 'webp' ? 'WebP' : (document?.format ?? '').toUpperCase()]
  if (source instanceof Blob) parts.push(bytesInWords(source.size))
  const count = document?.pageCount ?? 1
  parts.push(count === 1 ? '1 page' : `${count} pages`)
  return parts.join(' · ')
}

function pageRows({ info, decodeMs, textLayer }: PageFacts): [string, string][] {
  const rows: [string, string][] = [
    ['Size', `${info.width_px} × ${info.height_px} px`],
    ['Paper', paperInWords(info)],
    ['Resolution', `${Math.round(info.dpi)} dpi, ${DPI_SOURCE[info.dpi_source]}`],
    ['Depth', info.bits === 1 ? '1 bit, black and white' : '8 bits, grey'],
  ]
  if ('ink' in info) rows.push(['Ink', info.ink === 'dark' ? 'dark on light' : 'light on dark'])
  if (textLayer) rows.push(['Text in the file', wordsInWords(textLayer)])
  if (decodeMs !== undefined) rows.push(['Decoded in', `${Math.round(decodeMs)} ms`])
  return rows
}

function wordsInWords({ words }: TextLayer): string {
  const unseen = words.filter(({ visible }) => !visible).length
  const count = counted(words.length, 'word')
  return unseen > 0 ? `${count}, ${unseen} of them not drawn` : count
}

function paperInWords({ width_px, height_px, dpi }: PageInfo): string {
  const [width, height] = [(width_px / dpi) * MM_PER_INCH, (height_px / dpi) * MM_PER_INCH]
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  const near = (one: number, other: number) => Math.abs(one - other) <= PAPER_TOLERANCE_MM
  const paper = PAPERS_MM.find(
    ([, papersShort, papersLong]) => near(short, papersShort) && near(long, papersLong),
  )
  const size = `${Math.round(width)} × ${Math.round(height)} mm`
  return paper ? `${paper[0]}, ${size}` : size
}

function bytesInWords(bytes: number): string {
  if (bytes < 1e3) return `${bytes} bytes`
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
