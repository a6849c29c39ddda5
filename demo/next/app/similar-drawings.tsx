'use client'
import { type DrawingDocument, isDraftlensError, type SheetFields } from 'draftlens'
import { useQueryEmbedding } from 'draftlens/react'
import { type Facets, type Hit, RemoteIndex } from 'draftlens/search'
import { useCallback, useEffect, useState } from 'react'

interface SimilarDrawingsProps {
  document: DrawingDocument | undefined
  name: string
  /** Of the title block, once the sheet is read. */
  fields: SheetFields | undefined
}

/** What the server knows that looks like the sheet, and a way to make the sheet known to it. */
export function SimilarDrawings({ document, name, fields }: SimilarDrawingsProps) {
  // This application's own address, which passes requests on with the key of the server.
  const [index] = useState(() => new RemoteIndex({ url: '/drawings/' }))
  const { embedding, error: notEmbedded } = useQueryEmbedding(document)
  const [hits, setHits] = useState<Hit[]>()
  const [failure, setFailure] = useState('')

  const search = useCallback(
    async (signal: AbortSignal) => {
      if (!embedding) return
      try {
        const found = await index.search(embedding, { signal })
        setHits(found.hits)
        setFailure('')
      } catch (error) {
        if (!signal.aborted) setFailure(wordsOf(error))
      }
    },
    [embedding, index],
  )
  useEffect(() => {
    const gone = new AbortController()
    void search(gone.signal)
    return () => gone.abort()
  }, [search])

  const keep = async () => {
    if (!embedding) return
    try {
      await index.put(name, [{ vectors: embedding, facets: facetsOf(fields) }])
      await search(new AbortController().signal)
    } catch (error) {
      setFailure(wordsOf(error))
    }
  }

  const problem = failure || notEmbedded?.message
  return (
    <section className="similar" aria-labelledby="similar-title" aria-busy={!hits && !problem}>
      <h2 id="similar-title">Similar drawings</h2>
      {problem && <p role="alert">{problem}</p>}
      {!hits && !problem && <p>Looking…</p>}
      {hits?.length === 0 && <p>There is none like it yet.</p>}
      <ol>
        {hits?.map((hit) => (
          <li key={`${hit.id} ${hit.page}`}>
            <span className="name">{hit.id}</span>
            <span className="score">{Math.round(100 * hit.score)} %</span>
            <span className="facets">{Object.values(hit.facets).flat().join(' · ')}</span>
          </li>
        ))}
      </ol>
      <button type="button" onClick={keep} disabled={!embedding}>
        Add this drawing
      </button>
    </section>
  )
}

function facetsOf({ number, title, material }: SheetFields = {}): Facets {
  const fields = { number, title, material }
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => (field ? [[name, field.text]] : [])),
  )
}

const wordsOf = (error: unknown) =>
  isDraftlensError(error) ? `${error.message} ${error.hint}` : String(error)
