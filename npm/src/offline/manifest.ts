import { DraftlensError, messageOf } from '../errors.js'
import { unlessAborted } from '../unless-aborted.js'

/** A file that is kept, by its content. */
export interface KeptFile {
  /** Relative to the manifest. */
  file: string
  bytes: number
  /** In hex. */
  sha256: string
}

/** All files of one version of an application; `draftlens make-offline` writes it. */
export interface AppManifest {
  schema: 1
  /** Of the content: two versions with the same files are one. */
  version: string
  files: KeptFile[]
}

/** A drawing of a package. */
export interface PackagedDrawing extends KeptFile {
  /** Stays the same when the drawing is revised. */
  id: string
  title: string
  /** What was read and computed of it beforehand: a {@link DrawingReadings} as JSON. */
  readings?: KeptFile
}

/** Drawings that belong together, such as those of a job; `draftlens make-package` writes it. */
export interface DrawingPackage {
  schema: 1
  id: string
  title: string
  /** Where notes about these drawings are sent, relative to the manifest; without it they stay on the device. */
  notes?: string
  drawings: PackagedDrawing[]
}

/** Address → manifest, never an old one; fails with `network`, `bad-manifest` or `cancelled`. */
export async function readManifest<T extends AppManifest | DrawingPackage>(
  url: URL,
  isManifest: (found: unknown) => found is T,
  signal?: AbortSignal,
): Promise<T> {
  const response = await fetched(url, signal)
  const found: unknown = await response.json().catch(() => undefined)
  if (isManifest(found)) return found
  throw new DraftlensError({
    code: 'bad-manifest',
    message: `${url.href} is not a manifest that this version understands.`,
    hint: 'Write it anew: draftlens make-offline for an application, draftlens make-package for drawings.',
    url: url.href,
  })
}

export function isAppManifest(found: unknown): found is AppManifest {
  const { schema, version, files } = (found ?? {}) as Partial<AppManifest>
  return schema === 1 && typeof version === 'string' && Array.isArray(files) && files.every(isKeptFile)
}

export function isDrawingPackage(found: unknown): found is DrawingPackage {
  const { schema, id, title, drawings } = (found ?? {}) as Partial<DrawingPackage>
  const isDrawing = (drawing: PackagedDrawing) =>
    isKeptFile(drawing) &&
    typeof drawing.id === 'string' &&
    typeof drawing.title === 'string' &&
    (drawing.readings === undefined || isKeptFile(drawing.readings))
  return (
    schema === 1 &&
    typeof id === 'string' &&
    typeof title === 'string' &&
    Array.isArray(drawings) &&
    drawings.every(isDrawing)
  )
}

function isKeptFile(found: Partial<KeptFile> | null): found is KeptFile {
  return (
    typeof found?.file === 'string' &&
    typeof found.bytes === 'number' &&
    /^[0-9a-f]{64}$/.test(found.sha256 ?? '')
  )
}

/** Past every cache, the service worker's too, from a byte on if the server can do that; fails with `network` or `cancelled`. */
export async function fetched(url: URL, signal?: AbortSignal, fromByte = 0): Promise<Response> {
  let response: Response
  const range = fromByte > 0 && { headers: { range: `bytes=${fromByte}-` } }
  try {
    const asked = fetch(url, { cache: 'reload', ...range, ...(signal && { signal }) })
    response = await unlessAborted(asked, signal)
  } catch (error) {
    if (error instanceof DraftlensError) throw error
    throw new DraftlensError(
      {
        code: 'network',
        message: `${url.href} cannot be reached: ${messageOf(error)}.`,
        hint: 'What is stored stays as it is. Try again with a connection.',
        url: url.href,
      },
      error,
    )
  }
  if (response.ok) return response
  throw new DraftlensError({
    code: 'network',
    message: `${url.href} answered ${response.status}.`,
    hint: 'What is stored stays as it is. Check the address and whether you may read it.',
    url: url.href,
    status: response.status,
  })
}
