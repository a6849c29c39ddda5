"""What the title block of one sheet has to say, and in which words."""

import numpy as np

from ..habit import Habit
from . import phrases, size, words
from .captions import caption
from .words import pick

Random = np.random.Generator


class Facts:
    """The captions and values of a sheet: each stays the same wherever it is written."""

    def __init__(self, habit: Habit, random: Random, language: str, part_name: str, sheet_mm: tuple[float, float]):
        self.random = random
        self.language = language
        self.decimal = habit.decimal
        self.upper = random.random() < 0.3
        self.colon = random.random() < 0.15
        self.filled_share = float(random.choice([0.95, 0.75, 0.4]))
        self.date_style = int(random.integers(10))
        self.firm = words.firm(random, language)
        self.title = part_name or words.part(random, language)
        self.number = words.number(random)
        self.scale = words.scale(random)
        self.sheet = words.sheet_count(random)
        self.revision = words.revision(random)
        self.size = size.name_of(*sheet_mm)
        self.people = [words.person(random, language) for _ in range(2)]

    def caption(self, key: str) -> str:
        text = caption(self.random, self.language, key)
        if self.upper:
            text = text.upper()
        return text + ':' if self.colon and not text.endswith((':', '.')) else text

    def person(self) -> str:
        return pick(self.random, self.people)

    def date(self) -> str:
        return words.date(self.random, self.date_style)

    def tolerances(self) -> list[str]:
        """A few lines of general tolerances, as they stand in a box."""
        random, d = self.random, self.decimal
        way = int(random.integers(6))
        if way == 0:
            lines = [
                'UNLESS OTHERWISE SPECIFIED:',
                'DIMENSIONS ARE IN MILLIMETERS',
                'SURFACE FINISH:',
                'TOLERANCES:',
                '   LINEAR:' + pick(random, ('', ' ±0.1', ' ±0.2')),
                '   ANGULAR:' + pick(random, ('', ' ±0.5°', ' ±1°')),
            ]
        elif way == 1:
            lines = [
                'UNLESS OTHERWISE SPECIFIED',
                'DIMENSIONS ARE IN INCHES',
                'TOLERANCES:',
                'FRACTIONAL ±1/' + pick(random, ('16', '32', '64')),
                'ANGULAR: MACH ±0.5°  BEND ±1°',
                'TWO PLACE DECIMAL  ±.01',
                'THREE PLACE DECIMAL  ±.005',
            ]
        elif way == 2:
            lines = [
                'UNLESS SPECIFIED',
                'TOLERANCE ARE:',
                '300 ABOVE : ± 0.20',
                '300 ≥ X ≥ 150 : ± 0.15',
                '150 > X ≥ 50 : ± 0.10',
                '50 > X ≥ 20 : ± 0.075',
                '20mm BELOW : ± 0.05',
                'ANGLES : ± 1°',
            ]
        elif way == 3:
            lines = [
                f'X {pick(random, ("±.1", "±0.5", "± 1"))}',
                f'X.X {pick(random, ("±0.2", "±.030", "± 0.3"))}',
                f'X.XX {pick(random, ("±0.05", "±.01", "± 0.1"))}',
                f'X.XXX {pick(random, ("±0.01", "±.005"))}',
                f'ANGLES {pick(random, ("±0.5°", "±1°", "± 30 MIN"))}',
            ]
        elif way == 4:
            steps = ('0.5', '3', '6', '30', '120', '400', '1000')
            first = int(random.integers(0, 3))
            offs = ('±0.05', '±0.1', '±0.15', '±0.2', '±0.3', '±0.5')
            lines = [
                f'{a} - {b}  {off}' if random.random() < 0.9 else f'> {a}  {off}'
                for a, b, off in zip(steps[first:], steps[first + 1 :], offs)
            ]
        else:
            lines = [
                words.pick(random, words.TOLERANCES),
                f'Ra {pick(random, ("1.6", "3.2", "6.3"))}',
                f'R{pick(random, ("0.2", "0.5", "1"))} / {pick(random, ("0.2", "0.3", "0.5"))} x 45°',
            ]
        return [line.replace('.', d) if d == ',' and way > 2 else line for line in lines]

    def value(self, key: str) -> str:
        """What stands below this caption, often nothing."""
        random = self.random
        always = {
            'title': self.title,
            'number': self.number,
            'scale': self.scale,
            'sheet': self.sheet,
            'revision': self.revision,
            'size': self.size,
            'company': self.firm,
        }
        if key in always:
            return always[key] if random.random() < 0.96 else ''
        if random.random() > self.filled_share:
            return ''
        match key:
            case 'drawn' | 'checked' | 'approved' | 'made' | 'quality' | 'name':
                return self.person()
            case 'date':
                return self.date()
            case 'material':
                return pick(random, words.MATERIALS)
            case 'finish':
                return pick(random, words.FINISHES)
            case 'treatment':
                return pick(random, words.TREATMENTS)
            case 'mass':
                return words.mass(random).replace('.', self.decimal)
            case 'tolerance':
                return pick(random, words.TOLERANCES)
            case 'quantity':
                return pick(random, ('1', '2', '4', '10', '1pcs', '2 pcs', '12', '1 Stk.', '6x'))
            case 'status':
                return pick(random, words.STATUSES)
            case 'type':
                return pick(random, words.TYPES)
            case 'project':
                return pick(
                    random,
                    (
                        words.number(random),
                        words.part(random, self.language),
                        pick(random, words.FIRM_STARTS).upper() + ' ' + words.digits(random, 2),
                    ),
                )
            case 'customer':
                return words.firm(random, self.language)
            case 'unit':
                return pick(random, ('mm', 'MM', 'INCH', '[mm]', 'mm / g'))
            case 'language':
                return pick(random, ('en', 'de', 'EN', 'DE', 'sv', 'fr'))
            case 'replaces':
                return pick(
                    random,
                    (
                        '',
                        words.number(random),
                        words.number(random) + '.dwg',
                        words.number(random) + pick(random, ('.SLDDRW', '.idw', '.drw', '.prt')),
                    ),
                )
            case 'department':
                return pick(random, ('ABC 2', 'R&D', 'TE-31', 'Engineering', words.person(random, self.language), 'K4'))
            case 'edges':
                return pick(random, ('', '', '-0.3 / +0.3', 'R0.2 MAX', '0.2 x 45°'))
            case _:
                return ''

    def paragraph(self) -> str:
        ways = phrases.PARAGRAPHS.get(self.language) or phrases.PARAGRAPHS['en']
        return phrases.filled(
            self.random, pick(self.random, ways if self.random.random() < 0.7 else phrases.PARAGRAPHS['en']), self.language, self.decimal
        )
