// @ts-check
// What the package exports, read by other programs: openpyxl, pycocotools, Python's csv and XML, PDFium.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import * as out from 'draftlens/export'
import { in_root } from '../../scripts/project.mjs'
import { python } from '../../scripts/python.mjs'
import { ANALYSIS, turned } from './readings.mjs'
import { multi_page_pdf } from './turned-pdf.mjs'

const folder = mkdtempSync(join(tmpdir(), 'draftlens-export-'))
const PAGE = out.labelledPage(ANALYSIS, 'sheet & <1>.png')

/** Writes a file, lets a Python program read it, and gives what that prints as JSON. @param {string} name @param {string | Uint8Array} content @param {string} program */
function read_by_python(name, content, program) {
  const path = join(folder, name)
  writeFileSync(path, content)
  const { status, stdout, stderr } = spawnSync(
    python,
    ['-c', `import json, sys\npath = sys.argv[1]\n${program}`, path],
    {
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    },
  )
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout)
}

/** Same kinds, texts and places. @param {out.LabelledPage} page @param {out.LabelledPage} wanted @param {{ texts?: boolean, within_px?: number }} [how] */
function assert_same_labels(page, wanted, { texts = true, within_px = 0.02 } = {}) {
  const { image, width, height } = page
  assert.deepEqual(
    { image, width, height },
    { image: wanted.image, width: wanted.width, height: wanted.height },
  )
  assert.deepEqual(
    page.annotations.map(({ kind, text }) => [kind, text]),
    wanted.annotations.map(({ kind, text }) => [kind, texts ? text : '']),
  )
  for (const [index, { quad }] of page.annotations.entries()) {
    const away = quad.map(([x, y], corner) => {
      const [wantedX, wantedY] = wanted.annotations[index]?.quad[corner] ?? [NaN, NaN]
      return Math.hypot(x - wantedX, y - wantedY)
    })
    assert.ok(Math.max(...away) <= within_px, `annotation ${index} is ${Math.max(...away)} px off`)
  }
}

test('openpyxl reads the workbook: the boxes of AS9102 Form 3, limits as numbers, texts as texts', async () => {
  const workbook = await out.toXlsx(ANALYSIS, { partName: 'shaft' })
  const cells = read_by_python(
    'sheet.xlsx',
    new Uint8Array(await workbook.arrayBuffer()),
    'import openpyxl\nprint(json.dumps([[cell.value for cell in row] for row in openpyxl.load_workbook(path).active]))',
  )
  assert.deepEqual(
    cells.slice(0, 4).map((/** @type {unknown[]} */ row) => [row[0], row[3]]),
    [
      ['1. Part Number', 'MP 01-02'],
      ['2. Part Name', 'shaft'],
      ['3. Serial Number', null],
      ['4. FAIR Identifier', null],
    ],
  )
  assert.deepEqual(cells[5].slice(0, 7), [
    '5. Char. No.',
    '6. Reference Location',
    '7. Characteristic Designator',
    '8. Requirement',
    '9. Results',
    '10. Designed / Qualified Tooling',
    '11. Nonconformance Number',
  ])
  assert.deepEqual(cells[6], [
    1,
    'A2',
    null,
    'Ø12 H7',
    null,
    null,
    null,
    'diameter',
    null,
    12,
    12,
    12.018,
    'mm',
    'fit',
    null,
  ])
  assert.deepEqual(cells[7].slice(7), ['linear', null, 35, 34.8, 35.1, 'mm', 'deviations', 'unsure'])
  assert.equal(cells[8][3], '4x M6-6H\n↧ 12 "deep" <&\'>')
  assert.deepEqual(cells[10].slice(2, 4), ['Reference', '(6.15/6.00)'])
  assert.deepEqual(cells[10].slice(9, 12), [null, 6, 6.15])
  assert.equal(cells.length, 12, 'notes are not inspected')
})

test("Python's csv reads the rows, and no text becomes a formula", () => {
  const rows = read_by_python(
    'sheet.csv',
    out.toCsv({
      ...ANALYSIS,
      annotations: ANALYSIS.annotations.map((one) => ({ ...one, kind: 'dimension' })),
    }),
    'import csv\nprint(json.dumps(list(csv.DictReader(open(path, encoding="utf-8-sig", newline="")))))',
  )
  assert.equal(rows.length, ANALYSIS.annotations.length)
  assert.deepEqual(
    [rows[0].number, rows[0].zone, rows[0].requirement, rows[0].lower_limit, rows[0].upper_limit],
    ['1', 'A2', 'Ø12 H7', '12', '12.018'],
  )
  assert.equal(rows[2].requirement, '4x M6-6H\n↧ 12 "deep" <&\'>')
  assert.equal(rows[4].requirement, "'=1+1, “deburr” 日本語")
  assert.equal(rows[6].requirement, '-5', 'a negative size is no formula')
})

test('pycocotools reads the labels: masks as large as the texts, boxes around them', () => {
  const read = read_by_python(
    'coco.json',
    out.toCoco([PAGE]),
    `import contextlib, io
from pycocotools.coco import COCO
with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO(path)
print(json.dumps([[coco.cats[a["category_id"]]["name"], int(coco.annToMask(a).sum()), a["area"], a["attributes"]["text"]]
    for a in coco.loadAnns(coco.getAnnIds())]))`,
  )
  assert.deepEqual(
    read.map((/** @type {unknown[]} */ [kind, , , text]) => [kind, text]),
    PAGE.annotations.map(({ kind, text }) => [kind, text]),
  )
  for (const [kind, mask, area] of read)
    assert.ok(Math.abs(mask / area - 1) < 0.05, `${kind}: ${mask} of ${area} px`)
})

test("Python's XML reads the CVAT file, markup in texts and names included", () => {
  const read = read_by_python(
    'cvat.xml',
    out.toCvatXml([PAGE]),
    `import xml.etree.ElementTree as tree
image = tree.parse(path).getroot().find("image")
print(json.dumps([image.get("name"), [[p.get("label"), p.find("attribute").text] for p in image]]))`,
  )
  assert.deepEqual(read, [PAGE.image, PAGE.annotations.map(({ kind, text }) => [kind, text])])
})

test('labels come back as they went: COCO, CVAT, Label Studio and W3C with texts, YOLO without', () => {
  const [coco] = out.fromCoco(out.toCoco([PAGE]))
  const [cvat] = out.fromCvatXml(out.toCvatXml([PAGE]))
  const [studio] = out.fromLabelStudio(out.toLabelStudio([PAGE]))
  const web = {
    ...PAGE,
    annotations: out.fromWebAnnotations(JSON.stringify(out.toWebAnnotations(PAGE, PAGE.image))),
  }
  for (const page of [coco, cvat, studio, web]) assert_same_labels(page ?? assert.fail(), PAGE)
  assert_same_labels(out.fromYoloObb(out.toYoloObb(PAGE), PAGE), PAGE, { texts: false })
})

test('shapes that tools make themselves: a turned box of CVAT, a rectangle of the W3C', () => {
  const wanted = turned(1000, 500, 200, 40, 30)
  const [middleX, middleY] = [(wanted[0][0] + wanted[2][0]) / 2, (wanted[0][1] + wanted[2][1]) / 2]
  const box = `xtl="${middleX - 100}" ytl="${middleY - 20}" xbr="${middleX + 100}" ybr="${middleY + 20}" rotation="30"`
  const [cvat] = out.fromCvatXml(
    `<annotations><image name="a" width="2000" height="1000"><box label="thread" ${box}/></image></annotations>`,
  )
  assert_same_labels(cvat ?? assert.fail(), {
    image: 'a',
    width: 2000,
    height: 1000,
    annotations: [{ kind: 'thread', quad: wanted, text: '' }],
  })
  const [label] = out.fromWebAnnotations(
    JSON.stringify({
      type: 'Annotation',
      body: [
        { type: 'TextualBody', value: '5' },
        { type: 'TextualBody', value: 'dimension' },
      ],
      target: { selector: { type: 'FragmentSelector', value: 'xywh=pixel:10,20,30,40' } },
    }),
  )
  assert.deepEqual(label, { kind: 'dimension', quad: turned(10, 20, 30, 40, 0), text: '5' })
})

test('what is broken is refused with what, where and what to do', () => {
  /** @type {[() => unknown, RegExp][]} */
  const broken = [
    [() => out.fromCoco('{'), /not JSON/],
    [() => out.fromCoco('{"images":[],"categories":[]}'), /no list “annotations”/],
    [() => out.fromCoco('null'), /no list “images”/],
    [() => out.fromCvatXml('<annotations><image>'), /unexpected end of file/],
    [() => out.fromCvatXml('<html></html>'), /begins with “html”/],
    [
      () =>
        out.fromCvatXml(
          '<annotations><image name="a"><polygon label="gdt" points="1,2;3"/></image></annotations>',
        ),
      /shape 1 on “a” does not have four corners/,
    ],
    [() => out.fromYoloObb('0 1 2', PAGE), /line 1 is not/],
    [() => out.fromYoloObb('99 0 0 0 0 0 0 0 0', PAGE), /line 1 is not/],
    [() => out.fromLabelStudio('[{}]'), /task 1 has no annotation/],
    [() => out.fromWebAnnotations('[{}]'), /annotation 1 does not select/],
    [() => out.fromCoco(out.toCoco([PAGE]).replace('"thread"', '"screw"')), /“screw” is no kind/],
  ]
  for (const [attempt, message] of broken) {
    assert.throws(attempt, (/** @type {any} */ error) => {
      assert.equal(error.code, 'bad-format')
      assert.match(error.message, message)
      return error.hint.length > 10
    })
  }
})

test('the zone is that of ISO 5457, and nothing where a sheet has no ISO size', () => {
  assert.equal(out.zoneOf([10, 10], ANALYSIS.page), 'A1')
  assert.equal(out.zoneOf([3300, 2330], ANALYSIS.page), 'F8')
  assert.equal(out.zoneOf([1660, 1160], { ...ANALYSIS.page, width_px: 2339, height_px: 3307 }), 'C5')
  assert.equal(out.zoneOf([10, 10], { ...ANALYSIS.page, width_px: 2200, height_px: 1700 }), undefined)
})

test('balloons stand off texts and each other, on the sheet, each at its text', () => {
  const placed = out.balloons(ANALYSIS)
  assert.deepEqual(
    placed.map(({ number, id }) => [number, id]),
    [
      [1, 'a1'],
      [2, 'a2'],
      [3, 'a3'],
      [4, 'a4'],
      [5, 'a6'],
      [6, 'a7'],
    ],
  )
  for (const { centre, radius, id, foot } of placed) {
    assert.ok(Math.hypot(centre[0] - foot[0], centre[1] - foot[1]) < 6 * radius, `${id} stands far away`)
    for (const other of ANALYSIS.annotations) {
      const [xs, ys] = [0, 1].map((axis) => other.quad.map((corner) => corner[axis] ?? 0))
      const clear =
        centre[0] + radius <= Math.min(...(xs ?? [])) ||
        centre[0] - radius >= Math.max(...(xs ?? [])) ||
        centre[1] + radius <= Math.min(...(ys ?? [])) ||
        centre[1] - radius >= Math.max(...(ys ?? []))
      assert.ok(clear, `the balloon of ${id} covers ${other.id}`)
    }
  }
})

test("Python's XML reads the SVG: a circle for each row, its text as title", () => {
  const titles = read_by_python(
    'sheet.svg',
    out.toSvg(ANALYSIS, { picture: 'data:image/png;base64,AA==' }),
    `import xml.etree.ElementTree as tree
ns = {"s": "http://www.w3.org/2000/svg"}
root = tree.parse(path).getroot()
assert root.find("s:image", ns) is not None
print(json.dumps([[g.find("s:text", ns).text, g.find("s:title", ns).text] for g in root.findall("s:g", ns)]))`,
  )
  assert.deepEqual(titles[2], ['3', '3: 4x M6-6H\n↧ 12 "deep" <&\'>'])
  assert.equal(titles.length, 6)
})

/** What PDFium sees: each page's picture in page pixels, and the figures on it with the middle of each. */
const SEEN = `import numpy as np
import pypdfium2 as pdfium
file = pdfium.PdfDocument(path)
pages = []
for page in file:
    picture = page.render(scale=200 / 72).to_numpy().astype(int)
    texts = page.get_textpage()
    numbers = [texts.get_text_range(i, 1) for i in range(texts.count_chars())]
    pages.append([list(picture.shape[:2]), numbers, picture])
`

test('PDFium shows every balloon where it belongs, and the same on pages turned each way and cropped', async () => {
  const turns = [0, 90, 180, 270]
  const original = await multi_page_pdf(turns, ANALYSIS.page)
  const analyses = turns.map((_, index) => ({ ...ANALYSIS, page: { ...ANALYSIS.page, index } }))
  const rings = out.balloons(ANALYSIS).map(({ centre, radius }) => [...centre, radius])
  const read = read_by_python(
    'turned.pdf',
    await out.toPdf(analyses, original),
    `${SEEN}
upright = pages[0][2]
def ring_ink(x, y, radius):
    angles = np.linspace(0, 2 * np.pi, 60)
    at = upright[(y + radius * np.sin(angles)).astype(int), (x + radius * np.cos(angles)).astype(int)]
    return float((at.min(axis=1) < 200).mean())
print(json.dumps({
    "sizes": [page[0] for page in pages],
    "numbers": ["".join(c for c in page[1] if c.isdigit()) for page in pages],
    "rings": [ring_ink(*ring) for ring in ${JSON.stringify(rings)}],
    "inside": [int((upright[int(y - r / 2):int(y + r / 2), int(x - r / 2):int(x + r / 2)].min(axis=2) < 200).sum()) for x, y, r in ${JSON.stringify(rings)}],
    "differences": [float(np.abs(page[2][:2300, :3300] - upright[:2300, :3300]).mean()) for page in pages],
}))`,
  )
  for (const size of read.sizes)
    assert.ok(Math.abs(size[0] - 2339) <= 1 && Math.abs(size[1] - 3307) <= 1, `${size}`)
  assert.deepEqual(read.numbers, Array(4).fill('123456'))
  for (const [index, ink] of read.rings.entries())
    assert.ok(ink > 0.9, `balloon ${index + 1}: ${ink} of its ring`)
  for (const [index, ink] of read.inside.entries()) assert.ok(ink > 10, `balloon ${index + 1} has no number`)
  for (const difference of read.differences) assert.ok(difference < 0.15, `pages differ: ${read.differences}`)
})

test('a picture becomes the page of a PDF; what is neither is refused', async () => {
  const picture = new Uint8Array(readFileSync(in_root('demo/qa/samples/rpm_plate.png')))
  const [size, ink] = read_by_python(
    'picture.pdf',
    await out.toPdf(ANALYSIS, picture),
    `${SEEN}
print(json.dumps([pages[0][0], int((pages[0][2].max(axis=2) < 100).sum())]))`,
  )
  assert.ok(Math.abs(size[0] - 2339) <= 1 && Math.abs(size[1] - 3307) <= 1, `an A3 sheet, not ${size}`)
  assert.ok(ink > 1000, 'the drawing is on it')
  await assert.rejects(out.toPdf(ANALYSIS, new Uint8Array([1, 2, 3])), { code: 'unsupported' })
  await assert.rejects(out.toPdf(ANALYSIS, new TextEncoder().encode('%PDF-1.7 broken')), { code: 'damaged' })
})
