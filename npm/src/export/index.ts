/**
 * What was read, as files for others: inspection rows, ballooned sheets, labels for labelling tools and back.
 *
 * @packageDocumentation
 */
export type { Balloon } from './balloons.js'
export { balloons } from './balloons.js'
export { fromCoco, toCoco } from './coco.js'
export { toCsv } from './csv.js'
export { fromCvatXml, toCvatXml } from './cvat.js'
export type { InspectionOptions, InspectionRow } from './inspection.js'
export { inspectionRows } from './inspection.js'
export { toJson } from './json.js'
export { fromLabelStudio, labelStudioConfig, toLabelStudio } from './label-studio.js'
export type { Label, LabelledPage } from './labelled-page.js'
export { labelledPage } from './labelled-page.js'
export type { PdfOptions } from './pdf.js'
export { toPdf } from './pdf.js'
export type { SvgOptions } from './svg.js'
export { toSvg } from './svg.js'
export type { WebAnnotation, WebAnnotationBody } from './web-annotation.js'
export { fromWebAnnotations, toWebAnnotations } from './web-annotation.js'
export type { XlsxOptions } from './xlsx.js'
export { toXlsx } from './xlsx.js'
export { fromYoloObb, toYoloObb, yoloObbNames } from './yolo-obb.js'
export { zoneOf } from './zone.js'
