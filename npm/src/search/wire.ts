import { DraftlensError } from '../errors.js'
import type {
  Condition,
  DrawingPageVectors,
  DrawingVectors,
  Facets,
  SearchOptions,
  VectorModel,
} from './facts.js'

/** What the wasm module and the server take: one form, of plain numbers. */

export interface WireEmbedding {
  sheet: number[]
  views: { vector: number[]; weight: number }[]
}

export interface WireQuery {
  embedding: WireEmbedding
  filter: readonly Condition[]
  offset: number
  limit: number
}

export interface WirePage {
  page: number
  embedding: WireEmbedding
  facets: Facets
}

const USUAL_LIMIT = 10

export function modelOf({ model, dim }: DrawingVectors): VectorModel {
  const { id, sha256, version } = model
  return { id, sha256, version, dim }
}

export function queryOf(like: DrawingVectors, options: SearchOptions): WireQuery {
  const { filter = [], offset = 0, limit = USUAL_LIMIT } = options
  return { embedding: embeddingOf(like), filter, offset, limit }
}

/** The pages, and the model that made all of them; fails with `bad-entry` where that is not one. */
export function pagesOf(pages: readonly DrawingPageVectors[]): { model: VectorModel; pages: WirePage[] } {
  const models = new Map(pages.map(({ vectors }) => [JSON.stringify(modelOf(vectors)), modelOf(vectors)]))
  const [model, other] = [...models.values()]
  if (!model || other) {
    throw new DraftlensError({
      code: 'bad-entry',
      message: model
        ? 'The pages of the drawing were embedded by different models.'
        : 'The drawing has no page.',
      hint: 'Give at least one page, and embed all of them by one model.',
    })
  }
  return {
    model,
    pages: pages.map(({ page = 0, vectors, facets = {} }) => ({
      page,
      embedding: embeddingOf(vectors),
      facets,
    })),
  }
}

function embeddingOf({ sheet, views }: DrawingVectors): WireEmbedding {
  return {
    sheet: Array.from(sheet),
    views: views.map(({ vector, weight }) => ({ vector: Array.from(vector), weight })),
  }
}
