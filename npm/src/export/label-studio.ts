import { KINDS } from '../kinds.js'
import { badFormat, kindNamed, type Label, type LabelledPage, parsedJson } from './labelled-page.js'
import { quadOf, turnedBoxOf } from './quad.js'
import { escaped } from './xml.js'

const FORMAT = 'Label Studio file'

/** A region says where and what; a second result of the same id says the text. Places are shares in percent. */
interface Result {
  id: string
  type: string
  from_name: string
  to_name: string
  original_width: number
  original_height: number
  value: {
    x: number
    y: number
    width: number
    height: number
    rotation: number
    rectanglelabels?: string[]
    text?: string[] | string
  }
}

interface Task {
  data: { image: string }
  annotations: { result: Result[] }[]
}

/**
 * The labelling interface that a project for these tasks needs.
 *
 * @example
 * ```ts
 * import { labelStudioConfig } from 'draftlens/export'
 *
 * labelStudioConfig().startsWith('<View>') // → true
 * ```
 */
export function labelStudioConfig(): string {
  const labels = KINDS.map((kind) => `    <Label value="${escaped(kind)}"/>`).join('\n')
  return `<View>
  <Image name="image" value="$image" zoom="true" rotateControl="true"/>
  <RectangleLabels name="kind" toName="image" canRotate="true">
${labels}
  </RectangleLabels>
  <TextArea name="text" toName="image" perRegion="true" editable="true" rows="1"/>
</View>
`
}

/**
 * Pages → tasks that Label Studio imports.
 *
 * @example
 * ```ts
 * import { labelledPage, toLabelStudio } from 'draftlens/export'
 *
 * const tasks = toLabelStudio([labelledPage(analysis, '/data/upload/sheet.png')])
 * ```
 */
export function toLabelStudio(pages: readonly LabelledPage[]): string {
  const tasks: Task[] = pages.map((page) => ({
    data: { image: page.image },
    annotations: [
      { result: page.annotations.flatMap((label, index) => resultsOf(label, `t${index + 1}`, page)) },
    ],
  }))
  return JSON.stringify(tasks, null, 1)
}

function resultsOf({ kind, quad, text }: Label, id: string, { width, height }: LabelledPage): Result[] {
  const box = turnedBoxOf(quad)
  const place = {
    x: (box.corner[0] / width) * 100,
    y: (box.corner[1] / height) * 100,
    width: (box.width / width) * 100,
    height: (box.height / height) * 100,
    rotation: box.degrees,
  }
  const common = { id, to_name: 'image', original_width: width, original_height: height }
  return [
    { ...common, type: 'rectanglelabels', from_name: 'kind', value: { ...place, rectanglelabels: [kind] } },
    { ...common, type: 'textarea', from_name: 'text', value: { ...place, text: [text] } },
  ]
}

/**
 * What Label Studio exports as JSON → pages, of each task the last annotation; fails with `bad-format`.
 *
 * @example
 * ```ts
 * import { fromLabelStudio, labelledPage, toLabelStudio } from 'draftlens/export'
 *
 * const [page] = fromLabelStudio(toLabelStudio([labelledPage(analysis, 'sheet.png')]))
 * page?.width === analysis.page.width_px // → true
 * ```
 */
export function fromLabelStudio(text: string): LabelledPage[] {
  const tasks = parsedJson(text, FORMAT)
  if (!Array.isArray(tasks)) throw badFormat(FORMAT, 'it is no list of tasks')
  return (tasks as Partial<Task>[]).map((task, index) => {
    const results = task.annotations?.at(-1)?.result
    if (!Array.isArray(results)) throw badFormat(FORMAT, `task ${index + 1} has no annotation`)
    const texts = new Map(
      results
        .filter(({ type }) => type === 'textarea')
        .map(({ id, value }) => [id, [value.text ?? ''].flat()[0]]),
    )
    const regions = results.filter(({ type }) => type === 'rectanglelabels')
    const annotations = regions.map((region) => labelOf(region, texts.get(region.id) ?? ''))
    const { original_width: width = 0, original_height: height = 0 } = results[0] ?? {}
    return { image: task.data?.image ?? '', width, height, annotations }
  })
}

function labelOf({ value, original_width, original_height, id }: Result, text: string): Label {
  const box = {
    corner: [(value.x / 100) * original_width, (value.y / 100) * original_height] as [number, number],
    width: (value.width / 100) * original_width,
    height: (value.height / 100) * original_height,
    degrees: value.rotation ?? 0,
  }
  if (![...box.corner, box.width, box.height].every(Number.isFinite)) {
    throw badFormat(FORMAT, `region “${id}” has no place`)
  }
  return { kind: kindNamed(value.rectanglelabels?.[0], FORMAT), quad: quadOf(box), text }
}
