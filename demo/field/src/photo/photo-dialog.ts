import type { Point, Quad } from 'draftlens'
import { button, byId } from '../../../qa/src/element'
import { paperCorners } from './paper-corners'
import { greyOf, straightened } from './straighten'

const CORNERS = ['upper-left', 'upper-right', 'lower-right', 'lower-left']
/** Enough to see where the paper ends. */
const SMALL_PX = 320
const STEP_PX: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** A photo of a sheet: its corners are found, put right by hand, and what is between them is straightened. */
export class PhotoDialog {
  readonly #dialog = byId<HTMLDialogElement>('photo')
  readonly #canvas = byId<HTMLCanvasElement>('photo-canvas')
  readonly #handles = CORNERS.map((name) => byId<HTMLButtonElement>(`corner-${name}`))
  #bitmap: ImageBitmap | undefined
  /** In pixels of the photo. */
  #corners: Point[] = []
  #settle: ((isWanted: boolean) => void) | undefined

  constructor() {
    button('photo-keep', () => this.#settle?.(true))
    button('photo-cancel', () => this.#settle?.(false))
    this.#dialog.addEventListener('close', () => this.#settle?.(false))
    new ResizeObserver(() => this.#draw()).observe(this.#canvas)
    for (const [at, handle] of this.#handles.entries()) {
      handle.addEventListener('pointerdown', ({ pointerId }) => handle.setPointerCapture(pointerId))
      handle.addEventListener('pointermove', (event) => {
        if (handle.hasPointerCapture(event.pointerId)) this.#move(at, this.#inPhoto(event))
      })
      handle.addEventListener('keydown', (event) => {
        const step = STEP_PX[event.key]
        const corner = this.#corners[at]
        if (!step || !corner) return
        event.preventDefault()
        this.#move(at, [corner[0] + step[0] / this.#scale, corner[1] + step[1] / this.#scale])
      })
    }
  }

  /** A photo → the sheet in it, or nothing where the person thinks better of it. */
  async ask(photo: Blob): Promise<Blob | undefined> {
    const bitmap = await createImageBitmap(photo)
    this.#bitmap = bitmap
    const small = await greyOf(bitmap, SMALL_PX)
    const scale = bitmap.width / small.width
    this.#corners = paperCorners(small).map(([x, y]) => [(x + 0.5) * scale, (y + 0.5) * scale])
    this.#dialog.showModal()
    this.#draw()
    const isWanted = await new Promise<boolean>((resolve) => {
      this.#settle = resolve
    })
    this.#settle = undefined
    try {
      return isWanted ? await straightened(bitmap, this.#corners as unknown as Quad) : undefined
    } finally {
      this.#dialog.close()
      this.#bitmap = undefined
      bitmap.close()
    }
  }

  /** Screen pixels a pixel of the photo. */
  get #scale(): number {
    const { width = 1, height = 1 } = this.#bitmap ?? {}
    return Math.min(this.#canvas.clientWidth / width, this.#canvas.clientHeight / height) || 1
  }

  /** Where the photo lies on the canvas, in screen pixels. */
  get #origin(): Point {
    const { width = 0, height = 0 } = this.#bitmap ?? {}
    return [
      (this.#canvas.clientWidth - width * this.#scale) / 2,
      (this.#canvas.clientHeight - height * this.#scale) / 2,
    ]
  }

  #inPhoto({ clientX, clientY }: PointerEvent): Point {
    const { left, top } = this.#canvas.getBoundingClientRect()
    const [x, y] = this.#origin
    return [(clientX - left - x) / this.#scale, (clientY - top - y) / this.#scale]
  }

  #move(at: number, [x, y]: Point): void {
    const { width = 0, height = 0 } = this.#bitmap ?? {}
    this.#corners[at] = [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))]
    this.#draw()
  }

  #draw(): void {
    const context = this.#canvas.getContext('2d')
    if (!this.#bitmap || !context) return
    const density = devicePixelRatio || 1
    this.#canvas.width = this.#canvas.clientWidth * density
    this.#canvas.height = this.#canvas.clientHeight * density
    const [left, top] = this.#origin
    const scale = this.#scale
    context.setTransform(density, 0, 0, density, left * density, top * density)
    // Thin lines of a large photo stay.
    context.imageSmoothingQuality = 'high'
    context.drawImage(this.#bitmap, 0, 0, this.#bitmap.width * scale, this.#bitmap.height * scale)
    context.beginPath()
    for (const [x, y] of this.#corners) context.lineTo(x * scale, y * scale)
    context.closePath()
    for (const [colour, width] of [
      ['#fff', 6],
      ['#1c4fa8', 3],
    ] as const) {
      context.strokeStyle = colour
      context.lineWidth = width
      context.stroke()
    }
    for (const [at, [x, y]] of this.#corners.entries()) {
      const handle = this.#handles[at]
      if (handle) handle.style.translate = `${left + x * scale}px ${top + y * scale}px`
    }
  }
}
