// @ts-check
// Every example of the readmes and guides, as the compiler of whoever copies it sees it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { in_root, test_out } from '../../scripts/project.mjs'

const SOURCES = [
  ...['README.md', 'npm/README.md'],
  ...['frontend', 'field', 'migration'].map((name) => `docs/guides/${name}.md`),
]
/** What an example takes for granted. */
const GIVEN = `
import type { Analysis, Analyzer, AnalyzeOptions, DrawingDocument, Embedding } from 'draftlens'
import type { DrawingViewer, Review } from 'draftlens/viewer'
declare global {
  var file: File, image: HTMLImageElement, element: HTMLElement, place: HTMLElement
  var signal: AbortSignal, onPartial: NonNullable<AnalyzeOptions['onPartial']>, onProgress: () => void
  var button: HTMLButtonElement, password: string, sha256: string, x: number, y: number
  var bytes: Uint8Array<ArrayBuffer>, input: Float32Array, ink: Float32Array
  var analyzer: Analyzer, drawing: DrawingDocument, analysis: Analysis, review: Review, vectors: Embedding
  var store: (blob: Blob) => Promise<void>
  var viewer: DrawingViewer, Sheet: (given: { file: File }) => null
  var DraftlensProvider: typeof import('draftlens/react').DraftlensProvider
  var OpenSeadragon: (options: object) => unknown
}
`

test('the examples of the readmes and guides compile', () => {
  const folder = join(test_out, 'examples')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let count = 0
  for (const source of SOURCES) {
    const text = readFileSync(in_root(source), 'utf8')
    for (const [, language, code = ''] of text.matchAll(/^ *```(tsx?)\n(.*?)^ *```$/gms)) {
      const name = `${source.replaceAll(/\W/g, '-')}-${++count}.${language}`
      writeFileSync(join(folder, name), `${code}\nexport {}\n`)
    }
  }
  assert.ok(count > 8, `${count} examples`)
  writeFileSync(join(folder, 'given.d.ts'), GIVEN)
  const options = {
    compilerOptions: {
      ...{ target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', jsx: 'react-jsx', strict: true },
      ...{ lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'], types: [], noEmit: true },
      ...{ skipLibCheck: true, moduleDetection: 'force' },
    },
    include: ['*'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options))
  try {
    execFileSync('npx', ['tsc', '-p', folder], { cwd: in_root('.'), encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    assert.fail(/** @type {{stdout: string}} */ (error).stdout)
  }
})
