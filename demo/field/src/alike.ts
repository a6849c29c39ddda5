import type { Analyzer, DrawingPage, Embedding } from 'draftlens'
import type { FieldStore, StoredDrawing } from 'draftlens/offline'
import { type Hit, LocalIndex } from 'draftlens/search'
import { element } from '../../qa/src/element'

const HITS = 8
const ASSETS = 'draftlens/'

/** A page of a drawing → drawings of this device that look like it, without itself. */
export async function drawingsAlike(
  store: FieldStore,
  analyzer: () => Promise<Analyzer>,
  drawing: StoredDrawing,
  page: DrawingPage,
): Promise<{ hit: Hit; drawing: StoredDrawing; picture: ArrayBuffer | undefined }[]> {
  const known = (await store.readings(drawing, page.index)).embedding
  const like = known ?? (await (await analyzer()).embed(page))
  if (!known) await store.putReadings(drawing, page.index, { embedding: like })
  const index = await LocalIndex.create({ model: { ...like.model, dim: like.dim } }, { assetBase: ASSETS })
  try {
    const all = new Map((await store.drawings()).map((one) => [one.id, one]))
    for (const one of all.values()) {
      // Vectors of an older model cannot be compared: they are made anew when the drawing is opened.
      const pages = (await embeddedPages(store, one)).filter(
        ({ vectors }) =>
          vectors.model.sha256 === like.model.sha256 && vectors.model.version === like.model.version,
      )
      if (one.id !== drawing.id && pages.length > 0) await index.put(one.id, pages)
    }
    if (index.size === 0) return []
    const { hits } = await index.search(like, { limit: HITS })
    return await Promise.all(
      hits.flatMap((hit) => {
        const found = all.get(hit.id)
        if (!found) return []
        return [store.readings(found, 0).then(({ picture }) => ({ hit, drawing: found, picture }))]
      }),
    )
  } finally {
    index.dispose()
  }
}

async function embeddedPages(
  store: FieldStore,
  drawing: StoredDrawing,
): Promise<{ page: number; vectors: Embedding }[]> {
  const pages: { page: number; vectors: Embedding }[] = []
  for (const { page, embedding } of await store.allReadings(drawing)) {
    if (embedding) pages.push({ page, vectors: embedding })
  }
  return pages
}

export function alikePanel(
  found: Awaited<ReturnType<typeof drawingsAlike>>,
  onOpen: (id: string, page: number) => void,
): HTMLElement[] {
  const rows = found.map(({ hit, drawing, picture }) => {
    const image = element('img', { alt: '' })
    if (picture) {
      image.src = URL.createObjectURL(new Blob([picture], { type: 'image/png' }))
      image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true })
    }
    return element(
      'li',
      {},
      element(
        'button',
        { type: 'button', class: 'card', onclick: () => onOpen(drawing.id, hit.page) },
        element('span', { class: 'picture' }, ...(picture ? [image] : [])),
        element('strong', {}, drawing.title),
        element(
          'small',
          { class: 'score' },
          `${hit.page > 0 ? `Page ${hit.page + 1} · ` : ''}${Math.round(100 * hit.score)} % alike`,
        ),
      ),
    )
  })
  const words =
    rows.length > 0 ? 'Drawings like this one' : 'No other drawing on this device has been looked at yet.'
  return [element('header', {}, element('h2', {}, words)), element('ul', { class: 'hits' }, ...rows)]
}
