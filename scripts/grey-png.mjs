// @ts-check
// Grey pages as PNG, written and read back: enough to compare pixels without a dependency.
import { deflateSync, inflateSync } from 'node:zlib'

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const INCHES_PER_METRE = 39.37008

/** @typedef {{width_px: number, height_px: number, bits: number, dpi: number, grey: Uint8Array}} GreyPage grey: a byte a pixel */

/** @param {GreyPage} page */
export function write_grey_png({ width_px, height_px, bits, dpi, grey }) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width_px, 0)
  header.writeUInt32BE(height_px, 4)
  header[8] = bits
  const density = Buffer.alloc(9)
  const per_metre = Math.round(dpi * INCHES_PER_METRE)
  density.writeUInt32BE(per_metre, 0)
  density.writeUInt32BE(per_metre, 4)
  density[8] = 1
  const row_bytes = Math.ceil((width_px * bits) / 8)
  const rows = Buffer.alloc(height_px * (row_bytes + 1))
  for (let y = 0; y < height_px; y++) {
    const from = grey.subarray(y * width_px, (y + 1) * width_px)
    const to = rows.subarray(y * (row_bytes + 1) + 1, (y + 1) * (row_bytes + 1))
    if (bits === 8) to.set(from)
    else
      for (let x = 0; x < width_px; x++)
        if ((from[x] ?? 0) > 127) to[x >> 3] = (to[x >> 3] ?? 0) | (0x80 >> (x & 7))
  }
  const data = deflateSync(rows, { level: 6 })
  return Buffer.concat([
    SIGNATURE,
    ...[chunk('IHDR', header), chunk('pHYs', density), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))],
  ])
}

/** @param {string} kind @param {Uint8Array} data */
export function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/**
 * Reads what `draftlens render` writes: grey, 1 or 8 bits, not interlaced.
 * @param {Buffer} png @returns {{width_px: number, height_px: number, bits: number, grey: Uint8Array}}
 */
export function read_grey_png(png) {
  const width_px = png.readUInt32BE(16)
  const height_px = png.readUInt32BE(20)
  const bits = png[24] ?? 0
  if (png[25] !== 0 || png[28] !== 0 || (bits !== 1 && bits !== 8)) {
    throw new Error('This PNG is not grey with 1 or 8 bits and rows in order.')
  }
  const row_bytes = Math.ceil((width_px * bits) / 8)
  const rows = unfiltered(inflateSync(image_data(png)), row_bytes, height_px)
  if (bits === 8) return { width_px, height_px, bits, grey: rows }
  const grey = new Uint8Array(width_px * height_px)
  for (let y = 0; y < height_px; y++) {
    for (let x = 0; x < width_px; x++) {
      if ((rows[y * row_bytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) grey[y * width_px + x] = 255
    }
  }
  return { width_px, height_px, bits, grey }
}

/** @param {Buffer} png */
function image_data(png) {
  const parts = []
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return Buffer.concat(parts)
}

/** Undoes the row filters of pictures with one byte a pixel or less. @param {Buffer} data @param {number} row_bytes @param {number} height_px */
function unfiltered(data, row_bytes, height_px) {
  const out = new Uint8Array(row_bytes * height_px)
  for (let y = 0; y < height_px; y++) {
    const filter = data[y * (row_bytes + 1)]
    const from = y * (row_bytes + 1) + 1
    const to = y * row_bytes
    for (let i = 0; i < row_bytes; i++) {
      const left = i > 0 ? (out[to + i - 1] ?? 0) : 0
      const up = y > 0 ? (out[to + i - row_bytes] ?? 0) : 0
      const corner = i > 0 && y > 0 ? (out[to + i - row_bytes - 1] ?? 0) : 0
      out[to + i] = (data[from + i] ?? 0) + predicted(filter, left, up, corner)
    }
  }
  return out
}

/** @param {number | undefined} filter @param {number} left @param {number} up @param {number} corner */
function predicted(filter, left, up, corner) {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter !== 4) return 0
  const to_left = Math.abs(up - corner)
  const to_up = Math.abs(left - corner)
  const to_corner = Math.abs(left + up - 2 * corner)
  if (to_left <= to_up && to_left <= to_corner) return left
  return to_up <= to_corner ? up : corner
}
