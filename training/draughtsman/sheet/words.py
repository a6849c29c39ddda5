"""What stands in title blocks and tables: names of parts, materials, people, firms and dates, made up."""

import numpy as np

# fmt: off
LANGUAGES = {
    'iso': {'en': 0.46, 'de': 0.25, 'fr': 0.07, 'it': 0.04, 'es': 0.03, 'sv': 0.07, 'ru': 0.03, 'zh': 0.05},
    'asme': {'en': 0.96, 'es': 0.02, 'zh': 0.02},
    'jis': {'ja': 0.62, 'en': 0.33, 'zh': 0.05},
}
FOREIGN = {'ja': 'japanese', 'zh': 'chinese', 'ru': 'cyrillic'}

PARTS = {
    'en': (
        'Bearing Housing', 'Motor Bracket', 'Drive Shaft', 'Cover Plate', 'Spacer', 'Pulley', 'Lever Arm', 'Clamp', 'Base Plate', 'Flange',
        'Sensor Mount', 'Gear 24T', 'Guide Rail', 'Pivot Pin', 'Bushing', 'Top Plate', 'Side Panel L', 'Encoder Wheel', 'Valve Body',
        'Piston Rod', 'Adapter Ring', 'Mounting Frame', 'Hinge', 'Enclosure Lid', 'Coupling', 'Handle', 'End Cap', 'Heat Sink', 'Nozzle',
        'Tool Holder', 'Locating Pin', 'Jaw, Left', 'Worm Wheel', 'Cam Follower', 'Stop Block', 'Retainer', 'Slide Block', 'Support Leg',
        'Hub', 'Impeller',
    ),
    'de': (
        'Lagerbock', 'Antriebswelle', 'Flansch', 'Grundplatte', 'Distanzring', 'Deckel', 'Gehäuse', 'Halter', 'Zahnrad z=24', 'Buchse',
        'Spannhebel', 'Führungsleiste', 'Winkel', 'Kupplungsnabe', 'Riemenscheibe', 'Bolzen', 'Anschlagblock', 'Motorträger', 'Lasche',
        'Kolbenstange', 'Aufnahme',
    ),
    'fr': (
        'Arbre moteur', 'Bride', 'Palier', 'Support capteur', 'Couvercle', 'Entretoise', 'Poulie', 'Plaque de base', 'Levier', 'Carter',
        'Axe',
    ),
    'it': ('Albero', 'Flangia', 'Supporto', 'Piastra base', 'Coperchio', 'Distanziale', 'Puleggia', 'Boccola', 'Staffa motore'),
    'es': ('Eje', 'Brida', 'Soporte motor', 'Placa base', 'Tapa', 'Casquillo', 'Polea', 'Palanca', 'Separador'),
    'sv': (
        'Axel', 'Fläns', 'Lagerhus', 'Hållare', 'Bottenplatta', 'Lock', 'Distans', 'Remskiva', 'Ljushållare', 'Motorfäste', 'Bussning',
        'Hävarm',
    ),
    'ja': (
        'ベース', 'モータブラケット', '軸', '歯車', 'カバー', '取付板', '支柱', 'フランジ', 'プーリ', '側板', '軸受箱', 'スペーサ',
        'レバー', '上板', '継手',
    ),
    'zh': ('底板', '电机支架', '主轴', '齿轮', '端盖', '轴承座', '法兰', '连接板', '垫片', '外壳', '导轨', '销轴', '皮带轮'),
    'ru': ('Вал', 'Корпус', 'Крышка', 'Втулка', 'Фланец', 'Плита', 'Кронштейн', 'Шестерня', 'Стойка', 'Палец', 'Рычаг'),
}
MATERIALS = (
    'S235JR', 'S355J2+N', '1.4301', '1.4404', '1.4305', 'EN AW-6061 T6', 'EN AW-6082-T6', 'EN AW-5083', '6061-T6 ALUMINUM', 'A2017',
    'A5052', 'A6063-T5', 'SUS304', 'SUS303', 'SS400', 'S45C', 'SCM435', 'SPCC', 'C45', 'C45E+QT', '42CrMo4', '16MnCr5', '11SMn30', '1.0577',
    'POM', 'POM-C', 'PA6-GF30', 'ABS', 'PEEK', 'PTFE', 'PMMA', 'CW614N', 'CuZn39Pb3', 'AISI 1018', 'AISI 4140', 'AISI 304', '17-4 PH',
    'Ti-6Al-4V', 'GG25', 'EN-GJL-250', 'EN-GJS-400-15', 'DC01', 'DX51D+Z275', 'X5CrNi18-10', 'AlMg3', 'AlMgSi1', 'Aluminium 7075',
    'Stainless Steel', 'BRASS', 'FR4', 'Q235A', '45', 'HT200', 'Ст3', '1.2379', 'Al 6061', 'ALUMINIUM', 'STEEL', 'PLA', 'SKD11', 'C3604',
    'MC901', 'S275JR EN 10025', 'Rd 40 EN 10278',
)
FINISHES = (
    'Anodized', 'CLEAR ANODIZE', 'ANODIZE BLACK', 'Zinc plated', 'Fe/Zn 8', 'Ra 3.2', 'Ra 1.6', 'Ra 6.3', 'Ra 0,8', 'Nickel 5 µm',
    'Powder coat RAL 9005', 'RAL 7035', 'AS MACHINED', 'None', 'BLACK OXIDE', 'Brüniert', 'Eloxiert 15 µm', 'verzinkt', 'Rz 16',
    'Ra 3,2 / Ra 1,6', 'N8', '63 µin', 'NONE',
)
TREATMENTS = (
    'HRC 58-62', '58+4 HRC', 'HRC 45±2', 'QT 800', 'Eht 0,6', 'CHD 0.8 +0.3', 'NONE', '-', 'Stress relieved', 'HB 200', '900-1100 N/mm2',
    'HV 720',
)
TOLERANCES = (
    'ISO 2768-mK', 'ISO 2768 - m', 'DIN ISO 2768-fH', 'ISO 2768-cL', '±0.1', '±0,2', '±0.05', 'JIS B 0405-m', 'ISO 22081', 'DIN 7168 m',
    'SS-ISO 2768-1 m', 'ISO 8015', 'ASME Y14.5-2018', '±0.1mm', 'GB/T 1804-m', 'EN 22768-mK', '.X ±.1', 'Size ISO 14405 E',
)
FIRST = 'ABCDEFGHJKLMNPRSTVW'
FAMILY = (
    'Miller', 'Brown', 'Tanaka', 'Weber', 'Schmidt', 'Larsson', 'Rossi', 'Dubois', 'Garcia', 'Novak', 'Chen', 'Kim', 'Olsen', 'Fischer',
    'Keller', 'Evans', 'Moreau', 'Bianchi', 'Sato', 'Becker', 'Lindqvist', 'Patel', 'Kowalski', 'Smit', 'Hughes', 'Wagner', 'Ito', 'Ford',
    'Lang', 'Berg',
)
GIVEN = (
    'Anna', 'Felix', 'John', 'Maria', 'Peter', 'Lena', 'Tom', 'Erik', 'Yuki', 'Paul', 'Julia', 'Mark', 'Sven', 'Laura', 'David', 'Nina',
)
FOREIGN_NAMES = {
    'ja': ('佐藤', '鈴木', '田中', '高橋', '山本', '中村', '小林', '渡辺'),
    'zh': ('王伟', '李强', '张敏', '刘洋', '陈静', '赵磊'),
    'ru': ('Иванов', 'Петров', 'Сидоров', 'Смирнов', 'Козлов'),
}
FIRM_STARTS = (
    'Nordic', 'Alpha', 'Delta', 'Vector', 'Omni', 'Prime', 'Hydro', 'Stein', 'Orbit', 'Kappa', 'Mono', 'Tera', 'Lumen', 'Ferro', 'Astra',
    'Quadra', 'Rhein', 'Borea', 'Zenit', 'Pico', 'Atlas', 'Helio', 'Sigma', 'Nova', 'Arden', 'Volta',
)
FIRM_ENDS = (
    'mech', 'tec', 'dyn', ' Robotics', ' Motion', 'tron', ' Werke', ' Precision', 'form', ' Tools', ' Systems', 'lab', ' Industries',
    'works', ' Engineering',
)
FIRM_FORMS = ('', '', '', ' GmbH', ' AG', ' Ltd.', ' Inc.', ' AB', ' S.p.A.', ' SA', ' Co., Ltd.', ' Corporation', ' LLC', ' KG')
FOREIGN_FIRMS = {
    'ja': ('株式会社北星製作所', '東光精機株式会社', '有限会社山手工業', '青葉機械工業'),
    'zh': ('华新机械有限公司', '东方精密科技', '宏远自动化设备'),
    'ru': ('ООО Вектор', 'АО Механика', 'ЗАВОД №7'),
}
MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
STATUSES = ('Released', 'RELEASED', 'In Work', 'For approval', 'Draft', 'PRELIMINARY', 'Freigegeben', 'Prototype', 'SERIES', 'Approved')
TYPES = ('Part drawing', 'Detail drawing', 'Assembly', 'Fertigungszeichnung', 'Einzelteilzeichnung', 'PART', 'Component drawing')
SCALES = (
    '1:1', '1:2', '2:1', '1:5', '1:10', '5:1', '1:4', '10:1', '1:20', '1 : 1', '1 : 2', '3:1', '4:1', '1.000', '0.500', '1/1', '1/2',
    'FULL', '2.5:1', 'NTS',
)
STANDARD_PARTS = (
    'ISO 4762 - M{m} x {l}', 'DIN 912 M{m}x{l}-8.8', 'Screw M{m}x{l}', 'Washer M{m}', 'DIN 125 A{m}', 'ISO 4032 - M{m}', 'HEX NUT M{m}',
    'Bearing 60{n}-2RS', 'DIN 7991 - M{m}x{l}', 'SHCS M{m} X {l}', 'Dowel Pin {m}m6x{l}', 'O-Ring {l}x2', 'DIN 471 - {l}x1,2',
    'Spring Washer {m}', 'SCREW M{m} L{l}', 'Rivet {m}x{l}',
)
# fmt: on


def language_of(random: np.random.Generator, standard: str) -> str:
    weights = LANGUAGES[standard]
    return str(random.choice(list(weights), p=np.array(list(weights.values()))))


def pick(random: np.random.Generator, words) -> str:
    return words[int(random.integers(len(words)))]


def digits(random: np.random.Generator, count: int) -> str:
    return ''.join(str(n) for n in random.integers(0, 10, count))


def part(random: np.random.Generator, language: str) -> str:
    name = pick(random, PARTS[language if random.random() < 0.85 else 'en'])
    return name.upper() if random.random() < 0.35 else name


def person(random: np.random.Generator, language: str) -> str:
    if language in FOREIGN_NAMES and random.random() < 0.6:
        return pick(random, FOREIGN_NAMES[language])
    family, given = pick(random, FAMILY), pick(random, GIVEN)
    ways = (
        family,
        family.upper(),
        f'{given[0]}. {family}',
        f'{given} {family}',
        given[0] + family[0],
        (given[:2] + family[:2]).upper(),
        f'{given[0].lower()}{family.lower()}',
        'NN',
        f'{given[0]}.{family}',
        f'{family}, {given[0]}.',
    )
    return pick(random, ways)


def firm(random: np.random.Generator, language: str) -> str:
    if language in FOREIGN_FIRMS and random.random() < 0.7:
        return pick(random, FOREIGN_FIRMS[language])
    name = pick(random, FIRM_STARTS) + pick(random, FIRM_ENDS) + pick(random, FIRM_FORMS)
    return pick(random, (name, name, name.upper(), name.lower()))


def date(random: np.random.Generator, style: int | None = None) -> str:
    year, month, day = int(random.integers(1996, 2027)), int(random.integers(1, 13)), int(random.integers(1, 29))
    style = int(random.integers(10)) if style is None else style
    ways = (
        f'{year}-{month:02}-{day:02}',
        f'{day:02}.{month:02}.{year}',
        f'{day:02}/{month:02}/{year}',
        f'{month}/{day}/{year}',
        f'{day}.{month}.{year}',
        f'{MONTHS[month - 1]}-{day:02}-{year % 100:02}',
        f'{day:02}.{month:02}.{year % 100:02}',
        f'{year}/{month:02}/{day:02}',
        f'{day:02}-{MONTHS[month - 1].upper()}-{year}',
        f"'{year % 100:02}.{month}.{day}",
    )
    return ways[style]


def number(random: np.random.Generator) -> str:
    """A drawing number."""
    letters = ''.join(FIRST[int(i)] for i in random.integers(0, len(FIRST), 3))
    d = digits(random, 12)
    ways = (
        f'{d[:3]}-{d[3:7]}-{d[7:9]}',
        f'{letters}-{d[:4]}',
        f'{d[:7]}',
        f'{letters[:2]}{d[:5]}',
        f'{d[:2]}.{d[2:5]}.{d[5:8]}',
        f'{letters[0]}{d[:4]}-{d[4:6]}',
        f'{d[:4]}-{d[4:8]}',
        f'{letters}-{d[:3]}-{d[3:5]}-{letters[0]}',
        f'{d[:8]}',
        f'{d[:3]} {d[3:6]} {d[6:9]}',
        f'{letters[:2]}_{d[:4]}_{d[4:6]}',
        f'Part{d[:1]}',
        f'{d[:5]}-{letters[0]}',
        f'20{d[:2]}{d[2:5]}',
        f'{letters[0]}-{d[:6]}',
        f'{letters}.{d[:2]}.{d[2:4]}.{d[4:7]}',
    )
    return pick(random, ways)


def scale(random: np.random.Generator) -> str:
    return SCALES[int(min(len(SCALES) - 1, random.exponential(4)))]


def sheet_count(random: np.random.Generator) -> str:
    total = int(min(12, 1 + random.geometric(0.5)))
    this = int(random.integers(1, total + 1))
    return pick(
        random,
        (
            f'{this}/{total}',
            f'{this} / {total}',
            f'{this} OF {total}',
            f'{this} of {total}',
            f'{this}',
            f'{this}({total})',
            '1/1',
            '1 OF 1',
        ),
    )


def mass(random: np.random.Generator) -> str:
    value = float(np.exp(random.uniform(-4, 4)))
    comma = random.random() < 0.3
    text = f'{value:.{int(random.integers(1, 4))}f}' + pick(random, (' kg', 'kg', '', ' g', ' KG', ' lbs'))
    return text.replace('.', ',') if comma else text


def revision(random: np.random.Generator) -> str:
    return pick(random, ('A', 'B', 'C', 'D', '0', '1', '2', '3', '00', '01', '02', '-', 'P1', 'A1', 'AA', 'X1', 'E', 'F'))


def bought_part(random: np.random.Generator) -> str:
    return pick(random, STANDARD_PARTS).format(
        m=pick(random, ('2', '3', '4', '5', '6', '8', '10', '12')),
        l=int(random.choice([5, 6, 8, 10, 12, 16, 20, 25, 30, 40, 60])),
        n=digits(random, 2),
    )
