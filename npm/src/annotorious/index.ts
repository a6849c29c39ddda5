/**
 * Readings in Annotorious 3, over an image or OpenSeadragon, for pages that have it already. Importing this does nothing,
 * and imports none of it.
 *
 * @packageDocumentation
 */
import type { Label } from '../export/labelled-page.js'
import { fromWebAnnotations, toWebAnnotations, type WebAnnotation } from '../export/web-annotation.js'
import { KINDS } from '../kinds.js'
import type { Review } from '../viewer/review.js'

/**
 * The part of an Annotorious annotator with `W3CImageFormat` that is needed here. `never`: whatever its version takes, for its
 * own types are not asked here.
 */
export interface W3cAnnotator {
  /** Shows these, in place of what it has where `replace` says so. */
  setAnnotations(annotations: never[], replace?: boolean): void
  /** Chooses one, or none. */
  setSelected(id?: string): void
  /** Listens to an event of its own. */
  on(event: never, listener: never): void
  /** Ends that. */
  off(event: never, listener: never): void
}

/**
 * Keeps an annotator and a review alike until what is returned is called: readings appear in the annotator as they
 * come, and what a person draws, moves, rewrites and deletes there is corrected in the review, with undo and values.
 * The annotator must have been made with `adapter: W3CImageFormat(source)`.
 *
 * @example
 * ```ts no-run
 * import { createImageAnnotator, W3CImageFormat } from '@annotorious/annotorious'
 * import { linkAnnotorious } from 'draftlens/annotorious'
 *
 * const annotator = createImageAnnotator(image, { adapter: W3CImageFormat(image.src) })
 * const stop = linkAnnotorious(annotator, review, image.src)
 * ```
 */
export function linkAnnotorious(annotator: W3cAnnotator, review: Review, source: string): () => void {
  /** What the review tells of a change that came from the annotator is no news to it, and would end the editing. */
  let isHearing = false
  const hearing = (work: () => void) => {
    isHearing = true
    work()
    isHearing = false
  }
  const show = () => {
    const { annotations, selected } = review
    // What is being edited there is finished first: nothing of it is lost, and it does not point at what is gone.
    if (selected) annotator.setSelected()
    const shown = toWebAnnotations({ annotations }, source)
    annotator.setAnnotations(
      shown.map((one, index) => ({ ...one, id: annotations[index]?.id ?? one.id }) as never),
      true,
    )
    if (selected) annotator.setSelected(selected.id)
  }
  const heard: Record<string, (given: never) => void> = {
    createAnnotation(made: WebAnnotation) {
      const label = labelOf(made)
      // By the name that the review gives it; what is no box goes again.
      if (label) review.draw(label.quad)
      else show()
    },
    updateAnnotation(changed: WebAnnotation) {
      const label = labelOf(changed)
      if (!label) return show()
      hearing(() => {
        const { text, kind, quad } = label
        if (String(quad) !== String(review.mark(changed.id)?.quad)) review.place(changed.id, quad)
        void review.correct(changed.id, { text, kind })
      })
    },
    deleteAnnotation: ({ id }: WebAnnotation) => hearing(() => review.remove(id)),
    selectionChanged: ([chosen]: WebAnnotation[]) => hearing(() => review.select(chosen?.id, 'sheet')),
  }
  for (const [event, listener] of Object.entries(heard)) annotator.on(event as never, listener as never)
  const stops = [
    review.on('change', () => isHearing || show()),
    review.on('select', ({ detail: { id } }) => isHearing || annotator.setSelected(id)),
  ]
  show()
  return () => {
    for (const [event, listener] of Object.entries(heard)) annotator.off(event as never, listener as never)
    for (const stop of stops) stop()
  }
}

/** None for what is not a box of four corners; what has no kind yet is a dimension. */
function labelOf(annotation: WebAnnotation): Label | undefined {
  const said = [annotation.body ?? []].flat()
  const hasKind = said.some(({ value }) => KINDS.some((kind) => kind === value))
  const body = hasKind ? said : [...said, { type: 'TextualBody', purpose: 'tagging', value: 'dimension' }]
  try {
    return fromWebAnnotations(JSON.stringify({ ...annotation, body }))[0]
  } catch {
    return undefined
  }
}
