"""Notes, legends, stamps and watermarks: text that stands free on the sheet."""

import numpy as np

from ..geometry import below, circle, direction, quad_at
from ..habit import Habit
from ..lettering import Lettering
from ..scene import Pen, Scene
from . import phrases, words
from .area import Area
from .facts import Facts
from .words import FOREIGN, pick
from .writer import Writer

Random = np.random.Generator


def draw_notes(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area, bare: bool) -> None:
    """Draws the sheet's notes; a `bare` sheet has no title block, so its notes say what that would."""
    if bare and random.random() < 0.75:
        _centred_block(scene, habit, random, writer, facts, free)
    for draw, chance in ((_list, 0.4), (_centred_block, 0.05), (_legend, 0.07), (_line, 0.2), (_heading, 0.06)):
        if random.random() < chance:
            draw(scene, habit, random, writer, facts, free)


def _sentences(facts: Facts, random: Random, count: int) -> list[str]:
    language = facts.language if random.random() < 0.8 else 'en'
    ways = phrases.SENTENCES[language]
    chosen = [ways[int(i)] for i in random.permutation(len(ways))[:count]]
    texts = [phrases.filled(random, text, language, facts.decimal) for text in chosen]
    if random.random() < 0.4:
        texts = [text.upper().replace('Μ', 'µ') if language != 'de' else text for text in texts]
    return texts


def _heights(habit: Habit, random: Random) -> tuple[float, float]:
    """Letter height, and from baseline to baseline."""
    height = float(np.clip(habit.sheet_text_mm * random.uniform(0.7, 1.5), 1.4, 6.0))
    return height, height * float(random.uniform(1.35, 1.55) if random.random() < 0.45 else random.uniform(1.5, 2.6))


def _list(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> None:
    """A heading and numbered sentences, or a plain paragraph; maybe in a box."""
    height, pitch = _heights(habit, random)
    widest = min(free.width * 0.6, height * float(random.uniform(18, 60)))
    lines: list[tuple[float, str]] = []  # indent, text
    if random.random() < 0.25:
        lines = [(0.0, text) for text in writer.wrapped(facts.paragraph(), height, widest)]
    else:
        if random.random() < 0.7:
            language = facts.language if facts.language in phrases.HEADINGS else 'en'
            lines.append((0.0, pick(random, phrases.HEADINGS[language])))
        mark = pick(random, ('{}.', '{}.', '{})', '{}', '({})', '-', '', '{}、', '•'))
        for i, text in enumerate(_sentences(facts, random, int(random.integers(1, 9)))):
            head = mark.format(i + 1) if mark else ''
            if head and writer.face(head)[0] is None:
                head = f'{i + 1}.'
            gap = head + ' ' * int(random.integers(1, 3)) if head else ''
            indent = writer.width(gap, height) if gap and random.random() < 0.7 else 0.0
            for j, part in enumerate(writer.wrapped(gap + text, height, widest)):
                lines.append((indent if j else 0.0, part))
    lines = [(indent, text) for indent, text in lines if writer.face(text)[0] is not None]
    boxed = random.random() < 0.15
    if not lines:
        return
    area = _room(scene, writer, random, lines, height, pitch, free, boxed)
    if area is None:
        return
    y = area.top + height
    for indent, text in lines:
        writer.line(text, (area.left + indent, y), height)
        y += pitch
    if boxed:
        scene.stroke(area.inset(-height).quad, habit.frame_pen if random.random() < 0.6 else habit.frame_thick_pen, closed=True)
    scene.reserve(area.inset(-height if boxed else 0).quad, 1.0)


def _centred_block(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> None:
    """Lines on one middle or one left edge that say what the part is, as on sheets without a title block."""
    height = float(np.clip(habit.text_mm * random.uniform(0.8, 1.5), 1.8, 6.0))
    pitch = height * float(random.uniform(1.35, 2.0))
    templates = list(phrases.CENTRED[1:])
    chosen = [templates[int(i)] for i in sorted(random.permutation(len(templates))[: int(random.integers(2, 7))])]
    first = facts.title if random.random() < 0.5 else f'{facts.title} - {facts.date()}'
    texts = [first, *(phrases.filled(random, text, facts.language, facts.decimal) for text in chosen)]
    lines = [(0.0, text) for text in texts if writer.face(text)[0] is not None]
    if not lines:
        return
    area = _room(scene, writer, random, lines, height, pitch, free, False)
    if area is None:
        return
    centred = random.random() < 0.5
    y = area.top + height
    for _, text in lines:
        writer.line(
            text, (area.centre[0] if centred else area.left, y), height * (0.8 if '//' in text else 1), 'centre' if centred else 'left'
        )
        y += pitch
    scene.reserve(area.quad, 1.0)


def _line(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> None:
    """A single sentence, small or large."""
    texts = [text for text in _sentences(facts, random, 1) if writer.face(text)[0] is not None]
    if not texts:
        return
    height = writer.fitting(texts[0], float(np.clip(habit.text_mm * random.uniform(0.6, 1.4), 1.4, 6)), free.width * 0.55)
    area = _room(scene, writer, random, [(0.0, texts[0])], height, height, free, False)
    if area is not None:
        writer.line(texts[0], (area.left, area.top + height), height)
        scene.reserve(area.quad, 0.6)


def _heading(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> None:
    """A large heading over the sheet."""
    text = pick(
        random,
        (
            'Dimensions',
            'TOP SIDE',
            'Bottom side',
            'FLAT PATTERN',
            'Limit Area',
            'Design Space',
            'ASSEMBLY',
            facts.title,
            'OPTION 1',
            'MACHINING',
            f'{int(random.integers(1, 5))}. {facts.title}',
            'Ausführung 2',
        ),
    )
    height = float(random.uniform(4, 8)) * min(1.0, scene.width_mm / 400)
    if writer.face(text)[0] is None:
        return
    x = free.left + float(random.uniform(4, 20))
    area = Area(x, free.top + 5, x + writer.width(text, height), free.top + 5 + height)
    if area.right < free.right and scene.is_free(area.quad):
        writer.line(text, (area.left, area.bottom), height)
        scene.reserve(area.quad, 1.0)


def _legend(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> None:
    """Hatched or grey swatches, each with what it means."""
    height, _ = _heights(habit, random)
    side = height * float(random.uniform(1.6, 3.5))
    pitch = side * float(random.uniform(1.2, 2.2))
    texts = [phrases.filled(random, pick(random, phrases.LEGEND), facts.language, facts.decimal) for _ in range(int(random.integers(1, 4)))]
    indent = side * 1.4
    area = _room(scene, writer, random, [(indent, text) for text in texts], side, pitch, free, False, height)
    if area is None:
        return
    hatched, boxed = random.random() < 0.7, random.random() < 0.85
    for i, text in enumerate(texts):
        top = area.top + pitch * i
        swatch = Area(area.left, top, area.left + side, top + side).quad
        if hatched:
            scene.hatch([swatch], habit.frame_pen, (45, -45, 0)[i % 3], side * float(random.uniform(0.12, 0.3)))
        else:
            scene.fill([swatch], int(random.integers(80, 220)))
        if boxed:
            scene.stroke(swatch, habit.frame_pen, closed=True)
        writer.line(text, (area.left + indent, top + (side + height) / 2), height)
    scene.reserve(area.quad, 1.0)


def _room(
    scene: Scene, writer: Writer, random: Random, lines, first_mm: float, pitch: float, free: Area, boxed: bool, letter_mm: float = 0.0
) -> Area | None:
    """Where these lines have room: along the edges of the sheet first, then anywhere."""
    letter_mm = letter_mm or first_mm
    margin = letter_mm * (1.6 if boxed else 0.6)
    width = max(indent + writer.width(text, letter_mm) for indent, text in lines)
    height = first_mm + pitch * (len(lines) - 1) + letter_mm * 0.3
    space = free.inset(margin + 1)
    if width > space.width or height > space.height * 0.6 or width * height > free.width * free.height * 0.12:
        return None
    left, right, top, bottom = space.left, space.right - width, space.top, space.bottom - height
    spots = [(left, bottom), (left, top), (right, top), (left, bottom - 12), ((left + right) / 2, bottom)]
    spots = [spots[int(i)] for i in random.permutation(len(spots))]
    spots += [(float(random.uniform(left, right)), float(random.uniform(top, bottom))) for _ in range(6)]
    for x, y in spots:
        area = Area(x, y, x + width, y + height)
        if scene.is_free(area.inset(-margin).quad):
            return area
    return None


def draw_margin_texts(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> None:
    """Small print along the margins, upright or turned."""
    for _ in range(int(random.integers(1, 3))):
        text = phrases.filled(random, pick(random, phrases.MARGIN_LINES), facts.language, facts.decimal)
        side = str(random.choice(['left', 'right', 'foot', 'top'], p=[0.45, 0.15, 0.25, 0.15]))
        inside = random.random() < 0.3
        band = (
            free.left
            if side == 'left'
            else scene.width_mm - free.right
            if side == 'right'
            else scene.height_mm - free.bottom
            if side == 'foot'
            else free.top
        )
        height = float(random.uniform(1.2, 2.5))
        if not inside and band < 9:  # no room beyond a narrow margin, so along the inside of the frame
            inside = True
        off = -1.2 if inside else float(random.uniform(band * 0.05, band * 0.3)) if band >= 20 else band - 2.5
        if side in ('left', 'right'):
            height = writer.fitting(text, height, free.height * 0.5)
            reading = -90.0 if side == 'left' or random.random() < 0.5 else 90.0
            outer = free.left - off if side == 'left' else free.right + off
            x = outer + (height if (side == 'left') == inside and reading == -90 else 0)
            at = np.array([x, free.bottom - 8 if reading < 0 else free.top + 8])
        else:
            height = writer.fitting(text, height, free.width * 0.4)
            reading = 0.0
            at = np.array(
                [
                    free.left + 5 + random.random() * 0.3 * free.width,
                    free.bottom - 1.2
                    if side == 'foot' and inside
                    else free.bottom + off + height
                    if side == 'foot'
                    else free.top + 1.2 + height
                    if inside
                    else free.top - off,
                ]
            )
        quad = quad_at(at, reading, 0, -height * 1.1, writer.width(text, height), height * 0.2)
        on_sheet = quad.min() > 1 and quad[:, 0].max() < scene.width_mm - 1 and quad[:, 1].max() < scene.height_mm - 1
        if on_sheet and (scene.is_free(quad, 0.2) if inside else _clear_of_labels(scene, quad)):
            writer.line(text, at, height, 'left', reading)
            scene.reserve(quad, 0.5)


def _clear_of_labels(scene: Scene, quad: np.ndarray) -> bool:
    """Beyond the frame all is reserved, so the zones' letters are asked themselves."""
    low, high = quad.min(0) - 0.5, quad.max(0) + 0.5
    return all((label.quad.max(0) < low).any() or (label.quad.min(0) > high).any() for label in scene.labels)


def draw_stamp(scene: Scene, habit: Habit, random: Random, facts: Facts, free: Area) -> None:
    """A rubber stamp: boxed, round or bare, grey and tilted."""
    script = FOREIGN.get(facts.language)
    lettering = Lettering.sample(random, role=script) if script else Lettering.sample(random, role='sheet')
    writer = Writer(scene, 'note', lettering, habit.lettering, int(random.integers(40, 190)))
    words_of = phrases.FOREIGN_STAMPS.get(facts.language, phrases.STAMPS)
    texts = [pick(random, words_of if random.random() < 0.8 else phrases.STAMPS)]
    if random.random() < 0.4:
        texts.append(words.date(random))
        if random.random() < 0.4:
            texts.append(words.person(random, facts.language))
    texts = [text for text in texts if writer.face(text)[0] is not None]
    if not texts:
        return
    height = float(random.uniform(3, 8)) * min(1.0, scene.width_mm / 350)
    heights = [height, *[height * float(random.uniform(0.45, 0.8))] * (len(texts) - 1)]
    round_one = random.random() < 0.3
    width = max(writer.width(text, h) for text, h in zip(texts, heights))
    total = sum(heights) * 1.35
    angle = float(random.choice([0.0, random.normal(0, 6), random.uniform(-35, 35), -90.0], p=[0.25, 0.45, 0.25, 0.05]))
    half_width, half_height = width / 2 + height * 0.6, total / 2 + height * 0.45
    if round_one:
        half_width = half_height = float(np.hypot(width / 2, total / 2)) + height * 0.3
    for _ in range(8):
        centre = np.array([random.uniform(free.left, free.right), random.uniform(free.top, free.bottom)])
        quad = quad_at(centre, angle, -half_width, -half_height, half_width, half_height)
        if scene.is_free(quad):
            break
    else:
        return
    pen = Pen(height * float(random.uniform(0.05, 0.15)), writer.grey)
    if round_one:
        scene.circle(centre, half_width, pen)
        if random.random() < 0.5:
            scene.stroke(circle(centre, half_width * 0.92), Pen(pen.width_mm * 0.5, pen.grey))
    elif random.random() < 0.85:
        scene.stroke(quad, pen, closed=True)
    down = below(direction(angle))
    y = -total / 2
    for text, h in zip(texts, heights):
        y += h * 1.17
        writer.line(text, centre + down * y, h, 'centre', angle)
        y += h * 0.18
    scene.reserve(quad, 1.0)


def draw_watermark(scene: Scene, random: Random, facts: Facts, free: Area) -> None:
    """Large, pale and slanting across the sheet, under all that is drawn later; it takes no room."""
    writer = Writer(scene, 'note', Lettering.sample(random, role='sheet'), grey=int(random.integers(205, 240)))
    text = pick(random, phrases.STAMPS + ('CONFIDENTIAL', 'NOT FOR PRODUCTION', 'SAMPLE', facts.firm))
    if writer.face(text)[0] is None:
        return
    angle = float(random.choice([-30.0, -45.0, 0.0, 30.0, -float(np.degrees(np.arctan2(free.height, free.width)))]))
    reach = abs(np.cos(np.radians(angle))) * free.width * 0.75 if abs(angle) < 20 else min(free.width, free.height) * 0.95
    height = min(writer.fitting(text, 40.0, reach), free.height * 0.2)
    writer.line(text, np.array(free.centre) + below(direction(angle)) * height / 2, height, 'centre', angle)
