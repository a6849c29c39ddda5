import type { DrawingDocument } from '../document.js'
import { type DraftlensError, isDraftlensError } from '../errors.js'
import type { DrawingPage } from '../page.js'
import type { LoadedPageInfo, PageInfo, Point } from '../page-facts.js'
import { centreOf, type Quad, sizeOf } from '../quad.js'
import { followGestures, type Grip, type Pointer } from './gestures.js'
import { type KeyAction, keyAction } from './keys.js'
import { paint } from './paint.js'
import { TileCache } from './tile-cache.js'
import { coarsestTile, visibleTiles } from './tiles.js'
import {
  type Affine,
  apply,
  type Fit,
  fitted,
  inverse,
  keptInSight,
  panned,
  type Size,
  screenFromPage,
  turned,
  type View,
  zoomedAt,
} from './view.js'
import { buildViewerDom } from './viewer-dom.js'

/** What a viewer is called. */
export interface ViewerOptions {
  /** What a screen reader calls the drawing. */
  label?: string
}

/** Points are in screen pixels from the viewer's upper left. */
export interface SheetTool {
  /** Takes hold of what lies there; else the sheet is panned. */
  grip(at: Point, pointer: Pointer): Grip | undefined
  /** A short press. */
  tap(at: Point, pointer: Pointer): void
  /** The pointer is here, or has gone. */
  hover(at: Point | undefined, pointer: Pointer): void
  /** Whether the key meant something. */
  press(event: KeyboardEvent): boolean
}

/** What a viewer tells of. */
export interface ViewerEvents {
  /** The view moved, turned or changed its size. */
  viewchange: CustomEvent<{ view: View; zoom: number }>
  /** Another page is shown; its header is known, its pixels may still be on their way. */
  pagechange: CustomEvent<{ index: number; info: PageInfo }>
  /** The page is decoded. */
  pageload: CustomEvent<{ index: number; info: LoadedPageInfo; decodeMs: number }>
  /** A frame was drawn: whoever draws over the sheet does so now. */
  paint: CustomEvent<{ deviceFromPage: Affine; canvas: Size }>
  progress: CustomEvent<{ done: number; total: number }>
  error: CustomEvent<DraftlensError>
}

/** 512-pixel tiles of 1 MB each; a screen of more than five megapixels needs more to be filled once. */
const TILES_KEPT = 64
const TILES_KEPT_LARGE = 128
const LARGE_SCREEN_PX = 5_000_000
/** Beyond what is visible, room for what was seen just before. */
const VISIBLE_SHARE = 0.75
const KEY_PAN_SHARE = 0.15
const KEY_ZOOM_FACTOR = 1.25
/** Screen readers hear where the zoom came to rest, not its way there. */
const ANNOUNCE_AFTER_MS = 400
/** What is pointed out is brought this far inside, and made large enough to be read. */
const REVEAL_MARGIN_PX = 48
const LEGIBLE_PX = 9
const REVEALED_PX = 18

/**
 * Shows the pages of a drawing in an element: pans, zooms, turns. Whatever is slow happens in the document's worker;
 * here tiles are only drawn. The element needs a size of its own.
 *
 * @example
 * ```ts
 * import { DrawingViewer } from 'draftlens/viewer'
 *
 * const viewer = new DrawingViewer(element)
 * await viewer.show(drawing, 0)
 * viewer.zoomTo(1)
 * const stop = viewer.on('viewchange', () => console.log(viewer.zoom))
 * ```
 */
export class DrawingViewer extends EventTarget {
  /** What else a hand or a key does here than look. */
  tool: SheetTool | undefined
  readonly #root: HTMLElement
  readonly #canvas: HTMLCanvasElement
  readonly #announcement: HTMLElement
  readonly #context: CanvasRenderingContext2D
  readonly #resizeObserver: ResizeObserver
  readonly #stopGestures: () => void
  #viewport: Size = { width: 1, height: 1 }
  #canvasSize: Size = { width: 1, height: 1 }
  #view: View = { centreInPage: [0, 0], scale: 1, quarterTurns: 0, isFlipped: false }
  /** Kept while nobody moved the sheet, so that it is fitted again when the window changes. */
  #fit: Fit | undefined = 'page'
  #document: DrawingDocument | undefined
  #page: DrawingPage | undefined
  #loaded: LoadedPageInfo | undefined
  #tiles: TileCache | undefined
  #loading: AbortController | undefined
  #frame = 0
  #announceTimer: ReturnType<typeof setTimeout> | undefined

  constructor(container: HTMLElement, { label = 'Drawing' }: ViewerOptions = {}) {
    super()
    const { root, canvas, announcement } = buildViewerDom()
    this.#root = root
    this.#canvas = canvas
    this.#announcement = announcement
    const context = this.#canvas.getContext('2d')
    if (!context) throw new Error('This browser gives no 2D canvas.')
    this.#context = context
    this.label = label
    container.append(this.#root)

    this.#stopGestures = followGestures(this.#root, {
      pan: (by) => this.panBy(by),
      zoom: (factor, at) => this.zoomBy(factor, at),
      grip: (at, pointer) => this.tool?.grip(at, pointer),
      tap: (at, pointer) => this.tool?.tap(at, pointer),
      hover: (at, pointer) => this.tool?.hover(at, pointer),
    })
    this.#root.addEventListener('keydown', this.#onKey)
    this.#resizeObserver = new ResizeObserver(([entry]) => entry && this.#onResize(entry))
    observeDevicePixels(this.#resizeObserver, this.#root)
  }

  set label(label: string) {
    this.#root.setAttribute('aria-label', label)
    this.#canvas.setAttribute('aria-label', label)
  }

  get element(): HTMLElement {
    return this.#root
  }

  get view(): View {
    return this.#view
  }

  /** Device pixels a page pixel: at 1 every pixel of the page is one of the screen. */
  get zoom(): number {
    return this.#view.scale * this.#devicePxPerScreenPx
  }

  get page(): DrawingPage | undefined {
    return this.#page
  }

  get document(): DrawingDocument | undefined {
    return this.#document
  }

  /** Tiles in memory, for whoever keeps an eye on it. */
  get tilesKept(): number {
    return this.#tiles?.size ?? 0
  }

  /** Shows a page of a document, which stays the caller's to dispose of. Settles when the page is decoded. */
  async show(document: DrawingDocument, index = 0): Promise<void> {
    this.clear()
    const page = document.page(index)
    this.#document = document
    this.#page = page
    this.#fit = 'page'
    this.#view = { ...this.#view, quarterTurns: 0, isFlipped: false }
    this.#refit()
    this.#emit('pagechange', { index, info: page.info })
    const loading = new AbortController()
    this.#loading = loading
    const started = performance.now()
    try {
      const info = await page.load({
        signal: loading.signal,
        onProgress: (progress) => this.#emit('progress', progress),
      })
      if (this.#loading !== loading) return
      this.#loaded = info
      this.#tiles = new TileCache(page, this.#tilesMax, {
        tile: () => this.#repaint(),
        error: (error) => this.#report(error),
      })
      // The header may have promised a size that differs from the page's by a rounding.
      this.#refit()
      this.#repaint()
      this.#emit('pageload', { index, info, decodeMs: performance.now() - started })
    } catch (error) {
      // Another page was asked for in the meantime: nobody waits for this one.
      if (this.#loading === loading) this.#report(error)
    }
  }

  /** Stops loading and shows nothing. */
  clear(): void {
    this.#loading?.abort()
    this.#loading = undefined
    this.#tiles?.dispose()
    this.#tiles = undefined
    this.#loaded = undefined
    this.#page = undefined
    this.#document = undefined
    this.#repaint()
  }

  /** Gives up decoding the page; `error` tells of it with the code `cancelled`. */
  cancel(): void {
    this.#loading?.abort()
  }

  /** Turns over that many pages, as far as there are any. */
  goBy(pages: number): void {
    const index = (this.#page?.index ?? 0) + pages
    if (this.#document && index >= 0 && index < this.#document.pageCount)
      void this.show(this.#document, index)
  }

  /** Shows the whole page, or as said. */
  fit(fit: Fit = 'page'): void {
    this.#fit = fit
    this.#refit()
  }

  /** Moves the sheet by pixels of the screen. */
  panBy(byInScreen: Point): void {
    this.#fit = undefined
    this.#changeView(panned(this.#view, this.#viewport, byInScreen))
  }

  /** Zooms around a point of the screen, the middle where not said. */
  zoomBy(factor: number, atInScreen: Point = this.#middle): void {
    const page = this.#page?.info
    if (!page) return
    this.#fit = undefined
    this.#changeView(zoomedAt(this.#view, page, this.#viewport, atInScreen, factor))
  }

  /** See `zoom`. */
  zoomTo(zoom: number, atInScreen: Point = this.#middle): void {
    this.zoomBy(zoom / this.zoom, atInScreen)
  }

  /** Brings a text into sight, and zooms in where it is too small to be read. */
  reveal(quad: Quad): void {
    const height = sizeOf(quad).height * this.#view.scale
    const [x, y] = this.screenFromPage(centreOf(quad))
    const { width: right, height: bottom } = this.#viewport
    const isWithin = (at: number, end: number) => at >= REVEAL_MARGIN_PX && at <= end - REVEAL_MARGIN_PX
    if (!isWithin(x, right) || !isWithin(y, bottom) || height < LEGIBLE_PX) {
      this.panBy([right / 2 - x, bottom / 2 - y])
    }
    if (height < LEGIBLE_PX) this.zoomBy(REVEALED_PX / height)
  }

  /** Says something to those who hear the page. */
  announce(words: string): void {
    clearTimeout(this.#announceTimer)
    this.#announcement.textContent = words
  }

  /** Turns the sheet around the middle of the viewport. */
  rotate(quarterTurns = 1): void {
    this.#changeView(turned(this.#view, quarterTurns))
    if (this.#fit) this.#refit()
  }

  /** Mirrors the sheet, or takes that back. */
  flip(): void {
    this.#changeView({ ...this.#view, isFlipped: !this.#view.isFlipped })
  }

  /** Does what a key means here, if anything; for pages that send keys on when nothing else has the focus. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented) return
    if (this.tool?.press(event)) {
      event.preventDefault()
      return
    }
    const action = keyAction(event)
    if (!action) return
    event.preventDefault()
    this.#act(action)
  }

  /** Both in pixels, the screen's from the viewer's upper left. */
  pageFromScreen(pointInScreen: Point): Point {
    return apply(inverse(screenFromPage(this.#view, this.#viewport)), pointInScreen)
  }

  /** The way back from `pageFromScreen`. */
  screenFromPage(pointInPage: Point): Point {
    return apply(screenFromPage(this.#view, this.#viewport), pointInPage)
  }

  /** Takes the viewer out of its element. */
  dispose(): void {
    this.clear()
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#announceTimer)
    this.#resizeObserver.disconnect()
    this.#stopGestures()
    this.#root.remove()
  }

  /** Listens with the event's own type; returns what stops it. */
  on<K extends keyof ViewerEvents>(type: K, listener: (event: ViewerEvents[K]) => void): () => void {
    this.addEventListener(type, listener as EventListener)
    return () => this.removeEventListener(type, listener as EventListener)
  }

  get #middle(): Point {
    return [this.#viewport.width / 2, this.#viewport.height / 2]
  }

  get #devicePxPerScreenPx(): number {
    return this.#canvasSize.width / this.#viewport.width
  }

  get #tilesMax(): number {
    return this.#canvasSize.width * this.#canvasSize.height > LARGE_SCREEN_PX ? TILES_KEPT_LARGE : TILES_KEPT
  }

  #onResize(entry: ResizeObserverEntry): void {
    const { width, height } = entry.contentRect
    if (width === 0 || height === 0) return
    this.#viewport = { width, height }
    const [exact] = entry.devicePixelContentBoxSize ?? []
    this.#canvasSize = {
      width: devicePx(width, exact?.inlineSize),
      height: devicePx(height, exact?.blockSize),
    }
    this.#canvas.width = this.#canvasSize.width
    this.#canvas.height = this.#canvasSize.height
    if (this.#tiles) this.#tiles.capacity = this.#tilesMax
    if (this.#fit) this.#refit()
    // At once and not with the next frame: a resized canvas is blank.
    this.#paint()
  }

  readonly #onKey = (event: KeyboardEvent) => this.press(event)

  #act(action: KeyAction): void {
    const { width, height } = this.#viewport
    switch (action.do) {
      case 'pan':
        this.panBy([-action.x * width * KEY_PAN_SHARE, -action.y * height * KEY_PAN_SHARE])
        break
      case 'zoom':
        this.zoomBy(action.in ? KEY_ZOOM_FACTOR : 1 / KEY_ZOOM_FACTOR)
        break
      case 'fit':
        this.fit('page')
        break
      case 'actualSize':
        this.zoomTo(1)
        break
      case 'rotate':
        this.rotate(action.quarterTurns)
        break
      case 'flip':
        this.flip()
        break
      case 'page':
        this.goBy(action.by)
    }
  }

  #refit(): void {
    const page = this.#page?.info
    if (page && this.#fit) this.#changeView(fitted(this.#view, page, this.#viewport, this.#fit))
  }

  #changeView(view: View): void {
    const page = this.#page?.info
    if (!page) return
    this.#view = keptInSight(view, page)
    this.#repaint()
    this.#emit('viewchange', { view: this.#view, zoom: this.zoom })
    clearTimeout(this.#announceTimer)
    this.#announceTimer = setTimeout(
      () => this.announce(`Zoom ${Math.round(this.zoom * 100)} %`),
      ANNOUNCE_AFTER_MS,
    )
  }

  #repaint(): void {
    if (this.#frame) return
    this.#frame = requestAnimationFrame(() => this.#paint())
  }

  #paint(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const page = this.#page?.info
    if (!page) {
      this.#context.resetTransform()
      this.#context.clearRect(0, 0, this.#canvasSize.width, this.#canvasSize.height)
      return
    }
    const deviceFromPage = this.#deviceFromPage()
    this.#paintSheet(page, deviceFromPage)
    this.#emit('paint', { deviceFromPage, canvas: this.#canvasSize })
  }

  #paintSheet(page: PageInfo, deviceFromPage: Affine): void {
    if (!this.#loaded || !this.#tiles) {
      paint(this.#context, this.#canvasSize, { page, deviceFromPage })
      return
    }
    const max = Math.floor(this.#tilesMax * VISIBLE_SHARE)
    const visible = visibleTiles(this.#loaded, deviceFromPage, this.#canvasSize, max)
    // The whole sheet first: whatever is missing shows it, coarse, until its own tile is there.
    this.#tiles.want([coarsestTile(this.#loaded), ...visible])
    const tiles = { page: this.#loaded, cache: this.#tiles, visible }
    paint(this.#context, this.#canvasSize, { page, deviceFromPage, tiles })
  }

  #deviceFromPage(): Affine {
    const ratio = this.#devicePxPerScreenPx
    const { a, b, c, d, e, f } = screenFromPage(this.#view, this.#viewport)
    return { a: a * ratio, b: b * ratio, c: c * ratio, d: d * ratio, e: e * ratio, f: f * ratio }
  }

  #report(error: unknown): void {
    if (!isDraftlensError(error)) throw error
    this.#emit('error', error)
  }

  #emit<K extends keyof ViewerEvents>(type: K, detail: ViewerEvents[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }
}

/** The exact number settles a rounding; browsers that emulate a device report it for their own screen. */
function devicePx(screenPx: number, exact: number | undefined): number {
  const rounded = Math.round(screenPx * devicePixelRatio)
  return exact !== undefined && Math.abs(exact - rounded) <= 1 ? exact : rounded
}

/** Device pixels tell of a screen with another density too; not every browser has them. */
function observeDevicePixels(observer: ResizeObserver, element: Element): void {
  try {
    observer.observe(element, { box: 'device-pixel-content-box' })
  } catch {
    observer.observe(element)
  }
}
