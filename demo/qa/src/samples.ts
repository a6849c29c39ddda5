import { byId, element } from './element'

/** A drawing that comes with the demo, with whom it belongs to. */
export interface Sample {
  id: string
  title: string
  file: string
  licence: string
  author: string
  source: string
  changes: string
}

export async function loadSamples(): Promise<Sample[]> {
  const response = await fetch('samples/samples.json')
  if (!response.ok) throw new Error(`samples/samples.json answered ${response.status}`)
  return (await response.json()) as Sample[]
}

export function sampleUrl(sample: Sample): URL {
  return new URL(`samples/${sample.file}`, document.baseURI)
}

/** The list behind the Samples button; the licence of each drawing stands beside its title. */
export function showSamples(samples: Sample[], onChoose: (sample: Sample) => void): void {
  const dialog = byId<HTMLDialogElement>('samples-dialog')
  const rows = samples.map((sample) => {
    const choose = () => {
      dialog.close()
      onChoose(sample)
    }
    const owner = element('small', {}, `${sample.author} · ${sample.licence} · ${sample.changes}`)
    const title = element('span', {}, sample.title)
    return element(
      'li',
      {},
      element('button', { type: 'button', class: 'sample', onclick: choose }, title, owner),
    )
  })
  byId('sample-list').replaceChildren(...rows)
  dialog.showModal()
}
