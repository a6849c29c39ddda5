import { type Analyzer, createAnalyzer } from 'draftlens'
import {
  FieldStore,
  isDraftlensError,
  keepStorage,
  lookAtPackage,
  OfflineApp,
  type PackageState,
  type StoredDrawing,
  storePackage,
} from 'draftlens/offline'
import { button, byId } from '../../qa/src/element'
import { DeviceView } from './device-view'
import { forgetPackage, knownPackage } from './known-package'
import { PageTexts } from './page-texts'
import { PhotoDialog } from './photo/photo-dialog'
import { Preparing } from './preparing'
import { SheetView } from './sheet-view'
import { Shelf } from './shelf'
import { sizeInWords } from './size-words'
import { StateView } from './state'
import { doing, showTrouble } from './trouble'

const asked = new URLSearchParams(location.search)
/** Whoever only wants to look spares the device the work. */
const readsAhead = asked.get('read') !== 'off'
const drawingPackage = knownPackage(asked.get('package'))

let analyzer: Promise<Analyzer> | undefined
function loadAnalyzer(): Promise<Analyzer> {
  analyzer ??= createAnalyzer({ assetBase: 'draftlens/' })
  // A failure is not kept: the network may be back when somebody tries again.
  analyzer.catch(() => {
    analyzer = undefined
  })
  return analyzer
}

byId('stuck').remove()
await start().catch(showTrouble)

async function start(): Promise<void> {
  const store = await FieldStore.open()
  const state = new StateView(store)
  const texts = new PageTexts(store, loadAnalyzer)
  const preparing = new Preparing(store, loadAnalyzer, texts)
  const shelf = new Shelf(store, preparing, (id) => go(id, 0))
  const sheet = new SheetView(store, loadAnalyzer, texts, go)
  const device = new DeviceView(store, state, {
    onStore: (found) => takePackage(found),
    onWipe: () => {
      preparing.stop()
      forgetPackage()
      void shelf.render()
    },
  })

  function go(id: string, page: number): void {
    location.hash = `drawing=${encodeURIComponent(id)}&page=${page}`
  }

  async function follow(): Promise<void> {
    const where = new URLSearchParams(location.hash.slice(1))
    const id = where.get('drawing')
    const isDevice = where.has('device')
    byId('shelf-view').hidden = id !== null || isDevice
    byId('sheet-view').hidden = id === null
    byId('device-view').hidden = !isDevice
    byId('back').hidden = id === null && !isDevice
    if (id === null) sheet.close()
    byId('title').textContent = isDevice ? 'This device' : 'Drawings'
    if (id !== null) {
      const drawing = await sheet.open(id, Number(where.get('page')) || 0)
      if (drawing) byId('title').textContent = drawing.title
    } else if (isDevice) await device.render()
    else await shelf.render()
  }

  /** From what a finger pressed: now the browser may ask whether it should keep it. */
  async function added(drawings: readonly StoredDrawing[]): Promise<void> {
    // Not waited for: Firefox asks a person, who may not answer for a while.
    void keepStorage().catch(() => {})
    await shelf.render()
    if (readsAhead) void preparing.prepare(drawings)
  }

  async function takeFiles(files: readonly File[]): Promise<void> {
    const stored: StoredDrawing[] = []
    for (const file of files) {
      stored.push(await store.put(file, { name: file.name, title: file.name.replace(/\.[^.]+$/, '') }))
    }
    await added(stored)
  }

  async function takePackage(found: PackageState): Promise<void> {
    const getting = byId('getting')
    getting.hidden = false
    try {
      await storePackage(store, found, {
        onProgress: ({ done, total }) => {
          getting.textContent = `Storing ${found.manifest.title}: ${sizeInWords(done)} of ${sizeInWords(total)}`
        },
      })
    } finally {
      getting.hidden = true
      await added(await store.drawings())
    }
  }

  button('back', () => {
    location.hash = ''
  })
  button('device', () => {
    location.hash = new URLSearchParams(location.hash.slice(1)).has('device') ? '' : 'device='
  })
  button('add', () => byId('picker').click())
  if (drawingPackage.isOfOffice) byId('get-words').textContent = 'Get drawings'
  button('get', () => void doing(async () => takePackage(await lookAtPackage(store, drawingPackage.url))))
  const photoDialog = new PhotoDialog()
  const camera = byId<HTMLInputElement>('camera')
  button('photograph', () => camera.click())
  camera.addEventListener('change', () => {
    const [photo] = camera.files ?? []
    if (!photo) return
    void doing(async () => {
      const sheet = await photoDialog.ask(photo)
      const title = `Photo, ${new Date().toLocaleString()}`
      if (sheet) await takeFiles([new File([sheet], `${title}.png`, { type: 'image/png' })])
    }).then(() => {
      camera.value = ''
    })
  })
  const picker = byId<HTMLInputElement>('picker')
  picker.addEventListener('change', () => {
    void doing(() => takeFiles([...(picker.files ?? [])])).then(() => {
      picker.value = ''
    })
  })
  addEventListener('hashchange', () => void doing(follow))

  await doing(follow)
  if (store.lost.length > 0) {
    const titles = store.lost.map(({ title }) => title).join(', ')
    showTrouble(`The browser threw drawings away that were here: ${titles}. Store them again.`)
    await store.acceptLoss()
  }
  store.outbox.follow()
  await state.render()
  try {
    const app = await OfflineApp.open()
    device.app = app
    await state.keep(app)
    await device.render()
  } catch (error) {
    // The drawings can be used all the same.
    if (!isDraftlensError(error)) throw error
    showTrouble(error)
  }
  if (readsAhead) await preparing.prepare(await store.drawings())
}
