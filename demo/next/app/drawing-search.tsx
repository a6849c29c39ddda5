'use client'
import { DraftlensProvider, DrawingViewer, ReadingList, useAnalysis, useDocument } from 'draftlens/react'
import { useState } from 'react'
import { SimilarDrawings } from './similar-drawings'

/** The whole application: a drawing is chosen, read here, and looked for among those of the server. */
export function DrawingSearch() {
  const [file, setFile] = useState<File>()
  return (
    <DraftlensProvider embedAhead>
      <header>
        <h1>Drawing search</h1>
        <label className="choose">
          Open drawing…
          <input
            type="file"
            accept=".pdf,.png,.jpg,.jpeg,.tif,.tiff,.webp,.bmp,.gif"
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        </label>
        {file && <span className="name">{file.name}</span>}
      </header>
      {file ? <Drawing key={`${file.name} ${file.lastModified}`} file={file} /> : <Welcome />}
    </DraftlensProvider>
  )
}

function Welcome() {
  return (
    <main className="welcome">
      <h2>Find drawings like yours</h2>
      <p>Open a PDF, a TIFF or a picture of a drawing. It is read on this device and is not sent anywhere.</p>
    </main>
  )
}

function Drawing({ file }: { file: File }) {
  const { document, error } = useDocument(file)
  const reading = useAnalysis(document)
  const failure = error ?? reading.error
  if (failure) {
    return (
      <main className="welcome" role="alert">
        <p>{failure.message}</p>
        <p>{failure.hint}</p>
      </main>
    )
  }
  return (
    <main className="drawing" data-status={reading.status}>
      <DrawingViewer document={document} reading={reading} label={file.name}>
        <ReadingList />
      </DrawingViewer>
      <SimilarDrawings document={document} name={file.name} fields={reading.analysis?.fields} />
    </main>
  )
}
