import type { Analysis } from 'draftlens'
import { toCsv, toJson, toPdf, toSvg, toXlsx } from 'draftlens/export'
import { byId, element } from './element'

/** What is handed out: a page as it was corrected, and the numbers of its balloons. */
export interface Exported {
  name: string
  source: Blob | URL
  analysis: Analysis
  numbers: ReadonlyMap<string, number>
}

interface ExportFormat {
  name: string
  extension: string
  make: (what: Exported) => Promise<Blob> | Blob
}

const FORMATS: ExportFormat[] = [
  { name: 'JSON: everything', extension: 'json', make: ({ analysis }) => blobOf(toJson(analysis)) },
  {
    name: 'Excel: inspection rows (AS9102)',
    extension: 'xlsx',
    make: ({ analysis, numbers }) => toXlsx(analysis, { numbers }),
  },
  {
    name: 'CSV: inspection rows',
    extension: 'csv',
    make: ({ analysis, numbers }) => blobOf(toCsv(analysis, { numbers })),
  },
  {
    name: 'PDF with balloons',
    extension: 'pdf',
    make: async ({ analysis, numbers, source }) =>
      new Blob([await toPdf(analysis, await bytesOf(source), { numbers })], { type: 'application/pdf' }),
  },
  {
    name: 'SVG with balloons',
    extension: 'svg',
    make: ({ analysis, numbers }) => blobOf(toSvg(analysis, { numbers }), 'image/svg+xml'),
  },
]

/** The list behind the Export button. */
export function followExport(current: () => Exported | undefined): void {
  const dialog = byId<HTMLDialogElement>('export-dialog')
  const problem = byId('export-problem')
  const rows = FORMATS.map((format) =>
    element(
      'li',
      {},
      element('button', { type: 'button', class: 'sample', onclick: () => void hand(format) }, format.name),
    ),
  )
  byId('export-list').replaceChildren(...rows)
  byId('export').addEventListener('click', () => {
    problem.textContent = ''
    dialog.showModal()
  })

  async function hand(format: ExportFormat): Promise<void> {
    const exported = current()
    if (!exported) return
    try {
      download(await format.make(exported), `${stemOf(exported.name)}.${format.extension}`)
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

function blobOf(text: string, type = 'text/plain'): Blob {
  return new Blob([text], { type })
}

async function bytesOf(source: Blob | URL): Promise<Blob> {
  return source instanceof Blob ? source : (await fetch(source)).blob()
}
