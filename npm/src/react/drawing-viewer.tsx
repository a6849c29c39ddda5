import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { Annotation } from '../analysis.js'
import type { DrawingDocument } from '../document.js'
import type { DraftlensError } from '../errors.js'
import { DrawingViewer as SheetViewer } from '../viewer/drawing-viewer.js'
import { MarkLayer } from '../viewer/mark-layer.js'
import { Review } from '../viewer/review.js'
import type { AnalysisState } from './hooks.js'
import { useLibrary } from './provider.js'

/** The sheet, its readings, and who hears of corrections. */
export interface DrawingViewerProps {
  document: DrawingDocument | undefined
  /** Counted from 0; the first where not said. */
  page?: number
  /** What `useAnalysis` says of that page: highlighted while it comes. */
  reading?: AnalysisState
  /** What a screen reader calls the drawing. */
  label?: string
  className?: string
  /** The readings carry the numbers of their balloons. */
  showsNumbers?: boolean
  /** Somebody chose a reading, or none. */
  onSelect?: (annotation: Annotation | undefined) => void
  /** Somebody corrected, accepted, rejected or drew: all that holds now. */
  onChange?: (annotations: Annotation[]) => void
  /** Somebody turned the page by key. */
  onPageChange?: (page: number) => void
  /** The page could not be shown. */
  onError?: (error: DraftlensError) => void
  /** What stands beside the sheet: `<ReadingList>`, or anything that uses `useDrawingViewer`. */
  children?: ReactNode
}

/** What is inside a `<DrawingViewer>`, for tools of one's own. */
export interface ViewerParts {
  viewer: SheetViewer
  layer: MarkLayer
  /** The marks of the page that is shown. */
  review: Review | undefined
}

const PartsContext = createContext<ViewerParts | undefined>(undefined)

/**
 * The viewer around this component, once it is there.
 *
 * @example
 * ```tsx
 * import { useDrawingViewer } from 'draftlens/react'
 *
 * function FitButton() {
 *   const parts = useDrawingViewer()
 *   return <button onClick={() => parts?.viewer.fit()}>Fit</button>
 * }
 * ```
 */
export function useDrawingViewer(): ViewerParts | undefined {
  return useContext(PartsContext)
}

/**
 * Shows a sheet with what was read of it. Import `draftlens/viewer.css` once, and give it a place with a height.
 *
 * @example
 * ```tsx
 * import { DrawingViewer, ReadingList, useAnalysis, useDocument } from 'draftlens/react'
 * import 'draftlens/viewer.css'
 *
 * function Sheet({ file }: { file: File }) {
 *   const { document } = useDocument(file)
 *   return (
 *     <DrawingViewer document={document} reading={useAnalysis(document)}>
 *       <ReadingList />
 *     </DrawingViewer>
 *   )
 * }
 * ```
 */
export function DrawingViewer(props: DrawingViewerProps) {
  const { document, page = 0, reading, label = 'Drawing', className, showsNumbers = false, children } = props
  const sheet = useRef<HTMLDivElement>(null)
  const [made, setMade] = useState<Omit<ViewerParts, 'review'>>()
  const told = useLatest(props)
  const review = useReview(document, page, reading)

  useEffect(() => {
    if (!sheet.current) return
    const viewer = new SheetViewer(sheet.current)
    const layer = new MarkLayer(viewer)
    viewer.on('error', ({ detail }) => told.current.onError?.(detail))
    viewer.on('pagechange', ({ detail: { index } }) => {
      if (index !== (told.current.page ?? 0)) told.current.onPageChange?.(index)
    })
    setMade({ viewer, layer })
    return () => {
      layer.dispose()
      viewer.dispose()
      setMade(undefined)
    }
  }, [told])

  useEffect(() => {
    if (made) made.viewer.label = label
  }, [made, label])

  useEffect(() => {
    if (!document) made?.viewer.clear()
    else if (made?.viewer.page?.index !== page || made.viewer.document !== document) {
      void made?.viewer.show(document, page)
    }
  }, [made, document, page])

  useEffect(() => {
    if (made) made.layer.review = review
    return review?.on('select', () => told.current.onSelect?.(review.selected))
  }, [made, review, told])

  useEffect(() => {
    if (made) made.layer.showsNumbers = showsNumbers
  }, [made, showsNumbers])

  const isRead = reading?.status === 'ready'
  useEffect(() => {
    if (isRead) return review?.on('change', () => told.current.onChange?.(review.annotations))
    return undefined
  }, [review, isRead, told])

  const parts = useMemo(() => made && { ...made, review }, [made, review])
  return (
    <div className={className === undefined ? 'draftlens-viewer' : `draftlens-viewer ${className}`}>
      <div className="draftlens-sheet" ref={sheet} />
      <PartsContext.Provider value={parts}>{parts && children}</PartsContext.Provider>
    </div>
  )
}

/** The marks of a page, filled while it is read. */
function useReview(document: DrawingDocument | undefined, page: number, reading: AnalysisState | undefined) {
  const library = useLibrary()
  const latest = useLatest(reading)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has marks of its own
  const review = useMemo(() => {
    if (!document) return undefined
    return new Review({
      understand: async (text, kind) => library.understand(text, kind, latest.current?.analysis?.fields),
    })
  }, [document, page, library, latest])
  const { annotations, status } = reading ?? {}
  useEffect(() => {
    if (!review || !annotations) return
    if (status === 'ready') review.complete(annotations)
    else review.add(annotations)
  }, [review, annotations, status])
  return review
}

/** A value for callbacks that outlive a rendering. */
function useLatest<T>(value: T) {
  const latest = useRef(value)
  useEffect(() => {
    latest.current = value
  })
  return latest
}
