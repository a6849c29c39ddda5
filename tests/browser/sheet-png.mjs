// @ts-check
// Writes a drawing-like grey PNG of any size, row by row, so that an A0 sheet needs no more memory than a row.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createDeflate } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** A0 at 300 dpi. */
export const A0 = { width: 9933, height: 14043 }

/** @param {string} type @param {Uint8Array} data */
export function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc(body), body.length + 4)
  return framed
}

/** @param {{width: number, height: number}} size */
export function header({ width, height }) {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data[8] = 8
  return Buffer.concat([SIGNATURE, chunk('IHDR', data)])
}

/** A frame, a grid of thin lines, diagonals and noise: it compresses about as badly as a scan's lines do. @param {number} y @param {{width: number, height: number}} size */
function row_of(y, { width, height }) {
  const row = Buffer.alloc(width + 1, 255)
  row[0] = 0
  const ink = (/** @type {number} */ x) => {
    if (x >= 0 && x < width) row[1 + x] = 0
  }
  const isFrame = y < 40 || y >= height - 40 || y % 500 < 3
  if (isFrame) row.fill(0, 1)
  for (let x = 0; x < width; x += 500) for (let at = 0; at < 3; at++) ink(x + at)
  for (let x = y % 900; x < width; x += 900) ink(x)
  for (let x = (y * 7919) % 97; x < width; x += 97) ink(x ^ (y & 15))
  return row
}

/** @param {string} path @param {{width: number, height: number}} [size] */
export async function write_sheet(path, size = A0) {
  const file = createWriteStream(path)
  file.write(header(size))
  const deflate = createDeflate({ level: 1 })
  const rows = (async function* () {
    for (let y = 0; y < size.height; y++) yield row_of(y, size)
  })()
  const packing = pipeline(rows, deflate)
  for await (const part of deflate) {
    if (!file.write(chunk('IDAT', part))) await once(file, 'drain')
  }
  await packing
  file.end(chunk('IEND', Buffer.alloc(0)))
  await once(file, 'close')
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

/** zlib's own came only with Node 20.15. @param {Uint8Array} bytes */
function crc(bytes) {
  let value = 0xffffffff
  for (const byte of bytes) value = (CRC_TABLE[(value ^ byte) & 255] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}
