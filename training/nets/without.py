"""What each step of the path is worth: the tuning half of the real pages and hard sheets, read without it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from . import development, hard_set, sheet
from .detector import decode, find, slanting
from .sheet import Nets, read_sheet

NEVER = (1e8, 1e9)  # no text is so long
Change = tuple[object, str, object]

STEPS: dict[str, tuple[Change, ...]] = {
    'nothing': (),
    'a text set level and looked at again': ((slanting, 'LOOKS', 0),),
    "a line's cells telling its angle": ((decode, 'LYING', NEVER),),
    "short texts taking the sheet's axes": ((decode, 'SNAP_DEG', 0.0), (decode, 'LONG_SNAP_DEG', 0.0)),
    'white parting lines': ((sheet, 'lines_of', lambda page, quad: [quad]),),
    'short texts set as they read best': ((sheet, 'set_upright', lambda *_: None),),
    'two first looks for the scale': ((find, 'START_SIDES_PX', (1600,)),),
    'any look for the scale': ((find, 'best_scale', lambda say, page, *_: 1600 / max(page.shape)),),
    'words speaking against sizes': ((sheet, 'is_measure', lambda text: True),),
}


def table(nets: Nets, hard_count: int) -> str:
    """Markdown: a row for each step left out."""
    lines = [
        '| without | tuning half: F1 | end-to-end F1 | CER | hard sheets: F1 | end-to-end F1 |',
        '|---|---|---|---|---|---|',
    ]
    for name, changes in STEPS.items():
        with _left_out(changes):
            real = {page: read_sheet(nets, development.image(page)) for page in development.TUNING}
            hard = hard_set.figures([j for j in hard_set.judge(nets, hard_count) if j.kind in hard_set.MEASURES])
        f = development.score(real, development.TUNING)
        figures = f'{f["F1"]:.3f} | {f["e2eF1"]:.3f} | {100 * (f["CER"] or 0):.2f} % | {hard["F1"]:.3f} | {hard["e2eF1"]:.3f}'
        lines.append(f'| {name} | {figures} |')
        print(lines[-1], flush=True)
    return '\n'.join(lines)


@contextmanager
def _left_out(changes: tuple[Change, ...]) -> Iterator[None]:
    with ExitStack() as stack:
        for module, name, value in changes:
            stack.enter_context(mock.patch.object(module, name, value))
        yield
