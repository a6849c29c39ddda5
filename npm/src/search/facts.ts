/** Which model made a vector. Vectors of different models have nothing to do with each other. */
export interface VectorModel {
  id: string
  sha256: string
  version: string
  dim: number
}

/** A drawing as directions: what `analyzer.embed` gives. */
export interface DrawingVectors {
  model: { id: string; sha256: string; version: string }
  dim: number
  sheet: ArrayLike<number>
  views: readonly { vector: ArrayLike<number>; weight: number }[]
}

/** What is said of a drawing: `{ material: 'S235', largest_mm: 120, threads: ['M8'] }`. */
export type Facets = Record<string, string | number | readonly string[]>

/** What one value of a facet must be; all that is given must hold, and something must be given. */
export interface Condition {
  facet: string
  /** To the letter. */
  equals?: string | number
  one_of?: readonly (string | number)[]
  at_least?: number
  at_most?: number
  /** In small or capital letters. */
  prefix?: string
  /** In small or capital letters. */
  contains?: string
}

/** How much is searched for, and among what. */
export interface SearchOptions {
  /** Conditions that must all hold. */
  filter?: readonly Condition[]
  /** So many of the best are left out, for they were shown before. */
  offset?: number
  /** 10, where not said. */
  limit?: number
  signal?: AbortSignal
}

/** A page that was found. */
export interface Hit {
  id: string
  /** Counted from 0. */
  page: number
  /** 1 for the same drawing, about 0 for a stranger. */
  score: number
  facets: Facets
}

/** What was found, and where to go on. */
export interface Found {
  /** Best first. */
  hits: Hit[]
  /** Where the next page begins; absent on the last one. */
  nextOffset?: number
}

/** One page of a drawing. */
export interface DrawingPageVectors {
  /** Counted from 0; 0, where not said. */
  page?: number
  vectors: DrawingVectors
  facets?: Facets
}

/** How a change may be given up. */
export interface ChangeOptions {
  signal?: AbortSignal
}

/** Drawings that can be searched, wherever they are. */
export interface DrawingSearch {
  /** Drawings like a given one, fails with `other-model` where another model made them. */
  search(like: DrawingVectors, options?: SearchOptions): Promise<Found>
  /** A drawing's pages, in place of all that it had. */
  put(id: string, pages: readonly DrawingPageVectors[], options?: ChangeOptions): Promise<void>
  /** A drawing that is not there is removed already. */
  remove(id: string, options?: ChangeOptions): Promise<void>
}

/**
 * Page after page of what is found, until nobody asks for more.
 *
 * @example
 * ```ts
 * import { everyHit, LocalIndex } from 'draftlens/search'
 *
 * const { model, dim } = vectors
 * using index = await LocalIndex.create({ model: { ...model, dim } })
 * for (const id of ['4711', '4712']) await index.put(id, [{ page: 0, vectors }])
 * for await (const { id, score } of everyHit(index, vectors)) {
 *   console.log(id, score)
 *   if (score < 0.5) break
 * }
 * ```
 */
export async function* everyHit(
  search: DrawingSearch,
  like: DrawingVectors,
  options: SearchOptions = {},
): AsyncGenerator<Hit, void> {
  for (let offset: number | undefined = options.offset ?? 0; offset !== undefined; ) {
    const found: Found = await search.search(like, { ...options, offset })
    yield* found.hits
    offset = found.nextOffset
  }
}
