import type { Point } from '../page-facts.js'
import { clamp } from './view.js'

/** What a hand can do to the sheet; points and distances in screen pixels from the viewer's upper left. */
export interface Hand {
  pan(by: Point): void
  zoom(factor: number, at: Point): void
}

/** A notch of a wheel is about 100 pixels: a sixth larger. */
const WHEEL_ZOOM_PER_PX = 0.0015
/** Trackpads report a pinch as small ctrl+wheel steps. */
const PINCH_ZOOM_PER_PX = 0.01
const WHEEL_FACTOR_MAX = 1.5
const PX_PER_LINE = 16
const PX_PER_SCREENFUL = 400

/**
 * Mouse: drag pans, wheel zooms, with Shift or sideways it pans. Trackpad: a pinch zooms. Touch: one finger
 * pans, two pan and zoom. Pen: pans. Returns what takes the listeners off again.
 */
export function followGestures(element: HTMLElement, hand: Hand): () => void {
  const pointers = new Map<number, Point>()
  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  const onDown = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && event.button > 1) return
    if (event.button === 1) event.preventDefault()
    element.focus({ preventScroll: true })
    element.setPointerCapture(event.pointerId)
    pointers.set(event.pointerId, pointOf(event))
    element.style.cursor = 'grabbing'
  }
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId)
    if (!before) return
    const now = pointOf(event)
    pointers.set(event.pointerId, now)
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point)
    if (!other) {
      hand.pan([now[0] - before[0], now[1] - before[1]])
      return
    }
    // Two fingers: the point between them carries the sheet, their distance its size.
    const between = middle(now, other)
    const betweenBefore = middle(before, other)
    hand.pan([between[0] - betweenBefore[0], between[1] - betweenBefore[1]])
    const apartBefore = distance(before, other)
    if (apartBefore > 0) hand.zoom(distance(now, other) / apartBefore, between)
  }
  const onUp = (event: PointerEvent) => {
    pointers.delete(event.pointerId)
    if (pointers.size === 0) element.style.cursor = 'grab'
  }
  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    const unit = [1, PX_PER_LINE, PX_PER_SCREENFUL][event.deltaMode] ?? 1
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
    if (event.ctrlKey) {
      hand.zoom(wheelFactor(dy * PINCH_ZOOM_PER_PX), pointOf(event))
    } else if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) {
      hand.pan(event.shiftKey && dx === 0 ? [-dy, 0] : [-dx, -dy])
    } else {
      hand.zoom(wheelFactor(dy * WHEEL_ZOOM_PER_PX), pointOf(event))
    }
  }

  const listeners = new AbortController()
  const { signal } = listeners
  element.addEventListener('pointerdown', onDown, { signal })
  element.addEventListener('pointermove', onMove, { signal })
  element.addEventListener('pointerup', onUp, { signal })
  element.addEventListener('pointercancel', onUp, { signal })
  element.addEventListener('wheel', onWheel, { signal, passive: false })
  return () => listeners.abort()
}

function wheelFactor(steps: number): number {
  return clamp(Math.exp(-steps), 1 / WHEEL_FACTOR_MAX, WHEEL_FACTOR_MAX)
}

function middle(one: Point, other: Point): Point {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2]
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1])
}
