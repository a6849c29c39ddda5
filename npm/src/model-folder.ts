import { DraftlensError, messageOf } from './errors.js'
import { fetchModel } from './fetch-asset.js'

/**
 * A folder with the manifests `detector.json` and `reader.json`, and the nets that they name beside them: its address, or
 * its files, as somebody chose them.
 */
export type ModelFolder = URL | string | readonly File[]

/** A net with what its manifest says, as parsed JSON. */
export interface FolderModel {
  manifest: unknown
  bytes: Blob
  sha256: string
}

/** A net of a folder, fails with `asset-missing` or `bad-manifest`. */
export async function modelIn(folder: ModelFolder, name: 'detector' | 'reader'): Promise<FolderModel> {
  const files = filesOf(folder)
  const text = await (await files(`${name}.json`)).text()
  const { file, sha256, bytes, manifest } = parsed(text, `${name}.json`)
  return { manifest, sha256, bytes: await files(file, bytes) }
}

/** A file by its name, and of so many bytes where that is known. */
type Files = (name: string, bytes?: number) => Promise<Blob>

function filesOf(folder: ModelFolder): Files {
  if (typeof folder !== 'string' && !(folder instanceof URL)) return async (name) => chosen(folder, name)
  const base = new URL(folder, globalThis.document?.baseURI ?? globalThis.location?.href)
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return (name, bytes) => fetchModel(new URL(name, base), bytes, {})
}

function chosen(files: readonly File[], name: string): File {
  const file = files.find((one) => one.name === name)
  if (file) return file
  throw new DraftlensError({
    code: 'asset-missing',
    message: `The folder of models has no ${name}.`,
    hint: 'Choose one with detector.json and reader.json, and the .onnx files that they name.',
  })
}

function parsed(text: string, name: string) {
  try {
    const manifest: unknown = JSON.parse(text)
    const { file, sha256, bytes } = manifest as Record<string, unknown>
    if (typeof file === 'string' && typeof sha256 === 'string' && typeof bytes === 'number') {
      return { file, sha256, bytes, manifest }
    }
    throw new Error('it names no file with its size and sha256')
  } catch (error) {
    throw new DraftlensError(
      {
        code: 'bad-manifest',
        message: `${name} is not the manifest of a net: ${messageOf(error)}.`,
        hint: 'Take the one that lies beside the net in models/.',
      },
      error,
    )
  }
}
