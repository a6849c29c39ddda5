// @ts-check
// The fax data of a TIFF, as it is, and in the JBIG2 clothes that scanners put into PDFs: a generic region may
// be coded exactly as G4 is.

const STRIP_OFFSETS = 273
const STRIP_BYTE_COUNTS = 279

/** A little-endian G4 TIFF of a single strip. @param {Buffer} tiff */
export function g4_strip(tiff) {
  if (tiff.toString('latin1', 0, 2) !== 'II')
    throw new Error('tiffcp wrote another byte order than was expected.')
  const directory = tiff.readUInt32LE(4)
  /** @type {Map<number, number>} */
  const values = new Map()
  for (let i = 0; i < tiff.readUInt16LE(directory); i++) {
    const entry = directory + 2 + 12 * i
    const is_short = tiff.readUInt16LE(entry + 2) === 3
    values.set(
      tiff.readUInt16LE(entry),
      is_short ? tiff.readUInt16LE(entry + 8) : tiff.readUInt32LE(entry + 8),
    )
  }
  const start = values.get(STRIP_OFFSETS) ?? 0
  return tiff.subarray(start, start + (values.get(STRIP_BYTE_COUNTS) ?? 0))
}

/** @param {number[]} values */
function words(...values) {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i)
  return bytes
}

/** @param {number} number @param {number} kind @param {Buffer} data */
function segment(number, kind, data) {
  return Buffer.concat([words(number), Buffer.from([kind, 0, 1]), words(data.length), data])
}

/**
 * The embedded form of JBIG2 that PDF wants: page information, one generic region coded with MMR.
 * @param {Buffer} fax_data @param {number} width_px @param {number} height_px
 */
export function jbig2_of_fax(fax_data, width_px, height_px) {
  const page = Buffer.concat([words(width_px, height_px, 0, 0), Buffer.from([0, 0, 0])])
  const region = Buffer.concat([words(width_px, height_px, 0, 0), Buffer.from([0, 1]), fax_data])
  return Buffer.concat([segment(0, 48, page), segment(1, 38, region)])
}
