// @ts-check
// Every way in which the drawings of a shop are stored, made from one drawing with Debian's tools.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { g4_strip, jbig2_of_fax } from './fax-data.mjs'
import { cjk_not_embedded_pdf, scanned_pdf, standard_fonts_pdf } from './small-pdf.mjs'

const DPI = 200
const RESOLUTION = ['-density', String(DPI), '-units', 'PixelsPerInch']

/** The Debian package of each tool. */
export const TOOLS = {
  convert: 'imagemagick',
  cwebp: 'webp',
  tiffcp: 'libtiff-tools',
  tiffset: 'libtiff-tools',
  tiff2pdf: 'libtiff-tools',
  qpdf: 'qpdf',
}

/**
 * @typedef {object} Variant
 * @property {string} format
 * @property {string} name what is special about it
 * @property {string} file
 * @property {(keyof typeof TOOLS)[]} tools what makes it
 * @property {(make: Make) => void} make
 * @property {string} [refused] the error that it must give
 *
 * @typedef {object} Make
 * @property {string} out the file to write
 * @property {string} source the drawing, a grey PNG
 * @property {(file: string) => string} made the path of a variant that was made before
 * @property {(tool: keyof typeof TOOLS, ...args: string[]) => void} run
 */

/**
 * @param {string} format @param {string} name @param {string} file
 * @param {Variant['tools']} tools @param {Variant['make']} make
 * @returns {Variant}
 */
const variant = (format, name, file, tools, make) => ({ format, name, file, tools, make })

/** @param {string} format @param {string} name @param {string} file @param {string[]} options for ImageMagick */
const converted = (format, name, file, ...options) =>
  variant(format, name, file, ['convert'], ({ run, source, out }) =>
    run('convert', source, ...RESOLUTION, ...options, out),
  )

/** @param {string} name @param {string} file @param {string} from @param {string[]} options for tiffcp */
const tiff = (name, file, from, ...options) =>
  variant('TIFF', name, file, ['convert', 'tiffcp'], ({ run, made, out }) =>
    run('tiffcp', ...options, made(from), out),
  )

/** @param {string} name @param {string} file @param {(make: Make) => Buffer} bytes @param {Variant['tools']} [tools] */
const written = (name, file, bytes, tools = []) =>
  variant('PDF', name, file, tools, (make) => writeFileSync(make.out, bytes(make)))

/** @param {Buffer} png */
const size_of = (png) => ({ width_px: png.readUInt32BE(16), height_px: png.readUInt32BE(20), dpi: DPI })

const BILEVEL = ['-threshold', '60%', '-compress', 'None', '-depth', '1', '-type', 'Bilevel']
const COLOURED = ['-fuzz', '30%', '-fill', '#c02040', '-opaque', 'black']

/** @type {Variant[]} */
export const VARIANTS = [
  variant('PNG', 'grey 8 bits', 'grey8.png', [], ({ source, out }) => copyFileSync(source, out)),
  converted('PNG', '1 bit', 'bilevel.png', '-threshold', '60%', '-depth', '1'),
  converted('PNG', 'palette', 'palette.png', ...COLOURED, '-colors', '16', '-define', 'png:color-type=3'),
  converted('PNG', 'RGB', 'rgb.png', ...COLOURED, '-define', 'png:color-type=2'),
  converted('PNG', 'RGB with alpha', 'rgba.png', '-transparent', 'white', '-define', 'png:color-type=6'),
  converted('PNG', 'grey 16 bits', 'grey16.png', '-depth', '16', '-define', 'png:bit-depth=16'),
  converted('PNG', 'interlaced', 'interlaced.png', '-interlace', 'PNG'),
  converted('JPEG', 'colour', 'colour.jpg', ...COLOURED, '-colorspace', 'sRGB', '-type', 'TrueColor'),
  converted('JPEG', 'grey', 'grey.jpg', '-colorspace', 'Gray'),
  converted('JPEG', 'progressive', 'progressive.jpg', '-type', 'TrueColor', '-interlace', 'JPEG'),
  converted('JPEG', 'CMYK', 'cmyk.jpg', ...COLOURED, '-colorspace', 'CMYK'),
  variant('JPEG', 'turned by EXIF', 'exif.jpg', ['convert'], ({ made, out }) =>
    writeFileSync(out, turned_by_exif(readFileSync(made('grey.jpg')))),
  ),
  variant('WebP', 'lossy', 'lossy.webp', ['cwebp'], ({ run, source, out }) =>
    run('cwebp', '-quiet', source, '-o', out),
  ),
  variant('WebP', 'lossless', 'lossless.webp', ['cwebp'], ({ run, source, out }) =>
    run('cwebp', '-quiet', '-lossless', '-z', '3', source, '-o', out),
  ),
  converted('BMP', '24 bits', 'rgb.bmp', ...COLOURED, '-type', 'TrueColor'),
  converted('BMP', 'palette', 'palette.bmp', '-colors', '16', '-type', 'Palette'),
  converted('BMP', '1 bit', 'bilevel.bmp', '-threshold', '60%', '-type', 'Bilevel'),
  converted('GIF', 'palette', 'palette.gif'),
  converted('TIFF', 'none, grey 8 bits', 'grey8.tif', '-compress', 'None', '-depth', '8'),
  converted(
    'TIFF',
    'none, 1 bit, white is 0',
    'bilevel.tif',
    ...BILEVEL,
    '-define',
    'quantum:polarity=min-is-white',
  ),
  converted('TIFF', 'none, 1 bit, black is 0', 'black-is-0.tif', ...BILEVEL),
  converted('TIFF', 'none, RGB', 'rgb.tif', ...COLOURED, '-compress', 'None', '-type', 'TrueColor'),
  ...['2', '4', '12', '16'].map((bits) =>
    converted(
      'TIFF',
      `grey ${bits} bits`,
      `grey${bits}.tif`,
      '-compress',
      'None',
      '-colorspace',
      'Gray',
      '-depth',
      bits,
    ),
  ),
  converted(
    'TIFF',
    'palette',
    'palette.tif',
    ...COLOURED,
    '-compress',
    'LZW',
    '-colors',
    '16',
    '-type',
    'Palette',
  ),
  tiff('G3 1-D', 'g3-1d.tif', 'bilevel.tif', '-c', 'g3:1d'),
  tiff('G3 2-D', 'g3-2d.tif', 'bilevel.tif', '-c', 'g3:2d'),
  tiff('G3 1-D, filled to bytes', 'g3-fill.tif', 'bilevel.tif', '-c', 'g3:1d:fill'),
  tiff('G4', 'g4.tif', 'bilevel.tif', '-c', 'g4', '-r', '100000'),
  tiff('G4, black is 0', 'g4-black-is-0.tif', 'black-is-0.tif', '-c', 'g4'),
  tiff('G4, FillOrder 2', 'g4-lsb.tif', 'bilevel.tif', '-c', 'g4', '-f', 'lsb2msb'),
  tiff('LZW', 'lzw.tif', 'grey8.tif', '-c', 'lzw'),
  tiff('LZW with predictor, RGB', 'lzw-predictor.tif', 'rgb.tif', '-c', 'lzw:2'),
  tiff('Deflate', 'deflate.tif', 'grey8.tif', '-c', 'zip'),
  tiff('PackBits, 1 bit', 'packbits.tif', 'bilevel.tif', '-c', 'packbits'),
  tiff('JPEG, grey', 'jpeg-grey.tif', 'grey8.tif', '-c', 'jpeg'),
  tiff('JPEG, YCbCr', 'jpeg-ycbcr.tif', 'rgb.tif', '-c', 'jpeg'),
  tiff('JPEG, RGB', 'jpeg-rgb.tif', 'rgb.tif', '-c', 'jpeg:r'),
  tiff('tiles, LZW', 'tiles.tif', 'grey8.tif', '-t', '-w', '256', '-l', '256', '-c', 'lzw'),
  tiff('tiles, G4', 'tiles-g4.tif', 'bilevel.tif', '-t', '-w', '256', '-l', '256', '-c', 'g4'),
  tiff('planes apart', 'planar.tif', 'rgb.tif', '-p', 'separate', '-c', 'lzw'),
  tiff('big-endian', 'big-endian.tif', 'grey16.tif', '-B'),
  tiff('BigTIFF', 'big.tif', 'grey8.tif', '-8', '-c', 'lzw'),
  variant('TIFF', 'three pages', 'pages.tif', ['convert', 'tiffcp'], ({ run, made, out }) =>
    run('tiffcp', '-c', 'lzw', made('grey8.tif'), made('bilevel.tif'), made('grey8.tif'), out),
  ),
  variant(
    'TIFF',
    'turned by its tag',
    'turned.tif',
    ['convert', 'tiffcp', 'tiffset'],
    ({ run, made, out }) => {
      copyFileSync(made('lzw.tif'), out)
      run('tiffset', '-s', '274', '6', out)
    },
  ),
  variant('PDF', 'scan, CCITT G4', 'ccitt.pdf', ['convert', 'tiffcp', 'tiff2pdf'], ({ run, made, out }) =>
    run('tiff2pdf', '-o', out, made('g4.tif')),
  ),
  written(
    'scan, JPEG',
    'jpeg.pdf',
    ({ source, made }) =>
      scanned_pdf({
        ...size_of(readFileSync(source)),
        filter: 'DCTDecode',
        bits: 8,
        data: readFileSync(made('grey.jpg')),
      }),
    ['convert'],
  ),
  written(
    'scan, JPEG 2000',
    'jpeg2000.pdf',
    ({ run, source, out }) => {
      run('convert', source, '-colorspace', 'Gray', '-quality', '40', `${out}.jp2`)
      return scanned_pdf({
        ...size_of(readFileSync(source)),
        filter: 'JPXDecode',
        bits: 8,
        data: readFileSync(`${out}.jp2`),
      })
    },
    ['convert'],
  ),
  written(
    'scan, JBIG2',
    'jbig2.pdf',
    ({ source, made }) => {
      const size = size_of(readFileSync(source))
      const data = jbig2_of_fax(g4_strip(readFileSync(made('g4.tif'))), size.width_px, size.height_px)
      return scanned_pdf({ ...size, filter: 'JBIG2Decode', bits: 1, data })
    },
    ['convert', 'tiffcp'],
  ),
  variant('PDF', 'page turned by /Rotate', 'rotated.pdf', ['convert', 'qpdf'], ({ run, made, out }) =>
    run('qpdf', made('jpeg.pdf'), '--rotate=+90', out),
  ),
  variant('PDF', 'three pages', 'pages.pdf', ['convert', 'tiffcp', 'qpdf'], ({ run, made, out }) =>
    run('qpdf', '--empty', '--pages', made('jpeg.pdf'), made('jbig2.pdf'), made('rotated.pdf'), '--', out),
  ),
  written('words in standard fonts, not embedded', 'standard-fonts.pdf', standard_fonts_pdf),
  written('words in a Japanese font, not embedded', 'cjk.pdf', cjk_not_embedded_pdf),
  variant(
    'PDF',
    'encrypted, opens without a password',
    'encrypted-empty.pdf',
    ['convert', 'qpdf'],
    ({ run, made, out }) => run('qpdf', '--encrypt', '', 'owner', '256', '--', made('jpeg.pdf'), out),
  ),
  {
    ...variant(
      'PDF',
      'encrypted, wants a password',
      'encrypted.pdf',
      ['convert', 'qpdf'],
      ({ run, made, out }) => run('qpdf', '--encrypt', 'secret', 'owner', '256', '--', made('jpeg.pdf'), out),
    ),
    refused: 'password-needed',
  },
]

/** Puts an EXIF block that says "turn by 90°" behind the start of a JPEG. @param {Buffer} jpeg */
function turned_by_exif(jpeg) {
  const tiff_block = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex')
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff_block])
  const head = Buffer.alloc(4)
  head.writeUInt16BE(0xffe1, 0)
  head.writeUInt16BE(exif.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)])
}

/**
 * Makes what the tools at hand can make.
 * @param {string} source @param {string} folder
 * @param {(tool: string) => boolean} has_tool
 * @returns {{variant: Variant, path: string, lacks: string[]}[]} lacks: Debian packages without which it was not made
 */
export function make_variants(source, folder, has_tool) {
  mkdirSync(folder, { recursive: true })
  return VARIANTS.map((variant) => {
    const path = join(folder, variant.file)
    const lacks = [...new Set(variant.tools.filter((tool) => !has_tool(tool)).map((tool) => TOOLS[tool]))]
    if (lacks.length === 0) variant.make({ out: path, source, made: (file) => join(folder, file), run })
    return { variant, path, lacks }
  })
}

/** @param {string} tool @param {string[]} args */
function run(tool, ...args) {
  const { status, stderr, error } = spawnSync(tool, args, { encoding: 'utf8' })
  // qpdf ends with 3 for warnings about files that it could write all the same.
  if (status === 0 || (tool === 'qpdf' && status === 3)) return
  throw new Error(`${tool} ${args.join(' ')} failed: ${error?.message ?? stderr}`)
}
