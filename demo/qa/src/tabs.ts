import type { Drawing, Drawings } from './drawings'
import { byId, element, icon } from './element'

/** The open drawings, each to be shown or closed. */
export function renderTabs(drawings: Drawings): void {
  const tabs = byId('tabs')
  const hadFocus = tabs.contains(document.activeElement)
  tabs.replaceChildren(...drawings.list.map((drawing) => tab(drawings, drawing)))
  const current = tabs.querySelector<HTMLElement>('.current .name')
  current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  if (hadFocus) current?.focus()
}

function tab(drawings: Drawings, drawing: Drawing): HTMLElement {
  const isCurrent = drawing === drawings.current
  const select = element(
    'button',
    {
      type: 'button',
      class: 'name',
      title: drawing.name,
      tabindex: isCurrent ? '0' : '-1',
      ...(isCurrent && { 'aria-current': 'true' }),
      onclick: () => drawings.select(drawing),
      onkeydown: (event) => moveAlong(drawings, drawing, event as KeyboardEvent),
    },
    element('span', {}, drawing.name),
  )
  const close = element(
    'button',
    {
      type: 'button',
      class: 'close',
      tabindex: isCurrent ? '0' : '-1',
      'aria-label': `Close ${drawing.name}`,
      onclick: () => drawings.close(drawing),
    },
    icon('close'),
  )
  // A missing password and a cancel are the person's to settle, not faults of the file.
  const isBroken = drawing.error && !['password-needed', 'cancelled'].includes(drawing.error.code)
  const state = `${isCurrent ? ' current' : ''}${isBroken ? ' failed' : ''}`
  return element('div', { class: `tab${state}` }, select, close)
}

function moveAlong(drawings: Drawings, drawing: Drawing, event: KeyboardEvent): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (event.key === 'Delete') drawings.close(drawing)
  const next = step && drawings.list[drawings.list.indexOf(drawing) + step]
  if (next) drawings.select(next)
}
