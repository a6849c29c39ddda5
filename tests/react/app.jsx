// A small application such as a customer writes, once for each version of React.
import {
  DraftlensProvider,
  DrawingViewer,
  ReadingList,
  useAnalysis,
  useAnalyzer,
  useDocument,
  useDrawingViewer,
  useQueryEmbedding,
} from 'draftlens/react'
import { Component, StrictMode, Suspense, useState, version } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server.browser'

/** How many annotations each rendering had: partial results have to grow. */
const heard = []

function Sheet({ source, suspense = false, label = 'sheet' }) {
  const { document, error, status: opened } = useDocument(source, { suspense })
  const { annotations, analysis, status } = useAnalysis(document, { suspense })
  heard.push(annotations.length)
  const failure = error?.code ?? ''
  return (
    <p id={label} data-opened={opened} data-status={status} data-failure={failure}>
      {analysis ? annotations.map(({ text }) => text).join(' · ') : `${annotations.length} so far`}
    </p>
  )
}

function Failure({ error, onReset }) {
  return (
    <button type="button" id="failure" onClick={onReset}>
      {error.code}
    </button>
  )
}

class Boundary extends Component {
  state = { error: undefined }
  static getDerivedStateFromError(error) {
    return { error }
  }
  render() {
    const { error } = this.state
    const onReset = () => {
      this.props.onReset()
      this.setState({ error: undefined })
    }
    return error ? <Failure error={error} onReset={onReset} /> : this.props.children
  }
}

function Suspending({ first, second }) {
  const [source, setSource] = useState(first)
  return (
    <Boundary onReset={() => setSource(second)}>
      <Suspense fallback={<p id="waiting">waiting</p>}>
        <Sheet source={source} suspense />
      </Suspense>
    </Boundary>
  )
}

/** What the application is told, and a button of its own inside the viewer. */
const told = { selected: [], changed: [], pages: [] }

function Reject() {
  const { review } = useDrawingViewer()
  const reject = () => review.selected && review.judge(review.selected.id, 'rejected')
  return (
    <button type="button" id="reject" onClick={reject}>
      reject
    </button>
  )
}

function Viewing({ source }) {
  const { document } = useDocument(source)
  const [page, setPage] = useState(0)
  const reading = useAnalysis(document, { page })
  const turn = (to) => {
    told.pages.push(to)
    setPage(to)
  }
  return (
    <div style={{ height: '600px' }} id="viewing" data-status={reading.status}>
      <DrawingViewer
        document={document}
        page={page}
        reading={reading}
        label="Shaft"
        onSelect={(annotation) => told.selected.push(annotation?.text)}
        onChange={(annotations) => told.changed.push(annotations.length)}
        onPageChange={turn}
      >
        <ReadingList />
        <Reject />
      </DrawingViewer>
    </div>
  )
}

function Query({ source, region, label = 'query' }) {
  const { document } = useDocument(source)
  // A new object with each rendering, as people write it.
  const { embedding, status } = useQueryEmbedding(document, { region: region && { ...region } })
  return (
    <p id={label} data-status={status}>
      {embedding?.sheet.join(' ')}
    </p>
  )
}

function Idle() {
  const { status } = useAnalyzer()
  return <p>{status}</p>
}

const apps = {
  /** Two components that show the same sheet. */
  shared: ({ source }) => [
    <Sheet key="1" source={source} />,
    <Sheet key="2" source={source} label="again" />,
  ],
  searching: ({ source, region }) => [
    <Query key="1" source={source} />,
    <Query key="2" source={source} label="again" />,
    <Query key="3" source={source} label="cut" region={region} />,
  ],
  suspending: Suspending,
  viewing: Viewing,
}

let root
/** Shows an application; its name and what it is given. */
function show(name, props) {
  root = createRoot(
    document.querySelector('#app') ??
      document.body.appendChild(Object.assign(document.createElement('div'), { id: 'app' })),
  )
  const App = apps[name]
  root.render(
    <StrictMode>
      <DraftlensProvider assetBase="/npm/" device="cpu">
        <App {...props} />
      </DraftlensProvider>
    </StrictMode>,
  )
}

const on_server = () =>
  renderToString(
    <DraftlensProvider>
      <Sheet source="/samples/rpm_plate.png" />
      <Idle />
      <Suspense fallback={<i>waiting</i>}>
        <Sheet source="/samples/rpm_plate.png" suspense />
      </Suspense>
    </DraftlensProvider>,
  )

Object.assign(globalThis, { react: { version, heard, told, show, unmount: () => root.unmount(), on_server } })
