import type { AnswerOf, OpenRequest, PageKey, RequestOf } from '../messages.js'
import type { LoadedPageInfo, PageInfo, Summary } from '../page-facts.js'
import {
  instantiate,
  type Reader,
  type ReaderDocument,
  type ReaderPage,
  type ReaderTile,
  type Watch,
} from './reader.js'

interface KeptPage {
  page: ReaderPage
  info: LoadedPageInfo
  bytes: number
}

/** Decoded pages beyond the current one are kept only as far as they are small. */
const KEPT_PAGES_MAX_BYTES = 64 << 20
/** A page's zoom levels, each a quarter of the one before, add a third of the grey page. */
const LEVELS_SHARE = 1 / 3

/** The file that this worker was started for, and the pages of it that are decoded. */
export class OpenFile {
  readonly summary: Summary
  readonly #document: ReaderDocument
  /** In order of use, the current page last. */
  readonly #kept = new Map<string, KeptPage>()

  private constructor(document: ReaderDocument) {
    this.#document = document
    this.summary = document.summary()
  }

  /** Blob → headers; `onReader` hears of the module before it does anything that may trap. */
  static async open(request: OpenRequest, onReader: (reader: Reader) => void): Promise<OpenFile> {
    const reader = await instantiate(request.reader)
    onReader(reader)
    const { budget, password } = request
    const bytes = new Uint8Array(await request.file.arrayBuffer())
    const options = { ...(budget && { budget }), ...(password !== undefined && { password }) }
    return new OpenFile(reader.WasmDocument.open(bytes, options))
  }

  load({ page }: RequestOf<'load'>, watch: Watch): AnswerOf['load'] {
    return this.#decoded(page, watch).info
  }

  async tile({ page, level, column, row }: RequestOf<'tile'>, watch: Watch): Promise<AnswerOf['tile']> {
    const decoded = this.#decoded(page, watch)
    const tile = decoded.page.tile(level, column, row)
    if (!tile) throw new RangeError(`Page ${page.index} has no tile ${column}, ${row} at level ${level}.`)
    return bitmapOf(tile, inkCurve(decoded.info.ink, level))
  }

  async thumbnail({ index, maxPx }: RequestOf<'thumbnail'>, watch: Watch): Promise<AnswerOf['thumbnail']> {
    const kept = [...this.#kept.values()].find(({ info }) => info.index === index)
    const tile = kept && wholePageOf(kept)
    if (!tile || Math.max(tile.width, tile.height) < maxPx) {
      tile?.free()
      return bitmapOf(this.#document.thumbnail(index, maxPx, watch))
    }
    const curve = inkCurve(kept.info.ink, kept.info.levels.length)
    const scale = Math.min(1, maxPx / Math.max(tile.width, tile.height))
    const side = (px: number) => Math.max(1, Math.round(px * scale))
    return bitmapOf(tile, curve, {
      resizeWidth: side(tile.width),
      resizeHeight: side(tile.height),
      resizeQuality: 'medium',
    })
  }

  grey({ page, area }: RequestOf<'grey'>, watch: Watch): AnswerOf['grey'] {
    return this.#decoded(page, watch).page.grey(area.x, area.y, area.width, area.height)
  }

  textLayer({ index, dpi }: RequestOf<'textLayer'>): AnswerOf['textLayer'] {
    return this.#document.textLayer(index, dpi)
  }

  strokes({ index, dpi }: RequestOf<'strokes'>): AnswerOf['strokes'] {
    return this.#document.strokes(index, dpi)
  }

  #decoded(key: PageKey, watch: Watch): KeptPage {
    const name = `${key.index}@${key.dpi ?? 'own'}`
    const kept = this.#kept.get(name)
    if (kept) {
      this.#kept.delete(name)
      this.#kept.set(name, kept)
      return kept
    }
    const header = this.summary.pages[key.index]
    // Before and not after: a huge sheet needs the room while it is decoded.
    if (header) this.#makeRoom(bytesOf(header, key.dpi))
    const page = this.#document.page(key.index, key.dpi === undefined ? {} : { dpi: key.dpi }, watch)
    const info = page.info()
    const decoded = { page, info, bytes: bytesOf(info) }
    this.#kept.set(name, decoded)
    return decoded
  }

  #makeRoom(bytes: number): void {
    let total = bytes
    for (const kept of this.#kept.values()) total += kept.bytes
    for (const [name, kept] of this.#kept) {
      if (total <= KEPT_PAGES_MAX_BYTES) return
      kept.page.free()
      this.#kept.delete(name)
      total -= kept.bytes
    }
  }
}

function bytesOf(page: PageInfo, dpi = page.dpi): number {
  const px = page.width_px * page.height_px * (dpi / page.dpi) ** 2
  return px * (page.bits / 8 + LEVELS_SHARE)
}

/** The last zoom level fits one tile. */
function wholePageOf({ page, info }: KeptPage): ReaderTile | undefined {
  return page.tile(info.levels.length - 1, 0, 0)
}

/** Each level halves a thin line's contrast; so much of it is given back, or a whole sheet would look empty. */
const INK_EXPONENT_PER_LEVEL = 0.45
const INK_EXPONENT_MAX = 2.4

/** Grey as averaged → grey as shown; at level 0 as it is. */
function inkCurve(ink: LoadedPageInfo['ink'], level: number): Uint8Array | undefined {
  if (level === 0) return undefined
  const exponent = Math.min(INK_EXPONENT_MAX, 1 + INK_EXPONENT_PER_LEVEL * level)
  return Uint8Array.from({ length: 256 }, (_, grey) => {
    const paper = (ink === 'dark' ? grey : 255 - grey) / 255
    const shown = Math.round(255 * paper ** exponent)
    return ink === 'dark' ? shown : 255 - shown
  })
}

function bitmapOf(
  tile: ReaderTile,
  curve?: Uint8Array | undefined,
  options: ImageBitmapOptions = {},
): Promise<ImageBitmap> {
  const rgba = tile.rgba()
  if (curve) {
    for (let at = 0; at < rgba.length; at += 4) {
      const shown = curve[rgba[at] ?? 0] ?? 0
      rgba[at] = shown
      rgba[at + 1] = shown
      rgba[at + 2] = shown
    }
  }
  const image = new ImageData(rgba, tile.width, tile.height)
  tile.free()
  return createImageBitmap(image, options)
}
