"""Parts that never existed: their views, and what a draughtsman would dimension on them."""

from .assembly import sample_board, sample_panel, sample_screw, sample_spring, sample_stack
from .block import sample_block
from .bracket import sample_bracket, sample_tube_clamp
from .casing import sample_casing, sample_fan_plate, sample_knob, sample_road_wheel
from .draw import cutting_line, draw_view
from .flange import sample_flange
from .lever import sample_cam, sample_lever
from .part import Part, Random
from .plate import sample_plate
from .profile import sample_profile
from .shade import shade
from .strewn import strew
from .toothed import sample_rack, sample_wheel
from .turned import sample_bush, sample_shaft

FAMILIES = (
    (sample_plate, 20),
    (sample_shaft, 12),
    (sample_bush, 10),
    (sample_flange, 11),
    (sample_bracket, 9),
    (sample_tube_clamp, 2),
    (sample_block, 12),
    (sample_wheel, 8),
    (sample_rack, 1.5),
    (sample_lever, 5),
    (sample_cam, 1.5),
    (sample_profile, 6),
    (sample_board, 8),
    (sample_panel, 5),
    (sample_stack, 8),
    (sample_screw, 2.5),
    (sample_spring, 1),
    (sample_casing, 4),
    (sample_road_wheel, 1.5),
    (sample_knob, 1.5),
    (sample_fan_plate, 1.5),
)

__all__ = ['Part', 'cutting_line', 'draw_view', 'sample_part', 'shade', 'strew']


def sample_part(random: Random) -> Part:
    mark = float(random.random()) * sum(weight for _, weight in FAMILIES)
    for sample, weight in FAMILIES:
        mark -= weight
        if mark < 0:
            return sample(random)
    return FAMILIES[0][0](random)
