import { useEffect, useRef } from 'react'
import { MarkList } from '../viewer/mark-list.js'
import { useDrawingViewer } from './drawing-viewer.js'

/** What the list is called. */
export interface ReadingListProps {
  /** What a screen reader calls the list. */
  label?: string
  className?: string
}

/**
 * The readings of the `<DrawingViewer>` around it, each with its picture and its value; list and sheet follow each
 * other.
 *
 * @example
 * ```tsx
 * import { DrawingViewer, ReadingList, useAnalysis, useDocument } from 'draftlens/react'
 *
 * function Sheet({ file }: { file: File }) {
 *   const { document } = useDocument(file)
 *   const reading = useAnalysis(document)
 *   return (
 *     <DrawingViewer document={document} reading={reading}>
 *       <ReadingList label="What was read" />
 *     </DrawingViewer>
 *   )
 * }
 * ```
 */
export function ReadingList({ label = 'Readings', className }: ReadingListProps) {
  const place = useRef<HTMLDivElement>(null)
  const parts = useDrawingViewer()
  useEffect(() => {
    if (!place.current || !parts) return
    const { viewer, layer, review } = parts
    const list = new MarkList(place.current, { label, onAction: (action) => layer.act(action) })
    const show = () => list.show(review, viewer.page)
    const stop = viewer.on('pageload', show)
    show()
    return () => {
      stop()
      list.dispose()
    }
  }, [parts, label])
  return (
    <div className={className === undefined ? 'draftlens-list' : `draftlens-list ${className}`} ref={place} />
  )
}
