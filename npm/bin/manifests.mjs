// Folders → manifests of what lies in them, by content: for an application, and for a package of drawings.
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SERVICE_WORKER = fileURLToPath(new URL('../dist/service-worker.js', import.meta.url))
const DRAWING = /\.(pdf|png|jpe?g|tiff?|webp|bmp|gif)$/i
const READINGS = '.readings.json'

/**
 * A built page → the same with `offline.json` and `draftlens-sw.js`, which `OfflineApp` looks for.
 * @param {string} folder @param {string[]} without folders and files in it that are not of the application
 */
export function makeOffline(folder, without) {
  if (!existsSync(join(folder, 'index.html')))
    throw new Error(`${folder} holds no index.html: build the page first.`)
  const isOfApp = (/** @type {string} */ file) =>
    !/\.map$|^offline\.json$|^draftlens-sw\.js$/.test(file) &&
    !without.some((path) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`))
  const files = filesIn(folder)
    .filter(isOfApp)
    .map((file) => keptFile(folder, file))
  const content = files.map(({ file, sha256 }) => `${sha256} ${file}\n`).join('')
  const version = createHash('sha256').update(content).digest('hex').slice(0, 16)
  writeJson(join(folder, 'offline.json'), { schema: 1, version, files })
  copyFileSync(SERVICE_WORKER, join(folder, 'draftlens-sw.js'))
  return `version ${version}, ${inWords(files)}`
}

/**
 * A folder of drawings → the same with `drawings.json`, which `lookAtPackage` reads. What lies beside a drawing as
 * `NAME.readings.json` goes with it.
 * @param {string} folder @param {{id: string, title: string, notes?: string, titles?: Record<string, string>}} facts
 */
export function makePackage(folder, { id, title, notes, titles = {} }) {
  const files = filesIn(folder).filter((file) => DRAWING.test(file))
  if (files.length === 0) throw new Error(`${folder} holds no drawing.`)
  const drawings = files.map((file) => {
    const name = file.replace(DRAWING, '')
    const readings = existsSync(join(folder, file + READINGS)) && keptFile(folder, file + READINGS)
    return { id: name, title: titles[file] ?? name, ...keptFile(folder, file), ...(readings && { readings }) }
  })
  writeJson(join(folder, 'drawings.json'), { schema: 1, id, title, ...(notes && { notes }), drawings })
  return `${title}, ${inWords(drawings)}`
}

/** @param {string} folder @param {string} file */
function keptFile(folder, file) {
  const bytes = readFileSync(join(folder, file))
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** Names with slashes, in an order of their own. @param {string} folder */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
}

/** @param {string} path @param {unknown} value */
function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
}

/** @param {{bytes: number}[]} files */
function inWords(files) {
  return `${files.length} files, ${(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1)} MB`
}
