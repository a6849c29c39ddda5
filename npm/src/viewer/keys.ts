/** What a key does to the viewer; `x` and `y` say which way one looks. */
export type KeyAction =
  | { do: 'pan'; x: -1 | 0 | 1; y: -1 | 0 | 1 }
  | { do: 'zoom'; in: boolean }
  | { do: 'fit' }
  | { do: 'actualSize' }
  | { do: 'rotate'; quarterTurns: 1 | -1 }
  | { do: 'flip' }
  | { do: 'page'; by: 1 | -1 }

/** The habits of OpenSeadragon, which most viewers of this kind share. */
const ACTIONS: Record<string, KeyAction> = {
  ArrowLeft: { do: 'pan', x: -1, y: 0 },
  ArrowRight: { do: 'pan', x: 1, y: 0 },
  ArrowUp: { do: 'pan', x: 0, y: -1 },
  ArrowDown: { do: 'pan', x: 0, y: 1 },
  a: { do: 'pan', x: -1, y: 0 },
  d: { do: 'pan', x: 1, y: 0 },
  w: { do: 'pan', x: 0, y: -1 },
  s: { do: 'pan', x: 0, y: 1 },
  '+': { do: 'zoom', in: true },
  '=': { do: 'zoom', in: true },
  '-': { do: 'zoom', in: false },
  _: { do: 'zoom', in: false },
  '0': { do: 'fit' },
  Home: { do: 'fit' },
  '1': { do: 'actualSize' },
  r: { do: 'rotate', quarterTurns: 1 },
  R: { do: 'rotate', quarterTurns: -1 },
  f: { do: 'flip' },
  j: { do: 'page', by: -1 },
  k: { do: 'page', by: 1 },
  PageUp: { do: 'page', by: -1 },
  PageDown: { do: 'page', by: 1 },
}

/** Key → what it does; none for keys that belong to the browser or the page around. */
export function keyAction(event: KeyboardEvent): KeyAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  return Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : undefined
}
