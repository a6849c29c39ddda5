import type { Point, Quad } from 'draftlens'

export interface Grey {
  width: number
  height: number
  /** A byte a pixel. */
  pixels: Uint8Array
}

/** The paper in a small grey picture, as its largest bright area: its corners, clockwise from the upper left. */
export function paperCorners(grey: Grey): Quad {
  const paper = largestArea(grey, threshold(grey.pixels))
  const { width } = grey
  const points = paper.map((at): Point => [at % width, Math.floor(at / width)])
  const farthest = (along: (point: Point) => number) =>
    points.reduce((one, other) => (along(other) > along(one) ? other : one), points[0] ?? [0, 0])
  return [
    farthest(([x, y]) => -x - y),
    farthest(([x, y]) => x - y),
    farthest(([x, y]) => x + y),
    farthest(([x, y]) => y - x),
  ]
}

/** Otsu's: where the two sides differ most from each other. */
function threshold(pixels: Uint8Array): number {
  const counts = new Array<number>(256).fill(0)
  for (const pixel of pixels) counts[pixel] = (counts[pixel] ?? 0) + 1
  const total = counts.reduce((sum, count, level) => sum + count * level, 0)
  let [nBelow, sumBelow, best, bestAt] = [0, 0, 0, 128]
  for (const [level, count] of counts.entries()) {
    nBelow += count
    sumBelow += count * level
    const nAbove = pixels.length - nBelow
    if (nBelow === 0 || nAbove === 0) continue
    const apart = sumBelow / nBelow - (total - sumBelow) / nAbove
    const between = nBelow * nAbove * apart * apart
    if (between > best) [best, bestAt] = [between, level]
  }
  return bestAt
}

/** Places of the pixels that are brighter and hang together. */
function largestArea({ width, height, pixels }: Grey, brighterThan: number): number[] {
  const isSeen = new Uint8Array(pixels.length)
  let largest: number[] = []
  for (let start = 0; start < pixels.length; start++) {
    if (isSeen[start] || (pixels[start] ?? 0) <= brighterThan) continue
    const area = [start]
    isSeen[start] = 1
    // An array goes on to what is added while it is walked.
    for (const at of area) {
      const x = at % width
      const y = Math.floor(at / width)
      const beside = [
        x > 0 && at - 1,
        x < width - 1 && at + 1,
        y > 0 && at - width,
        y < height - 1 && at + width,
      ]
      for (const next of beside) {
        if (next === false || isSeen[next] || (pixels[next] ?? 0) <= brighterThan) continue
        isSeen[next] = 1
        area.push(next)
      }
    }
    if (area.length > largest.length) largest = area
  }
  return largest
}
