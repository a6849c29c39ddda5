// Sheets and readings in the libraries that a page may have already.
import { createImageAnnotator, W3CImageFormat } from '@annotorious/annotorious'
import { createAnalyzer } from 'draftlens'
import { linkAnnotorious } from 'draftlens/annotorious'
import { tileSourceOf } from 'draftlens/openseadragon'
import { Review } from 'draftlens/viewer'
import OpenSeadragon from 'openseadragon'
import '@annotorious/annotorious/annotorious.css'

const SHEET = '/samples/odri_motor_shaft.png'

async function openSeadragon() {
  const element = document.createElement('div')
  Object.assign(element.style, { width: '800px', height: '600px' })
  document.body.append(element)
  const analyzer = await createAnalyzer({ assetBase: '/npm/' })
  const page = (await analyzer.open(SHEET)).page(0)
  const viewer = OpenSeadragon({
    element,
    drawer: 'canvas',
    showNavigationControl: false,
    tileSources: [await tileSourceOf(page)],
  })
  Object.assign(globalThis, { viewer })
  return page.info
}

async function annotorious() {
  const image = Object.assign(new Image(), { src: SHEET })
  document.body.replaceChildren(image)
  await image.decode()
  const analyzer = await createAnalyzer({ assetBase: '/npm/', device: 'cpu' })
  const review = new Review({ understand: (text, kind) => analyzer.understand(text, kind) })
  const annotator = createImageAnnotator(image, { adapter: W3CImageFormat(SHEET), drawingEnabled: true })
  const stop = linkAnnotorious(annotator, review, SHEET)
  const page = (await analyzer.open(SHEET)).page(0)
  const analysis = await analyzer.analyze(page, { onPartial: (some) => review.add(some) })
  review.complete(analysis.annotations)
  Object.assign(globalThis, { annotator, review, stop })
}

Object.assign(globalThis, { adapters: { openSeadragon, annotorious } })
