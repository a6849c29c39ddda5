"""Sentences for notes, by language. Braces are filled with numbers by `filled`."""

import re

import numpy as np

from . import words
from .words import pick

# fmt: off
HEADINGS = {
    'en': (
        'NOTES:', 'NOTES', 'GENERAL NOTES', 'Notes:', 'NOTE:', 'GENERAL NOTES:', 'NOTES: UNLESS OTHERWISE SPECIFIED',
        'Technical requirements:', 'MATERIAL:',
    ),
    'de': ('Hinweise:', 'Anmerkungen:', 'Bemerkungen:', 'Allgemeine Hinweise', 'Technische Angaben:'),
    'fr': ('Notes:', 'REMARQUES', 'Nota :'),
    'it': ('Note:', 'NOTE GENERALI'),
    'es': ('NOTAS:', 'Notas generales'),
    'sv': ('Anmärkningar:', 'Generella anmärkningar', 'ANM:'),
    'ja': ('注記', '注）', '指示事項', '注意事項'),
    'zh': ('技术要求', '技术要求：', '注：'),
    'ru': ('Технические требования', 'Примечания:'),
}
SENTENCES = {
    'en': (
        'ALL DIMENSIONS ARE IN MILLIMETERS.', 'Dimensions in millimeters', 'REMOVE ALL BURRS AND SHARP EDGES {mm} MAX.',
        'BREAK ALL EDGES {mm} X 45°', 'General tolerances ±{tol}mm', 'UNSPECIFIED RADII R{mm}',
        'UNLESS OTHERWISE SPECIFIED TOLERANCE ±{tol}', 'SURFACE FINISH Ra {ra} UNLESS NOTED', 'Do not scale drawing.',
        'TIGHTEN SCREWS {m} TO {nm} Nm', 'Torque {m} screws with {nm} ±{n} Nm, secure with thread locker.', 'HEAT TREAT TO {n2}-{n3} HRC',
        'PARTS MUST BE CLEAN AND FREE OF OIL', 'MATERIAL THICKNESS {mm} mm', 'ALL HOLES Ø{mm} THRU UNLESS SPECIFIED',
        'Holes Ø{mm} H7 to be reamed at assembly', 'APPLY GREASE TO BEARING SEAT BEFORE ASSEMBLY',
        'REFER TO 3D MODEL {ref} FOR MISSING DIMENSIONS', 'FILLETS AND ROUNDS R{mm} TYP.', 'ANODIZE THICKNESS {um} ± {n} µm',
        'MASK THREADS {m} BEFORE COATING', 'MARK PART WITH DWG NO. {ref}, LETTERS {mm} HIGH', 'TEST PRESSURE {big} bar FOR {n} min',
        'BEND RADIUS {mm}, K-FACTOR 0.{n2}', 'Interpret drawing per ASME Y14.5-2018', 'TOLERANCES ACCORDING TO ISO 2768-mK',
        'H={mm} mm, the surface is flush with the cover.', 'Max. height of {mm}mm is allowed in this area', 'LASER CUT FROM {mm} mm SHEET',
        'Scale {n}:1, A4 drawing', 'QUANTITY: {n} PCS', 'RoHS compliant', 'Dimensions of R without description are not specified.',
        'Operating temperature -{n2} °C to +{big} °C', 'RUNOUT MEASURED AT Ø{big} IS {tol} MAX.', 'WELD ALL AROUND a{n}, ELECTRODE E{big}',
        'Thread depth min. {n2} mm in all {m} holes', 'DRAFT ANGLE {n}° MAX.', 'PARTING LINE FLASH {tol} MAX',
        'INSPECT {n} OF {n2} PARTS, RECORD VALUES IN FORM {ref}', 'DO NOT USE CRITICAL CHARACTERISTICS FOR REFERENCE',
        'Balanced to G {ra} at {big}00 rpm', 'PAINT: RAL 70{n2}, {um}-{big} µm, GLOSS 3{n} %', 'See sheet 2 for details.',
        'Part must conform to specification {ref} rev. {letter}', '{date} - {name}', '{url}', 'FOR {n} HOLES ON PCD {big}, SEE TABLE',
    ),
    'de': (
        'Alle Maße in mm', 'Allgemeintoleranzen nach DIN ISO 2768-mK', 'Alle nicht bemaßten Kanten {c} x 45°', 'Nicht bemaßte Radien R{c}',
        'Scharfe Kanten entgratet {c}', 'Oberfläche Ra {c} falls nicht anders angegeben', 'Gewinde {m} nach dem Beschichten nachschneiden',
        'Anzugsmoment {m}: {nm} Nm', 'gehärtet {n2}+4 HRC', 'Freistich DIN 509-F {c}x0,3', 'Schweißnähte a{n} umlaufend',
        'Teil gereinigt und fettfrei anliefern', 'Passfeder DIN 6885 - A {n}x{n}x{n2}', 'Wandstärke {c} ±{c} mm',
        'Zentrierbohrung DIN 332-{letter} zulässig', 'Schichtdicke {um} µm', 'Prüfdruck {n2} bar, {n} min', 'Zeichnung gültig ab {date}',
        'Blech t={c} mm, Biegeradius innen {c}', 'Bohrungen Ø{c} H7 zusammen mit Pos. {n} gebohrt', 'Fehlende Maße siehe 3D-Modell {ref}',
    ),
    'fr': (
        'Cotes en mm', 'Casser les angles vifs {c} x 45°', 'Tolérances générales ±{c}', 'Rugosité générale Ra {c}', 'Congés non cotés R{c}',
        'Couple de serrage {m} : {nm} N.m', 'Ébavurer {n} trous Ø{c}', 'Épaisseur {c} mm',
    ),
    'it': (
        'Quote in mm', 'Smussi non quotati {c}x45°', 'Raggi non quotati R{c}', 'Tolleranze generali ISO 2768-mK',
        'Coppia di serraggio {m}: {nm} Nm', 'Spessore lamiera {c} mm', 'Sbavare tutti gli spigoli',
    ),
    'es': (
        'Cotas en mm', 'Tolerancia general ±{c} mm', 'Radios no acotados R{c}', 'Matar aristas vivas {c} x 45°',
        'Par de apriete {m}: {nm} Nm', 'Espesor {c} mm',
    ),
    'sv': (
        'Alla mått i mm', 'Skarpa kanter brytes {c} x 45°', 'Generell tolerans ISO 2768-m', 'Ytjämnhet Ra {c} där ej annat anges',
        'Ej måttsatta radier R{c}', 'Åtdragningsmoment {m}: {nm} Nm', 'Antal: {n} st', 'Plåttjocklek {c} mm',
    ),
    'ja': (
        '指示なき角部は C{mm} とする', '指示なき隅部は R{mm} 以下', 'バリ、カエリなきこと', '単位は mm とする',
        '一般公差は JIS B 0405-m による', '表面粗さ Ra {ra}', '板厚 t={mm}', '{m} ネジの締付トルク {nm} N·m', '穴 Ø{mm} は {n} 箇所',
        '寸法は処理後とする', '熱処理 HRC{n2}', '数量 {n} 個', '製作数 {n}',
    ),
    'zh': (
        '未注倒角 C{mm}', '未注圆角 R{mm}', '去除毛刺锐边', '未注公差按 GB/T 1804-m', '表面粗糙度 Ra {ra}', '热处理硬度 HRC{n2}-{n3}',
        '表面阳极氧化 {um} µm', '数量 {n} 件', '单位 mm', '板厚 {mm} mm',
    ),
    'ru': (
        'Неуказанные радиусы R{c}', 'Острые кромки притупить {c} мм', 'H14, h14, ±IT14/2', 'Твёрдость {n2}...{n3} HRC',
        'Размеры для справок', 'Покрытие Ц{n}.хр', 'Момент затяжки {nm} Н·м',
    ),
}
PARAGRAPHS = {
    'en': (
        'This drawing and the information on it remain the property of {firm}. It may not be copied or shown '
        'to others without consent in writing.',
        'UNLESS OTHERWISE SPECIFIED DIMENSIONS ARE IN MILLIMETERS. TOLERANCES: LINEAR ±{tol}, ANGULAR '
        '±{tol}°, SURFACE FINISH Ra {ra}. REMOVE BURRS.',
        'CONFIDENTIAL: reproduction in part or whole without the permission of {firm} is prohibited. © {year} {firm}',
        'Dimensions apply before coating. Coating thickness {um} ±{n} µm. Threads {m} and bores Ø{mm} H7 to '
        'be kept free of coating. Edges {mm} max.',
        'The general tolerances of {date} apply, class m: up to 6 mm ±0.1, over 6 up to 30 mm ±0.2, over 30 up to 120 mm ±0.3 mm.',
        'Printed copies are uncontrolled. Printed {date} 1{n}:{n2} by {name}, file {ref}.',
    ),
    'de': (
        'Schutzvermerk nach ISO 16016 beachten. Weitergabe sowie Vervielfältigung dieser Unterlage sind '
        'nicht gestattet, soweit nicht schriftlich zugestanden. {firm} {year}',
        'Für diese Zeichnung behalten wir uns alle Rechte vor. Stand {date}. Maße gelten nach der '
        'Beschichtung, Schichtdicke {um} ±{n} µm, Gewinde {m} frei.',
        'Tolerierung nach ISO 8015, Allgemeintoleranzen ISO 2768-mK, Kanten ISO 13715 -{c}/+{c}, Oberflächen Ra {c}.',
    ),
    'fr': ('Ce plan est la propriété de {firm} et ne peut être reproduit sans autorisation écrite. Édition du {date}.',),
    'sv': (
        'Denna ritning är vår egendom och får inte kopieras utan vårt medgivande. {firm} {year}. Toleranser '
        'enligt ISO 2768-m, ytor Ra {c}.',
    ),
    'ja': ('本図面は{firm}の財産であり、許可なく複製及び第三者への開示を禁ずる。{date}',),
    'zh': ('本图纸为{firm}所有，未经许可不得复制或泄露。{date}',),
}
MARGIN_LINES = (
    'CONFIDENTIAL', '{ref}.SLDDRW', 'C:/CAD/{ref}.dwg', 'Printed {date} 1{n}:{n2}', 'PROPRIETARY AND CONFIDENTIAL', 'PLOT DATE {date}',
    '{ref} Rev. {letter}', 'UNCONTROLLED COPY', 'This drawing is the property of {firm}. All rights reserved.', '{url}',
    'Designed for {firm}, do not copy, {year}', 'Schutzvermerk ISO 16016 beachten', 'DO NOT SCALE', '{firm} {year}',
    'Weitergabe sowie Vervielfältigung nicht gestattet', 'Filename: {ref}.prt   Sheet {n}/{n2}', 'FORM {ref} REV {letter}',
)
STAMPS = (
    'CHECKED', 'COPY', 'KOPIE', 'APPROVED', 'RELEASED', 'FOR REVIEW', 'PRELIMINARY', 'OBSOLETE', 'DRAFT', 'FREIGEGEBEN', 'GEPRÜFT',
    'MUSTER', 'ENTWURF', 'RECEIVED', 'CONTROLLED COPY', 'GODKÄND', 'FOR INFORMATION ONLY', 'UNCONTROLLED', 'SAMPLE', 'PROTOTYPE', 'ISSUED',
    'VOID', 'MASTER',
)
FOREIGN_STAMPS = {
    'ja': ('図面', '検図済', '承認', '写', '社外秘', '出図'),
    'zh': ('受控', '已审核', '作废', '图纸'),
    'ru': ('КОПИЯ', 'УТВЕРЖДЕНО'),
}
LEGEND = (
    'H={mm} mm, the surface is flush with the cover', 'Keep-out area, max. height {mm} mm', 'Hardened zone, depth {mm} mm',
    'No coating in this area', 'Max. {mm}mm of height is possible', 'Machined after welding', 'gehärtet {n2} HRC',
    'Surface {letter}: Ra {ra}', 'MASKED AREA', 'Adhesive, {n} places', 'Masking tape {mm} x {big}',
)
CENTRED = (
    '{part} - {date}', '{material}', 'A4 Drawing - Scale {n}:1', 'Dimensions in millimeters', 'General tolerances ±{tol}mm', '{firm}',
    '{url}', 'Version {n}.{n}', '{n} pcs', 'Quantity {n}', '{date} - {name}', '{mm} mm precision ground rod', 'All dimensions in mm',
    'Material: {material}', 'Fabrication drawing',
)
# fmt: on


def filled(random: np.random.Generator, template: str, language: str = 'en', decimal: str = '.') -> str:
    """The template with its braces filled."""

    def value(match) -> str:
        return _value(random, match[1], language, decimal)

    return re.sub(r'\{(\w+)\}', value, template)


def _value(random: np.random.Generator, name: str, language: str, decimal: str) -> str:
    match name:
        case 'n':
            return str(int(random.integers(1, 10)))
        case 'n2':
            return str(int(random.integers(10, 60)))
        case 'n3':
            return str(int(random.integers(60, 66)))
        case 'big':
            return str(int(random.integers(6, 60) * 10))
        case 'um':
            return str(int(random.choice([5, 8, 10, 12, 15, 20, 25, 30, 60])))
        case 'mm' | 'c':
            text = pick(random, ('0.2', '0.3', '0.5', '0.75', '1', '1.35', '1.5', '2', '2.5', '3', '4', '0.1', '0.8', '6', '10', '0.05'))
            return text.replace('.', ',' if name == 'c' else decimal)
        case 'tol':
            return pick(random, ('0.05', '0.1', '0.2', '0.02', '0.5', '0.15', '0.01', '1')).replace('.', decimal)
        case 'ra':
            return pick(random, ('0.8', '1.6', '3.2', '6.3', '12.5')).replace('.', decimal)
        case 'nm':
            return pick(random, ('0.5', '1.2', '2', '5.5', '8', '9.5', '10', '25', '48', '120')).replace('.', decimal)
        case 'm':
            return pick(random, ('M2', 'M2.5', 'M3', 'M4', 'M5', 'M6', 'M8', 'M10', 'M12', 'M16x1,5'))
        case 'ref':
            return words.number(random)
        case 'letter':
            return pick(random, 'ABCDE')
        case 'date':
            return words.date(random)
        case 'year':
            return str(int(random.integers(1998, 2027)))
        case 'name':
            return words.person(random, language)
        case 'firm':
            return words.firm(random, language)
        case 'part':
            return words.part(random, language)
        case 'material':
            return pick(random, words.MATERIALS)
        case _:
            stem = pick(random, words.FIRM_STARTS).lower() + pick(random, ('-tec', '-parts', 'mech', '-open-hardware'))
            return pick(random, ('https://{}.org/', 'www.{}.com', 'https://{}.io/docs/', 'http://www.{}.de', 'info@{}.com')).format(stem)
