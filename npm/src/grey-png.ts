const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Eight bits, grey, nothing else. */
const FORM = [8, 0, 0, 0, 0]

/** Few enough that no band keeps the thread busy. */
const BAND_PX = 1 << 20

/** Rows of grey pixels, one byte each. */
type Band = (top: number, rows: number) => Uint8Array | Promise<Uint8Array>

/**
 * Grey pixels, asked for band by band → PNG. Not by a canvas: browsers that guard privacy change what is read back from
 * one, and none holds a large sheet.
 */
export async function greyPng(width: number, height: number, band: Band): Promise<Blob> {
  const size = new DataView(new ArrayBuffer(8))
  size.setUint32(0, width)
  size.setUint32(4, height)
  const parts = [Uint8Array.from(SIGNATURE), chunk('IHDR', [...new Uint8Array(size.buffer), ...FORM])]
  const { readable, writable } = new CompressionStream('deflate')
  const writer = writable.getWriter()
  // What fails on the way in fails what comes out.
  void writeBands(writer, width, height, band).catch((error) => writer.abort(error))
  const reader = readable.getReader()
  for (let packed = await reader.read(); !packed.done; packed = await reader.read()) {
    parts.push(chunk('IDAT', packed.value))
  }
  return new Blob([...parts, chunk('IEND', [])], { type: 'image/png' })
}

async function writeBands(
  writer: WritableStreamDefaultWriter<BufferSource>,
  width: number,
  height: number,
  band: Band,
): Promise<void> {
  const nRows = Math.max(1, Math.floor(BAND_PX / width))
  for (let top = 0; top < height; top += nRows) {
    const rows = Math.min(nRows, height - top)
    const grey = await band(top, rows)
    // Each row begins with the number of its filter: none.
    const filtered = new Uint8Array(rows * (width + 1))
    for (let row = 0; row < rows; row++) {
      filtered.set(grey.subarray(row * width, (row + 1) * width), row * (width + 1) + 1)
    }
    await writer.write(filtered)
  }
  await writer.close()
}

function chunk(name: string, content: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + content.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, content.length)
  bytes.set(new TextEncoder().encode(name), 4)
  bytes.set(content, 8)
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)))
  return bytes
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
