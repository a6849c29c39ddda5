"""Sheets: paper, border, title block, tables and notes, and the room they leave for views."""

import numpy as np

from ..habit import Habit
from ..lettering import Lettering
from ..scene import Scene
from . import words
from .area import Area
from .border import draw_border
from .facts import Facts
from .note import draw_margin_texts, draw_notes, draw_stamp, draw_watermark
from .size import sample_size
from .table import draw_tables
from .title_block import draw_corner_number, draw_title_block
from .words import FOREIGN
from .writer import Writer

__all__ = ['Area', 'draw_sheet', 'sample_size']


def draw_sheet(scene: Scene, habit: Habit, random: np.random.Generator, part_name: str = '') -> Area:
    """Draws all but the views, and returns where these may stand; what is taken within is reserved."""
    language = words.language_of(random, habit.standard)
    facts = Facts(habit, random, language, part_name, (scene.width_mm, scene.height_mm))
    foreign = Lettering.sample(random, role=FOREIGN[language]) if language in FOREIGN else None
    title = Writer(scene, 'title', habit.sheet_lettering, foreign, habit.text_grey)
    table, note = title.of_kind('table'), title.of_kind('note')
    free = draw_border(scene, habit, random)
    bare = random.random() < 0.1
    block = None if bare else draw_title_block(scene, habit, random, title, facts, free)
    if random.random() < 0.02:
        draw_watermark(scene, random, facts, free if block is None else free._replace(bottom=block.top))
    if random.random() < 0.06:
        draw_corner_number(scene, habit, random, title, facts, free)
    draw_tables(scene, habit, random, table, facts, free, block)
    draw_notes(scene, habit, random, note, facts, free, bare)
    if random.random() < 0.12:
        draw_margin_texts(scene, habit, random, note, facts, free)
    if random.random() < 0.1:
        draw_stamp(scene, habit, random, facts, free)
    if block is not None and block.width > free.width * 0.9:
        free = free._replace(bottom=block.top)
    elif block is not None and block.height > free.height * 0.9:
        free = free._replace(right=block.left)
    return free.inset(1.0)
