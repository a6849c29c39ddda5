// What a customer's page does, in the fewest lines; bundlers build it, plain servers send it as it is.
import { createAnalyzer } from 'draftlens'

const options = globalThis.ASSET_BASE === undefined ? {} : { assetBase: globalThis.ASSET_BASE }
const analyzer = await createAnalyzer({ device: 'cpu', ...options })
const drawing = await analyzer.open('/sheet.png')
const { annotations } = await analyzer.analyze(drawing.page(0))
document.title = annotations.map(({ text }) => text).join(' · ')
analyzer.dispose()
