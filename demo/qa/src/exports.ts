import { type Analysis, type DrawingPage, isDraftlensError } from 'draftlens'
import {
  labelledPage,
  toCoco,
  toCsv,
  toCvatXml,
  toJson,
  toLabelStudio,
  toPdf,
  toSvg,
  toWebAnnotations,
  toXlsx,
  toYoloObb,
} from 'draftlens/export'
import { byId, element } from './element'

/** What is handed out: a page as it was corrected, and the numbers of its balloons. */
export interface Exported {
  name: string
  source: Blob | URL
  page: DrawingPage
  analysis: Analysis
  numbers: ReadonlyMap<string, number>
}

interface ExportFormat {
  name: string
  about: string
  extension: string
  make: (what: Exported) => Promise<Blob> | Blob
}

const FORMATS: Record<string, ExportFormat[]> = {
  'To inspect with': [
    {
      name: 'Excel',
      about: 'inspection rows of AS9102 Form 3',
      extension: 'xlsx',
      make: ({ analysis, numbers }) => toXlsx(analysis, { numbers }),
    },
    {
      name: 'CSV',
      about: 'the same rows as text',
      extension: 'csv',
      make: ({ analysis, numbers }) => blobOf(toCsv(analysis, { numbers })),
    },
    {
      name: 'PDF',
      about: 'the sheet with balloons',
      extension: 'pdf',
      make: balloonedPdf,
    },
    {
      name: 'SVG',
      about: 'the sheet with balloons',
      extension: 'svg',
      make: async ({ analysis, numbers, page }) =>
        blobOf(toSvg(analysis, { numbers, picture: await dataUrlOf(await page.png()) }), 'image/svg+xml'),
    },
    {
      name: 'JSON',
      about: 'everything that was read',
      extension: 'json',
      make: ({ analysis }) => blobOf(toJson(analysis)),
    },
  ],
  'Labels, to compare and to train with': [
    { name: 'Labels', about: 'for Check and the training', ...labels('labels.json', toJson) },
    {
      name: 'COCO',
      about: 'polygons, texts as attributes',
      ...labels('coco.json', (page) => toCoco([page])),
    },
    { name: 'YOLO-OBB', about: 'turned boxes without texts', ...labels('obb.txt', toYoloObb) },
    { name: 'CVAT', about: 'XML for images', ...labels('cvat.xml', (page) => toCvatXml([page])) },
    {
      name: 'Label Studio',
      about: 'tasks with their regions',
      ...labels('label-studio.json', (page) => toLabelStudio([page])),
    },
    {
      name: 'Web Annotation',
      about: 'of the W3C, for Annotorious',
      ...labels('annotations.json', (page) => JSON.stringify(toWebAnnotations(page, page.image), null, 2)),
    },
  ],
}

function labels(
  extension: string,
  written: (page: ReturnType<typeof labelledPage>) => string,
): Pick<ExportFormat, 'extension' | 'make'> {
  return { extension, make: (what) => blobOf(written(labelledPage(what.analysis, pictureNameOf(what)))) }
}

/** The list behind the Export button. */
export function followExport(current: () => Exported | undefined): void {
  const dialog = byId<HTMLDialogElement>('export-dialog')
  const problem = byId('export-problem')
  const groups = Object.entries(FORMATS).map(([title, formats]) =>
    element(
      'section',
      {},
      element('h3', {}, title),
      element('ul', { class: 'choices' }, ...formats.map(row)),
    ),
  )
  byId('export-list').replaceChildren(...groups)
  byId('export').addEventListener('click', () => {
    problem.textContent = ''
    dialog.showModal()
  })

  function row(format: ExportFormat): HTMLElement {
    const onclick = () => void hand(format)
    const words = [format.name, element('small', {}, format.about)]
    return element('li', {}, element('button', { type: 'button', class: 'sample', onclick }, ...words))
  }

  async function hand(format: ExportFormat): Promise<void> {
    const exported = current()
    if (!exported) return
    try {
      download(await format.make(exported), `${stemOf(pictureNameOf(exported))}.${format.extension}`)
      dialog.close()
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error)
    }
  }
}

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  element('a', { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export function stemOf(name: string): string {
  return name.replace(/\.[^.]+$/, '')
}

/** The file that was opened; of several pages in it, each its own. */
function pictureNameOf({ name, source, analysis }: Exported): string {
  const file = source instanceof URL ? (source.pathname.split('/').at(-1) ?? name) : name
  const { index } = analysis.page
  return index === 0 ? file : `${stemOf(file)}-page-${index + 1}.png`
}

function blobOf(text: string, type = 'text/plain'): Blob {
  return new Blob([text], { type })
}

/** Over the file itself; over the page's picture where nothing can be drawn on the file: a TIFF, a protected PDF. */
async function balloonedPdf({ analysis, numbers, source, page }: Exported): Promise<Blob> {
  const onFile = async () => toPdf(analysis, await bytesOf(source), { numbers })
  const onPicture = async () =>
    toPdf({ ...analysis, page: { ...analysis.page, index: 0 } }, await page.png(), { numbers })
  const pdf = await onFile().catch((error) => {
    if (isDraftlensError(error) && (error.code === 'unsupported' || error.code === 'damaged'))
      return onPicture()
    throw error
  })
  return new Blob([pdf], { type: 'application/pdf' })
}

function dataUrlOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}

async function bytesOf(source: Blob | URL): Promise<Blob> {
  return source instanceof Blob ? source : (await fetch(source)).blob()
}
