/**
 * A viewer for the pages of a drawing, for plain DOM.
 *
 * @packageDocumentation
 */
export type { ViewerEvents, ViewerOptions } from './drawing-viewer'
export { DrawingViewer } from './drawing-viewer'
export type { Affine, Fit, Size, View } from './view'
