const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Eight bits, grey, nothing else. */
const FORM = [8, 0, 0, 0, 0]

/** Grey pixels, row by row → PNG. Not by a canvas: browsers that guard privacy change what is read back from one. */
export async function greyPng(
  grey: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array<ArrayBuffer>> {
  // Each row begins with the number of its filter: none.
  const rows = new Uint8Array(height * (width + 1))
  for (let row = 0; row < height; row++)
    rows.set(grey.subarray(row * width, (row + 1) * width), row * (width + 1) + 1)
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'))
  const pixels = new Uint8Array(await new Response(packed).arrayBuffer())
  const size = new DataView(new ArrayBuffer(8))
  size.setUint32(0, width)
  size.setUint32(4, height)
  const head = [...new Uint8Array(size.buffer), ...FORM]
  const parts = [Uint8Array.from(SIGNATURE), chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', [])]
  return new Uint8Array(await new Blob(parts).arrayBuffer())
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
