/**
 * A viewer for the pages of a drawing, for plain DOM.
 *
 * @packageDocumentation
 */
export type { ViewerEvents, ViewerOptions } from './drawing-viewer.js'
export { DrawingViewer } from './drawing-viewer.js'
export type { Affine, Fit, Size, View } from './view.js'
