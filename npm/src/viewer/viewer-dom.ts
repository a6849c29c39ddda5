/** The elements of a viewer: a root that takes the keys, the sheet's canvas, and what screen readers hear. */
export interface ViewerDom {
  root: HTMLElement
  canvas: HTMLCanvasElement
  announcement: HTMLElement
}

export function buildViewerDom(): ViewerDom {
  const root = document.createElement('div')
  const canvas = document.createElement('canvas')
  const announcement = document.createElement('div')
  // Styles one by one: a page's policy may forbid style attributes and sheets, but not these.
  Object.assign(root.style, {
    position: 'relative',
    width: '100%',
    height: '100%',
    overflow: 'hidden',
    touchAction: 'none',
    userSelect: 'none',
    cursor: 'grab',
  })
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' })
  Object.assign(announcement.style, {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
  })
  root.tabIndex = 0
  root.setAttribute('role', 'application')
  root.setAttribute('aria-roledescription', 'drawing viewer')
  canvas.setAttribute('role', 'img')
  announcement.setAttribute('aria-live', 'polite')
  root.append(canvas, announcement)
  return { root, canvas, announcement }
}
