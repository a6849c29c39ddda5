// @ts-check
// A0 at 300 dpi as PNG and as G4 TIFF: a real drawing, laid side by side until the sheet is full.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { read_grey_png, write_grey_png } from '../../../scripts/grey-png.mjs'
import { in_root, test_out } from '../../../scripts/project.mjs'

const WIDTH_PX = 14_043
const HEIGHT_PX = 9_933
const DPI = 300
const INK_BELOW = 160

/** @returns {{name: string, file: string}[]} */
export function a0_sheets() {
  mkdirSync(test_out, { recursive: true })
  const png = join(test_out, 'a0.png')
  const g4 = join(test_out, 'a0-g4.tif')
  if (!existsSync(png) || !existsSync(g4)) {
    const grey = filled_sheet()
    writeFileSync(png, write_grey_png({ width_px: WIDTH_PX, height_px: HEIGHT_PX, bits: 8, dpi: DPI, grey }))
    const plain = join(test_out, 'a0-plain.tif')
    writeFileSync(plain, bilevel_tiff(grey))
    if (spawnSync('tiffcp', ['-c', 'g4', plain, g4]).status !== 0) {
      console.error('bench: no A0 TIFF is measured: apt-get install libtiff-tools')
    }
  }
  const sheets = [
    { name: 'png-grey', file: png },
    { name: 'tiff-g4', file: g4 },
  ]
  return sheets.filter(({ file }) => existsSync(file))
}

function filled_sheet() {
  const drawing = read_grey_png(readFileSync(in_root('demo/qa/samples/rpm_plate.png')))
  const grey = new Uint8Array(WIDTH_PX * HEIGHT_PX)
  for (let y = 0; y < HEIGHT_PX; y++) {
    const from = (y % drawing.height_px) * drawing.width_px
    const row = drawing.grey.subarray(from, from + drawing.width_px)
    for (let x = 0; x < WIDTH_PX; x += drawing.width_px) {
      grey.set(row.subarray(0, Math.min(drawing.width_px, WIDTH_PX - x)), y * WIDTH_PX + x)
    }
  }
  return grey
}

/** An uncompressed TIFF of one strip, for tiffcp to compress. @param {Uint8Array} grey */
function bilevel_tiff(grey) {
  const row_bytes = Math.ceil(WIDTH_PX / 8)
  const pixels = Buffer.alloc(row_bytes * HEIGHT_PX)
  for (let y = 0; y < HEIGHT_PX; y++) {
    for (let x = 0; x < WIDTH_PX; x++) {
      const at = y * row_bytes + (x >> 3)
      if ((grey[y * WIDTH_PX + x] ?? 255) < INK_BELOW) pixels[at] = (pixels[at] ?? 0) | (0x80 >> (x & 7))
    }
  }
  const [SHORT, LONG, RATIONAL] = [3, 4, 5]
  const entries = [
    [256, LONG, WIDTH_PX],
    [257, LONG, HEIGHT_PX],
    [258, SHORT, 1],
    [259, SHORT, 1],
    // White is zero.
    [262, SHORT, 0],
    [273, LONG, 200],
    [277, SHORT, 1],
    [278, LONG, HEIGHT_PX],
    [279, LONG, pixels.length],
    [282, RATIONAL, 184],
    [283, RATIONAL, 184],
    [296, SHORT, 2],
  ]
  const head = Buffer.alloc(200)
  head.write('II*\0\x08\0\0\0', 'latin1')
  head.writeUInt16LE(entries.length, 8)
  for (const [i, [tag = 0, type = 0, value = 0]] of entries.entries()) {
    head.writeUInt16LE(tag, 10 + 12 * i)
    head.writeUInt16LE(type, 12 + 12 * i)
    head.writeUInt32LE(1, 14 + 12 * i)
    head.writeUInt32LE(value, 18 + 12 * i)
  }
  head.writeUInt32LE(DPI, 184)
  head.writeUInt32LE(1, 188)
  return Buffer.concat([head, pixels])
}
