// A page that is one file: it reads what is chosen, and finds it in an index of its own.
import { createAnalyzer } from 'draftlens'
import { inlineAssets } from 'draftlens/inline'
import { LocalIndex } from 'draftlens/search'

document.querySelector('input').addEventListener('change', async ({ target }) => {
  const analyzer = await createAnalyzer({ device: 'cpu', assetBase: inlineAssets })
  const drawing = await analyzer.open(target.files[0])
  const { annotations } = await analyzer.analyze(drawing.page(0))
  const vectors = await analyzer.embed(drawing.page(0))
  const model = { ...vectors.model, dim: vectors.dim }
  const index = await LocalIndex.create({ model, sheetShare: 0.5 }, { assetBase: inlineAssets })
  await index.put(target.files[0].name, [{ vectors }])
  const { hits } = await index.search(vectors)
  document.title = [...hits.map(({ id }) => id), ...annotations.map(({ text }) => text)].join(' · ')
})
