import { byId } from './element'

const NAMES = ['readings', 'facts'] as const

/** Readings or facts in the panel beside the drawing. */
export function followSideTabs(): void {
  const tabs = NAMES.map((name) => ({ tab: byId(`${name}-tab`), view: byId(`${name}-view`) }))
  const show = (shown: HTMLElement) => {
    for (const { tab, view } of tabs) {
      tab.setAttribute('aria-selected', String(tab === shown))
      tab.tabIndex = tab === shown ? 0 : -1
      view.hidden = tab !== shown
    }
  }
  for (const [at, { tab }] of tabs.entries()) {
    tab.addEventListener('click', () => show(tab))
    tab.addEventListener('keydown', ({ key }) => {
      if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
      const next = tabs[(at + 1) % tabs.length]?.tab ?? tab
      show(next)
      next.focus()
    })
  }
}
