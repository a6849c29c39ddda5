import type { PageInfo, Point } from '../page-facts.js'

/** Which part of a page is seen, how large and which way up. */
export interface View {
  /** The page's point in the middle of the viewport. */
  readonly centreInPage: Point
  /** Screen (CSS) pixels a page pixel. */
  readonly scale: number
  /** Clockwise. */
  readonly quarterTurns: 0 | 1 | 2 | 3
  /** Mirrored left to right, after turning. */
  readonly isFlipped: boolean
}

/** Width and height in pixels. */
export interface Size {
  width: number
  height: number
}

/** `x' = a x + c y + e`, `y' = b x + d y + f`, as canvases take it. */
export interface Affine {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

/** What is made to fill the viewer: the whole page, or its width. */
export type Fit = 'page' | 'width'

type PageSize = Pick<PageInfo, 'width_px' | 'height_px'>

/** Air around a fitted page, in screen pixels. */
const FIT_MARGIN_PX = 16
/** Screen pixels a page pixel: further in there is nothing more to see. */
const SCALE_MAX = 32
/** A page is never made smaller than this part of the viewport. */
const SMALLEST_SHARE = 0.25

const COS = [1, 0, -1, 0] as const
const SIN = [0, 1, 0, -1] as const

export function screenFromPage(view: View, viewport: Size): Affine {
  const { scale, quarterTurns, isFlipped } = view
  const mirror = isFlipped ? -1 : 1
  const cos = COS[quarterTurns] * scale
  const sin = SIN[quarterTurns] * scale
  const [x, y] = view.centreInPage
  const [a, b, c, d] = [mirror * cos, sin, -mirror * sin, cos]
  return { a, b, c, d, e: viewport.width / 2 - a * x - c * y, f: viewport.height / 2 - b * x - d * y }
}

export function apply({ a, b, c, d, e, f }: Affine, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f]
}

export function inverse({ a, b, c, d, e, f }: Affine): Affine {
  const det = a * d - b * c
  return {
    a: d / det,
    b: -b / det,
    c: -c / det,
    d: a / det,
    e: (c * f - d * e) / det,
    f: (b * e - a * f) / det,
  }
}

/** The page's size as it lies on the screen. */
function turnedSize(page: PageSize, quarterTurns: View['quarterTurns']): Size {
  return quarterTurns % 2 === 0
    ? { width: page.width_px, height: page.height_px }
    : { width: page.height_px, height: page.width_px }
}

export function fitted(view: View, page: PageSize, viewport: Size, fit: Fit): View {
  const turned = turnedSize(page, view.quarterTurns)
  const wide = Math.max(1, viewport.width - 2 * FIT_MARGIN_PX) / turned.width
  const high = Math.max(1, viewport.height - 2 * FIT_MARGIN_PX) / turned.height
  const scale = fit === 'width' ? wide : Math.min(wide, high)
  const middle: Point = [page.width_px / 2, page.height_px / 2]
  if (fit === 'page' || turned.height * scale <= viewport.height)
    return { ...view, scale, centreInPage: middle }
  // By width a tall page starts at its top, whichever side of the paper that is now.
  const centred = { ...view, scale, centreInPage: middle }
  const overhang = (turned.height * scale - viewport.height) / 2 + FIT_MARGIN_PX
  return panned(centred, viewport, [0, overhang])
}

/** Moves the page by screen pixels. */
export function panned(view: View, viewport: Size, [dx, dy]: Point): View {
  const pageFromScreen = inverse(screenFromPage(view, viewport))
  return { ...view, centreInPage: apply(pageFromScreen, [viewport.width / 2 - dx, viewport.height / 2 - dy]) }
}

/** Zooms so that the page's point under `at` stays under it. */
export function zoomedAt(view: View, page: PageSize, viewport: Size, at: Point, factor: number): View {
  const turned = turnedSize(page, view.quarterTurns)
  const whole = Math.min(viewport.width / turned.width, viewport.height / turned.height)
  const scale = clamp(view.scale * factor, Math.min(1, whole * SMALLEST_SHARE), SCALE_MAX)
  const zoomed = { ...view, scale }
  const inPage = apply(inverse(screenFromPage(view, viewport)), at)
  const [x, y] = apply(screenFromPage(zoomed, viewport), inPage)
  return panned(zoomed, viewport, [at[0] - x, at[1] - y])
}

/** The middle of the viewport never leaves the page, so that the page cannot be lost. */
export function keptInSight(view: View, page: PageSize): View {
  const [x, y] = view.centreInPage
  return { ...view, centreInPage: [clamp(x, 0, page.width_px), clamp(y, 0, page.height_px)] }
}

export function turned(view: View, quarterTurns: number): View {
  // On a mirrored sheet, clockwise on the screen is the other way round on the paper.
  const turns = view.isFlipped ? -quarterTurns : quarterTurns
  return { ...view, quarterTurns: ((((view.quarterTurns + turns) % 4) + 4) % 4) as View['quarterTurns'] }
}

export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
