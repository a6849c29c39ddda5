// Runs in the browser: each example of the reference, on a drawing that was opened and read.
import { examples } from 'all-examples'
import { createAnalyzer } from 'draftlens'
import { DrawingViewer, Review } from 'draftlens/viewer'

declare global {
  var mustBe: (expression: string, is: unknown, mustBe: unknown) => void
}

const SAMPLE = '/samples/odri_motor_shaft.png'

/** What the examples take for granted. */
async function given() {
  const element = Object.assign(document.createElement('div'), { style: 'width: 600px; height: 400px' })
  const button = document.createElement('button')
  document.body.append(element, button)
  const file = new File([await (await fetch(SAMPLE)).blob()], 'odri_motor_shaft.png')
  const analyzer = await createAnalyzer({ device: 'cpu' })
  const drawing = await analyzer.open(file)
  const analysis = await analyzer.analyze(drawing.page(0))
  const vectors = await analyzer.embed(drawing.page(0))
  const review = new Review({ understand: (text, kind) => analyzer.understand(text, kind) })
  review.complete(analysis.annotations)
  const viewer = new DrawingViewer(element)
  await viewer.show(drawing, 0)
  return { analyzer, analysis, button, drawing, element, file, review, vectors, viewer }
}

/** What went wrong, by the name of the example. */
export async function run(): Promise<string[]> {
  const failures: string[] = []
  Object.assign(globalThis, await given())
  for (const [name, example] of examples) {
    globalThis.mustBe = (expression, is, must) => {
      const [found, wanted] = [JSON.stringify(is), JSON.stringify(must)]
      if (found !== wanted) failures.push(`${name}: ${expression} is ${found} and not ${wanted}`)
    }
    await example().catch((error: unknown) => failures.push(`${name}: ${error}`))
  }
  return failures
}
