import type { Point } from '../page-facts.js'
import { distance } from '../quad.js'
import { clamp } from './view.js'

/** What a hand can do to the sheet; points and distances in screen pixels from the viewer's upper left. */
export interface Hand {
  pan(by: Point): void
  zoom(factor: number, at: Point): void
  /** Takes hold of what lies under a point; where that is nothing, the sheet is panned. */
  grip(at: Point, pointer: Pointer): Grip | undefined
  /** Pressed and let go again in one place. */
  tap(at: Point, pointer: Pointer): void
  /** Passed over; undefined when the pointer has left. */
  hover(at: Point | undefined, pointer: Pointer): void
}

/** What a hand holds. */
export interface Grip {
  /** Goes along with the hand. */
  move(to: Point): void
  /** Let go, or given up: a second finger came, the browser took the pointer away. */
  end(isGivenUp: boolean): void
}

/** What points at the sheet. */
export type Pointer = 'mouse' | 'touch' | 'pen'

/** A notch of a wheel is about 100 pixels: a sixth larger. */
const WHEEL_ZOOM_PER_PX = 0.0015
/** Trackpads report a pinch as small ctrl+wheel steps. */
const PINCH_ZOOM_PER_PX = 0.01
const WHEEL_FACTOR_MAX = 1.5
const PX_PER_LINE = 16
const PX_PER_SCREENFUL = 400
/** A finger that rests still moves as far as this. */
const TAP_REACH_PX = 6

/**
 * Mouse: drag pans, wheel zooms, with Shift or sideways it pans. Trackpad: a pinch zooms. Touch: one finger
 * pans, two pan and zoom. What the hand takes hold of is moved instead. Returns what takes the listeners off again.
 */
export function followGestures(element: HTMLElement, hand: Hand): () => void {
  const pointers = new Map<number, Point>()
  let grip: Grip | undefined
  /** Where the one pointer went down, as long as it may still be a tap. */
  let pressedAt: Point | undefined
  const letGo = (isGivenUp: boolean) => {
    grip?.end(isGivenUp)
    grip = undefined
  }
  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  const onDown = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && event.button > 1) return
    if (event.button === 1) event.preventDefault()
    element.focus({ preventScroll: true })
    element.setPointerCapture(event.pointerId)
    const at = pointOf(event)
    pointers.set(event.pointerId, at)
    pressedAt = pointers.size === 1 ? at : undefined
    letGo(true)
    if (pressedAt && event.button === 0) grip = hand.grip(at, pointerOf(event))
    if (!grip) element.style.cursor = 'grabbing'
  }
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId)
    const now = pointOf(event)
    if (!before) {
      hand.hover(now, pointerOf(event))
      return
    }
    if (pressedAt && distance(pressedAt, now) <= TAP_REACH_PX) return
    pressedAt = undefined
    pointers.set(event.pointerId, now)
    if (grip) {
      grip.move(now)
      return
    }
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
    if (!pointers.delete(event.pointerId)) return
    const isGivenUp = event.type === 'pointercancel'
    letGo(isGivenUp || pressedAt !== undefined)
    if (pressedAt && !isGivenUp) hand.tap(pressedAt, pointerOf(event))
    pressedAt = undefined
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
  element.addEventListener('pointerleave', (event) => hand.hover(undefined, pointerOf(event)), { signal })
  element.addEventListener('wheel', onWheel, { signal, passive: false })
  return () => listeners.abort()
}

function pointerOf({ pointerType }: PointerEvent): Pointer {
  return pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse'
}

function wheelFactor(steps: number): number {
  return clamp(Math.exp(-steps), 1 / WHEEL_FACTOR_MAX, WHEEL_FACTOR_MAX)
}

function middle(one: Point, other: Point): Point {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2]
}
