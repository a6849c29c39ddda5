// @ts-check
// Small PDFs that no tool at hand writes: a scan under any filter, words in fonts that are not embedded.

/** @param {Buffer | string} body */
const bytes_of = (body) => (typeof body === 'string' ? Buffer.from(body, 'latin1') : body)

/**
 * @param {(Buffer | string)[]} objects the first is the catalogue
 * @returns {Buffer}
 */
function pdf_of(objects) {
  /** @type {Buffer[]} */
  const parts = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  let at = parts[0]?.length ?? 0
  const offsets = objects.map((body, i) => {
    const object = Buffer.concat([bytes_of(`${i + 1} 0 obj\n`), bytes_of(body), bytes_of('\nendobj\n')])
    const offset = at
    parts.push(object)
    at += object.length
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const end = `trailer << /Size ${count} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`
  parts.push(bytes_of(`xref\n0 ${count}\n0000000000 65535 f \n${rows}${end}`))
  return Buffer.concat(parts)
}

/** @param {string} entries @param {Buffer | string} data */
function stream(entries, data) {
  const bytes = bytes_of(data)
  return Buffer.concat([
    bytes_of(`<< ${entries} /Length ${bytes.length} >>\nstream\n`),
    bytes,
    bytes_of('\nendstream'),
  ])
}

/**
 * One page that is one picture.
 * @param {{width_px: number, height_px: number, dpi: number, filter: string, bits: number, data: Buffer, parameters?: string}} scan
 */
export function scanned_pdf({ width_px, height_px, dpi, filter, bits, data, parameters = '' }) {
  const width_pt = ((width_px * 72) / dpi).toFixed(2)
  const height_pt = ((height_px * 72) / dpi).toFixed(2)
  const picture =
    `/Type /XObject /Subtype /Image /Width ${width_px} /Height ${height_px} /ColorSpace /DeviceGray ` +
    `/BitsPerComponent ${bits} /Filter /${filter} ${parameters}`
  return pdf_of([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width_pt} ${height_pt}] /Contents 4 0 R ` +
      '/Resources << /XObject << /Scan 5 0 R >> >> >>',
    stream('', `q ${width_pt} 0 0 ${height_pt} 0 0 cm /Scan Do Q`),
    stream(picture, data),
  ])
}

/** One page of words in the standard fonts, which every reader must bring along. */
export function standard_fonts_pdf() {
  const fonts = ['Helvetica', 'Times-Roman', 'Courier-Bold', 'Symbol']
  const words = fonts.map((_, i) => `BT /F${i} 24 Tf 40 ${260 - 60 * i} Td (4x 12.5 H7 ABC) Tj ET`).join('\n')
  const font_list = fonts.map((_, i) => `/F${i} ${i + 5} 0 R`).join(' ')
  return pdf_of([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 320] /Contents 4 0 R /Resources << /Font << ${font_list} >> >> >>`,
    stream('', words),
    ...fonts.map((name) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} >>`),
  ])
}

/** Japanese words in a font that the file only names. */
export function cjk_not_embedded_pdf() {
  const text = [...'図面番号 寸法公差']
    .map((letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0'))
    .join('')
  return pdf_of([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 120] /Contents 4 0 R /Resources << /Font << /F0 5 0 R >> >> >>',
    stream('', `BT /F0 32 Tf 40 50 Td <${text}> Tj ET`),
    '<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UCS2-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /FontDescriptor 7 0 R ' +
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>',
    '<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /ItalicAngle 0 /Ascent 752 /Descent -221 ' +
      '/CapHeight 737 /StemV 114 /FontBBox [-92 -250 1010 922] >>',
  ])
}
