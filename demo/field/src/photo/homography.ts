import type { Point, Quad } from 'draftlens'

/** `x' = (a x + b y + c) / (g x + h y + 1)`, `y' = (d x + e y + f) / (g x + h y + 1)`. */
export type Homography = readonly [number, number, number, number, number, number, number, number]

/** The one perspective that takes four points to four others; no three of them may lie on a line. */
export function homographyBetween(from: Quad, to: Quad): Homography {
  const rows = from.flatMap(([x, y], at) => {
    const [u, v] = to[at] as Point
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]
  })
  return solved(rows) as unknown as Homography
}

export function projected([a, b, c, d, e, f, g, h]: Homography, [x, y]: Point): Point {
  const w = g * x + h * y + 1
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w]
}

/** Gauss, with the largest pivot: rows of coefficients, the right side last. */
function solved(rows: number[][]): number[] {
  const n = rows.length
  for (let column = 0; column < n; column++) {
    const below = rows.slice(column)
    const pivot = below.reduce((one, other) =>
      Math.abs(other[column] ?? 0) > Math.abs(one[column] ?? 0) ? other : one,
    )
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(column, 0, pivot)
    for (const row of rows) {
      if (row === pivot) continue
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1)
      for (let at = column; at <= n; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0)
    }
  }
  return rows.map((row, at) => (row[n] ?? 0) / (row[at] ?? 1))
}
