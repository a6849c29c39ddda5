"""What stands on a drawing besides its dimensions and notes: frames, datums, surface and welding symbols, balloons, marks."""

from .annotate import annotate_view, scatter_symbols
from .balloon import balloon_row, balloon_stack, draw_balloon, lead_balloon
from .datum import draw_datum, draw_datum_target, hang_datum
from .frame import Frame, draw_frame, draw_frames, hang_frame, lead_frame, place_frame, sample_frame
from .mark import (
    caption_lines,
    caption_view,
    cut_view,
    draw_caption,
    draw_centre_of_gravity,
    draw_cutting_plane,
    draw_detail_circle,
    draw_origin,
    draw_projection_symbol,
    draw_revision,
    draw_view_arrow,
)
from .marking import mark_view
from .surface import Surface, draw_general_surface, draw_surface, lead_surface, sample_surface, stand_surface
from .weld import draw_weld

__all__ = [
    'Frame', 'Surface', 'annotate_view', 'balloon_row', 'balloon_stack', 'caption_lines', 'caption_view', 'cut_view', 'draw_balloon',
    'draw_caption', 'draw_centre_of_gravity', 'draw_cutting_plane', 'draw_datum', 'draw_datum_target', 'draw_detail_circle', 'draw_frame',
    'draw_frames', 'draw_general_surface', 'draw_origin', 'draw_projection_symbol', 'draw_revision', 'draw_surface', 'draw_view_arrow',
    'draw_weld', 'hang_datum', 'hang_frame', 'lead_balloon', 'lead_frame', 'lead_surface', 'mark_view', 'place_frame', 'sample_frame',
    'sample_surface', 'scatter_symbols', 'stand_surface',
]  # fmt: skip
