/**
 * A viewer for the pages of a drawing, what was read of them over the sheet and in a list, and its correction; for plain
 * DOM. The list and the editor are looked at through `draftlens/viewer.css`.
 *
 * @packageDocumentation
 */

export { KINDS } from '../kinds.js'
export type { Bounds, Quad } from '../quad.js'
export { areaOf, boundsOf, centreOf, contains, overlapOf, sharedArea } from '../quad.js'
export type { Numberable, Numbered } from './balloons.js'
export { assignNumbers } from './balloons.js'
export type { CropOptions } from './crop.js'
export { drawCrop } from './crop.js'
export type { SheetTool, ViewerEvents, ViewerOptions } from './drawing-viewer.js'
export { DrawingViewer } from './drawing-viewer.js'
export type { Grip, Pointer } from './gestures.js'
export type { Mark, Standing, Verdict } from './mark.js'
export { KIND_NAMES, MEASURED_KINDS, standingOf } from './mark.js'
export { MarkEditor } from './mark-editor.js'
export type { MarkFilter } from './mark-filter.js'
export type { MarkAction } from './mark-keys.js'
export { markAction } from './mark-keys.js'
export type { MarkLayerEvents, MarkMode } from './mark-layer.js'
export { MarkLayer } from './mark-layer.js'
export type { MarkListOptions } from './mark-list.js'
export { MarkList } from './mark-list.js'
export type { KindLook } from './mark-look.js'
export { KIND_LOOKS } from './mark-look.js'
export type { Callout } from './paint-marks.js'
export type { ReviewEvents, ReviewOptions, SelectedBy, Understand } from './review.js'
export { Review } from './review.js'
export { asLine, spoken } from './spoken.js'
export type { Affine, Fit, Size, View } from './view.js'
export { doubtInWords, valueInWords } from './words.js'
