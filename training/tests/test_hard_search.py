"""The hard set of search: that its copies are copies, and that its questions are asked fairly."""

import numpy as np
import pytest

from families import Likenesses, family_of, redraw
from families.redraw import other_hand
from nets.embedder import hard, hard_sheets
from nets.embedder.change import COPIES, Shown, shown
from nets.embedder.hard import Entry, synthetic
from nets.embedder.hard_sheets import KEPT, NOBODY, drawn_with, others, shown_views, telling_views
from nets.embedder.hardness import NET, recalls, table
from nets.embedder.kept import TRAINING, _parsed, code_of, files_of, kept
from nets.embedder.peers import PEERS
from nets.embedder.views import SIDE_PX
from nets.image import even, stretched

SEED = 5


@pytest.fixture(scope='module')
def drawing() -> Shown:
    random = np.random.default_rng(SEED)
    return shown(redraw(family_of(1, SEED).variants[0].part, random, whole_sheet=False, bare_share=0.0), random)


def ink_under_texts(one: Shown) -> float:
    """The mean darkness within the boxes of the texts, against that of the page."""
    dark = 255 - stretched(even(one.page)).astype(float)
    height, width = dark.shape
    inside = []
    for text in one.texts:
        low, high = np.clip(text.quad.min(0), 0, (width, height)), np.clip(text.quad.max(0), 0, (width, height))
        (x0, y0), (x1, y1) = low.astype(int), high.astype(int) + 1
        inside.append(dark[y0:y1, x0:x1].mean())
    return float(np.mean(inside) / dark.mean())


@pytest.mark.parametrize('change', COPIES)
def test_the_texts_of_a_copy_lie_where_its_page_shows_them(drawing, change):
    copy = COPIES[change](drawing, np.random.default_rng(SEED))
    assert copy.texts
    assert ink_under_texts(copy) > 3


def test_a_question_shows_a_view_that_tells_and_that_the_kept_drawing_shows():
    for number in range(4):
        family, random = family_of(number, SEED), np.random.default_rng(number)
        part, telling = family.variants[0].part, telling_views(family)
        common = telling & shown_views(drawn_with(part, random, telling))
        assert common & shown_views(drawn_with(part, random, common)), number


def test_a_stranger_that_looks_the_same_is_no_distractor():
    variants = family_of(3, hard_sheets.SEED, revisions=0).variants
    sought = Likenesses.of([variants[0].part.views[0]])
    assert sought.hold(other_hand(variants[0].part.views[0]))
    assert len(list(others(3, sought))) == len(variants) - 1
    assert len(list(others(3, Likenesses([])))) == len(variants)


def test_every_question_has_one_kept_drawing_among_distractors(tmp_path, monkeypatch):
    entries = list(synthetic(2, 3, 2, tmp_path))
    assert sorted(entry.part for entry in entries if entry.change == KEPT) == [NOBODY] * 3 + [0, 1]
    for part in (0, 1):
        changes = {entry.change for entry in entries if entry.part == part}
        assert {KEPT, 'redrawn', 'other hand', *COPIES} <= changes
    monkeypatch.setattr(hard_sheets, 'asked', lambda number: pytest.fail('it was drawn'))
    monkeypatch.setattr(hard, '_cut', lambda sheets: pytest.fail('it was cut'))
    again = list(synthetic(2, 3, store=tmp_path))
    assert all(np.array_equal(a.pictures, b.pictures) for a, b in zip(entries, again, strict=True))
    monkeypatch.setattr(hard, 'VERSION', 'another')
    with pytest.raises(pytest.fail.Exception, match='it was cut'):  # of sheets that stay
        next(synthetic(2, 3, store=tmp_path))

    monkeypatch.setattr('nets.embedder.hardness.synthetic', lambda *_: entries)
    monkeypatch.setattr('nets.embedder.hardness.real.available', lambda: False)

    def say(pixels):
        return pixels[:, 0, ::10, ::10].reshape(len(pixels), (SIDE_PX // 10) ** 2).astype(np.float32) - 255

    found, count = recalls(say, 2, 3)
    assert count == 5 and found['turned'][NET] == 1.0
    text = table(found, count)
    assert all(name in text for name in (*PEERS, *found))
    assert 'met for' not in table({'turned': found['turned'], 'redrawn': found['turned'] | {NET: 0.2}}, count)
    assert 'missed for redrawn (0.20).' in table({'turned': found['turned'], 'redrawn': found['turned'] | {NET: 0.2}}, count)


def test_many_processes_draw_what_one_draws(tmp_path):
    """Two strangers, of whom the one is drawn here."""
    entries = list(synthetic(0, 4, 2, tmp_path))
    own = [Entry.of(NOBODY, KEPT, sheet.shown()) for sheet in others(0, Likenesses([]))]
    assert len(entries) == 4 and all(np.array_equal(a.pictures, b.pictures) for a, b in zip(own, entries, strict=False))


def test_what_other_code_made_is_never_taken(tmp_path):
    def written(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        _parsed.cache_clear()
        code_of.cache_clear()
        return code_of('drawer.pen', tmp_path)

    for name in ('drawer/__init__.py', 'paper/__init__.py', 'other.py'):
        written(name, '')
    written('paper/grain.py', 'def grain():\n    from . import size\n')
    first = written('paper/size.py', 'A4 = 297\n')
    pen = 'import numpy as np\nfrom paper.grain import grain\n'
    made = {first, written('drawer/pen.py', pen)}
    assert len(made) == 2
    now = code_of('drawer.pen', tmp_path)
    assert written('drawer/pen.py', f'# why\n\n{pen}') == now and written('other.py', 'A = 1\n') == now
    assert written('paper/size.py', 'A4 = 210\n') not in {now, *made}, 'of a module that a module imports when it runs'
    assert written('drawer/__init__.py', 'import other\n') != now, 'of the package around it'


def test_the_set_is_known_by_all_that_draws_and_cuts_it():

    def files(module: str) -> set[str]:
        return {path.relative_to(TRAINING).as_posix() for path in files_of(module)}

    deciding, drawing = files('nets.embedder.hard'), files('nets.embedder.hard_sheets')
    rules = {f'nets/embedder/{name}.py' for name in ('views', 'shape', 'peers', 'hard')}
    generator = {'families/redraw.py', 'draughtsman/part/__init__.py', 'draughtsman/faults/__init__.py', 'nets/embedder/change.py'}
    assert drawing < deciding and generator <= drawing and rules | {'nets/image.py'} <= deciding - drawing
    assert 'nets/embedder/net.py' not in deciding


def test_what_was_kept_is_made_once(tmp_path):
    made = []
    for _ in range(2):
        assert kept(tmp_path / 'folder' / 'one.gz', lambda: made.append(1) or [7]) == [7]
    assert made == [1] and [path.name for path in (tmp_path / 'folder').iterdir()] == ['one.gz']
