"""How title blocks divide into cells: those of the standards and the systems, and ones made up at random."""

import numpy as np

from . import words
from .area import Area
from .sketch import Sketch


def iso(s: Sketch, area: Area) -> None:
    left, right = area.columns(1, 2.7)
    s.company(left)
    a, b, c, d = right.rows(1, 1, 1.4, 1)
    s.row(a, 'department drawn approved', (1, 1.2, 1.2))
    s.row(b, 'type status', (1.5, 1))
    title, number = c.columns(1.5, 1)
    s.put(title, 'title', 1.3)
    s.put(number, 'number', 1.4)
    s.row(d, 'revision date language sheet scale', (0.6, 1.3, 0.6, 0.8, 0.8))


def din(s: Sketch, area: Area) -> None:
    top, rest = area.rows(1, 3.2)
    s.row(top, 'tolerance finish scale mass', (1.3, 1.3, 0.8, 0.8))
    left, middle, right = rest.columns(1.3, 1.4, 2.2)
    s.changes(left, 5)
    up, down = middle.rows(2.4, 1.2)
    s.approvals(up, 4, order='date name')
    s.company(down)
    material, title, number = right.rows(0.8, 1.3, 1.3)
    s.put(material, 'material')
    s.put(title, 'title', 1.5)
    wide, narrow = number.columns(3, 1)
    s.put(wide, 'number', 1.8)
    s.put(narrow, 'sheet')


def solidworks(s: Sketch, area: Area) -> None:
    top, rest = area.rows(0.9, 2)
    tolerance, finish, edges, warning = top.columns(1.5, 2, 0.8, 3.5)
    s.paragraph(tolerance, s.facts.tolerances())
    s.put(finish, 'finish')
    s.paragraph(edges, ['DEBURR AND', 'BREAK SHARP', 'EDGES'])
    strip, empty = warning.rows(1, 1.6)
    a, b = strip.columns(2, 1)
    s.bare(a, 'warning', 'centre')
    s.put(b, 'revision')
    s.text(empty)
    names, right = rest.columns(4.3, 3.5)
    left, material = names.columns(2.2, 1.8)
    s.approvals(left, 7)
    blank, matter, mass = material.rows(2, 1, 0.5)
    s.text(blank)
    s.put(matter, 'material')
    s.put(mass, 'mass')
    title, number, foot = right.rows(1.4, 0.9, 0.35)
    s.put(title, 'title', 1.4, 'centre')
    wide, narrow = number.columns(4, 1)
    s.put(wide, 'number', 2.6, 'centre')
    s.text(narrow, s.facts.size, scale=1.2, align='centre')
    s.row(foot, 'scale sheet', scale=0.8)


def asme(s: Sketch, area: Area) -> None:
    left, middle, right = area.columns(1.2, 1.5, 2.2)
    up, down = left.rows(2.4, 1)
    s.paragraph(up, s.facts.tolerances())
    s.paint(down, 'projection', s.facts.caption('projection'))
    people, matter, finish = middle.rows(2.4, 0.7, 0.7)
    s.approvals(people, 6, order='name date')
    s.put(matter, 'material')
    s.put(finish, 'finish')
    firm, title, number, foot = right.rows(1, 1.3, 0.8, 0.5)
    s.company(firm)
    s.put(title, 'title', 1.5, 'centre' if s.random.random() < 0.6 else 'auto')
    sizes, wide, narrow = number.columns(0.6, 3, 0.6)
    s.put(sizes, 'size', 1.4, 'centre')
    s.put(wide, 'number', 1.7, 'centre')
    s.put(narrow, 'revision', 1.4, 'centre')
    s.row(foot, 'scale mass sheet', scale=0.8)


def creo(s: Sketch, area: Area) -> None:
    side, rest = area.columns(1, 3.2)
    s.paragraph(side, s.facts.tolerances(), align='centre')
    firm, body = rest.rows(1, 5)
    s.company(firm)
    left, right = body.columns(1, 2)
    model, projection = left.rows(1, 1.6)
    s.put(model, 'project', 1.5, 'centre')
    s.paint(projection, 'projection', s.facts.caption('projection'))
    a, b, c, d, e = right.rows(1, 1, 1, 1.1, 1)
    s.row(a, 'drawn checked')
    s.row(b, 'made approved')
    s.row(c, 'date scale unit', (2, 0.7, 0.7))
    s.put(d, 'title', 1.5, 'right')
    s.row(e, 'size sheet revision quantity', (0.6, 1.6, 0.7, 0.7))


def jis(s: Sketch, area: Area) -> None:
    left, right = area.columns(1.55, 1)
    top, rest = left.rows(1, 2.2)
    matter, count, scale = top.columns(3, 1.4, 1)
    thickness = 't=' + words.pick(s.random, ('1.5', '2', '3.2', '6'))
    s.text(matter, words.pick(s.random, words.MATERIALS), thickness if s.random.random() < 0.5 else '', scale=1.3, align='left')
    s.text(count, s.facts.value('quantity'), scale=1.6, align='centre')
    s.text(scale, s.facts.scale, scale=1.7, align='centre')
    grid, people = rest.columns(1.25, 1)
    s.changes(grid, 8)
    up, down = people.rows(1.2, 1)
    s.approvals(up, 5 if s.random.random() < 0.5 else 4, order='name date')
    for cell in down.columns(1, 1, 1):
        if s.random.random() < 0.2:
            s.paint(cell, 'projection')
        else:
            s.text(cell)
    firm, title, number = right.rows(1, 1.3, 1)
    s.company(firm)
    s.put(title, 'title', 1.2)
    wide, narrow = number.columns(6, 1)
    s.text(wide, s.facts.number, scale=1.3, align='centre')
    up, down = narrow.rows(2, 1)
    s.text(up, s.facts.sheet, scale=0.6, align='centre')
    s.text(down, s.facts.size, scale=0.6, align='centre')


def japanese_strip(s: Sketch, area: Area) -> None:
    a, b, c = area.rows(1, 1, 1.2)
    s.row(a, 'drawn checked approved date', (1, 1, 1, 1.2))
    s.row(b, 'material treatment finish quantity', (1.2, 1, 1, 0.6))
    firm, title, number, scale = c.columns(1.5, 1.6, 1.6, 0.6)
    s.company(firm)
    s.put(title, 'title', 1.3)
    s.put(number, 'number', 1.3)
    s.put(scale, 'scale', 1.0, 'centre')


def inventor(s: Sketch, area: Area) -> None:
    top, body = area.rows(1, 3)
    s.row(top, 'drawn checked approved date date', (1, 1, 1, 0.9, 0.9))
    firm, right = body.columns(1.1, 2)
    s.company(firm)
    title, foot = right.rows(2, 1)
    s.text(title, s.facts.title, s.facts.number if s.random.random() < 0.7 else '', scale=1.8, align='centre')
    s.row(foot, 'material revision sheet', (2, 0.7, 0.7))


def onshape(s: Sketch, area: Area) -> None:
    left, right = area.columns(1, 1.5)
    a, b = left.rows(1.5, 1)
    s.paragraph(a, s.facts.tolerances())
    s.approvals(b, 4, order='name date')
    firm, title, number, foot = right.rows(1, 1.2, 1, 0.8)
    s.company(firm)
    s.put(title, 'title', 1.5)
    s.row(number, 'size number revision', (0.5, 2.5, 0.5), 1.3)
    s.row(foot, 'scale mass sheet')


def gost(s: Sketch, area: Area) -> None:
    left, right = area.columns(65, 120)
    s.approvals(left, 7, order='name signature date')
    number, body = right.rows(15, 40)
    s.text(number, s.facts.number, scale=2.4, align='centre')
    title, side = body.columns(70, 50)
    up, down = title.rows(25, 15)
    s.text(up, s.facts.title, scale=1.6, align='centre')
    s.text(down, words.pick(s.random, words.MATERIALS), scale=1.3, align='centre')
    heads, values, sheets, firm = side.rows(5, 15, 5, 15)
    shares = (15, 17, 18)
    for cell, key in zip(heads.columns(*shares), ('revision', 'mass', 'scale')):
        s.bare(cell, key, 'centre')
    for cell, key in zip(values.columns(*shares), ('revision', 'mass', 'scale')):
        s.text(cell, s.facts.value(key), scale=1.2, align='centre')
    for cell in sheets.columns(1, 1):
        s.text(cell, f'{s.facts.caption("sheet")} {int(s.random.integers(1, 4))}', scale=0.7, align='left')
    s.text(firm, s.facts.firm, scale=0.9, align='centre')


def chinese(s: Sketch, area: Area) -> None:
    left, middle, right = area.columns(80, 50, 50)
    up, down = left.rows(1, 1.1)
    s.changes(up, 4)
    s.approvals(down, 4, heading=False, order='name date')
    matter, project, sheets = middle.rows(28, 18, 10)
    s.text(matter, words.pick(s.random, words.MATERIALS), scale=1.4, align='centre')
    s.row(project, 'project mass scale', (1.3, 1, 1), 0.9)
    s.row(sheets, 'sheet sheet')
    firm, title, number = right.rows(18, 20, 18)
    s.company(firm)
    s.text(title, s.facts.title, scale=1.6, align='centre')
    s.text(number, s.facts.number, scale=1.5, align='centre')


def strip(s: Sketch, area: Area) -> None:
    """A flat block along the foot of the sheet."""
    keys = list(
        s.random.permutation(
            ['title', 'number', 'material', 'scale', 'date', 'drawn', 'sheet', 'revision', 'mass', 'company', 'tolerance', 'size']
        )
    )
    keys = keys[: int(np.clip(area.width // 26, 4, 12))]
    weight = {'title': 2.2, 'number': 1.8, 'company': 2.0, 'material': 1.5, 'tolerance': 1.3}
    for part, key in zip(area.columns(*(weight.get(key, 0.8) for key in keys)), keys):
        if key == 'company':
            s.company(part)
        else:
            s.put(part, key, 1.4 if key in ('title', 'number') else 1.0)


def made_up(s: Sketch, area: Area) -> None:
    """Splits the block at random, and gives big cells to big things."""
    random = s.random
    leaves: list[Area] = []
    queue = [area]
    finest = float(random.uniform(5.5, 9))
    while queue:
        part = queue.pop()
        stop = random.random() < 0.12 and part.width * part.height < 0.25 * area.width * area.height
        if stop or (part.height < 2 * finest and part.width < 34 + random.random() * 40):
            leaves.append(part)
            continue
        count = 2 if random.random() < 0.7 else 3
        shares = random.uniform(0.5, 1.6, count) if random.random() < 0.6 else np.ones(count)
        wide = part.width > part.height * random.uniform(1.5, 4.5)
        if not wide and part.height / count < finest * 0.8:
            leaves.append(part)
        elif wide:
            queue.extend(part.columns(*shares))
        else:
            queue.extend(part.rows(*shares))
    leaves.sort(key=lambda part: -part.width * part.height)
    big = ['company', 'title', 'number', 'people', 'tolerance_box', 'projection', 'text', 'changes']
    big = [str(key) for key in random.permutation(big[:3])] + [str(key) for key in random.permutation(big[3:])][
        : int(random.integers(1, 6))
    ]
    small = [
        'material',
        'scale',
        'sheet',
        'revision',
        'date',
        'drawn',
        'checked',
        'approved',
        'mass',
        'finish',
        'treatment',
        'tolerance',
        'quantity',
        'size',
        'unit',
        'project',
        'status',
        'replaces',
        'edges',
    ]
    small = [str(key) for key in random.permutation(small)]
    for leaf in leaves:
        key = big.pop(0) if big and leaf.height > 6 else small.pop(0) if small else ''
        if not key or random.random() < 0.06:
            if leaf.height > 8 and random.random() < 0.3:
                s.paint(leaf, 'code')
            else:
                s.text(leaf)
        elif key == 'company':
            s.company(leaf)
        elif key == 'people' and leaf.height > 12:
            s.approvals(
                leaf, int(np.clip(leaf.height // 4.5, 2, 6)), order=str(random.choice(['name date', 'date name', 'name signature date']))
            )
        elif key == 'changes' and leaf.height > 12:
            s.changes(leaf, int(np.clip(leaf.height // 4.5, 2, 8)))
        elif key == 'tolerance_box' and leaf.height > 10:
            s.paragraph(leaf, s.facts.tolerances(), align=str(random.choice(['left', 'centre'])))
        elif key == 'projection':
            s.paint(leaf, 'projection')
        elif key == 'text' and leaf.height > 8:
            s.paragraph(leaf, [s.facts.paragraph()])
        elif key in ('people', 'changes', 'tolerance_box', 'text'):
            s.text(leaf)
        else:
            s.put(leaf, key, float(random.uniform(1.2, 2.6)) if key in ('title', 'number') else float(random.uniform(0.8, 1.4)))


# Layout, its usual width and height in millimetres, and how often each standard's offices use it.
LAYOUTS = (
    (iso, 180, 38, {'iso': 1.6, 'asme': 0.2, 'jis': 0.2}),
    (din, 180, 55, {'iso': 1.6, 'asme': 0.1, 'jis': 0.1}),
    (solidworks, 180, 58, {'iso': 2.2, 'asme': 1.2, 'jis': 0.5}),
    (asme, 165, 52, {'iso': 0.4, 'asme': 2.5, 'jis': 0.3}),
    (creo, 100, 42, {'iso': 0.7, 'asme': 0.8, 'jis': 0.7}),
    (jis, 132, 42, {'iso': 0.15, 'asme': 0.1, 'jis': 2.0}),
    (japanese_strip, 170, 30, {'iso': 0.1, 'asme': 0.1, 'jis': 1.6}),
    (inventor, 170, 40, {'iso': 1.0, 'asme': 0.6, 'jis': 0.4}),
    (onshape, 140, 45, {'iso': 0.7, 'asme': 1.2, 'jis': 0.2}),
    (strip, 0, 10, {'iso': 0.5, 'asme': 0.5, 'jis': 0.5}),
    (made_up, 150, 45, {'iso': 3.0, 'asme': 2.2, 'jis': 1.6}),
)
BY_LANGUAGE = {'ru': (gost, 185, 55), 'zh': (chinese, 180, 56)}
