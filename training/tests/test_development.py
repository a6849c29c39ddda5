"""The pages by which nothing is chosen: their labels can be scored, and none of them was ever looked at under another name."""

import json

import numpy as np
import pytest

from draughtsman.geometry import size_of
from draughtsman.lettering.alphabet import ALPHABET
from nets import development, evaluation

NEEDS_PAGES = pytest.mark.skipif(not development.available(), reason='the real drawings are not beside the project')


def test_labels_of_unseen_pages_are_texts_on_their_pages():
    assert development.UNSEEN
    for name in development.UNSEEN:
        page = development.truth(name)
        for label in page['annotations']:
            corners = np.array(label['quad'])
            assert label['kind'] in ('dimension', 'thread', 'gdt', 'note', 'other'), name
            assert (corners >= 0).all() and (corners <= (page['width'], page['height'])).all(), (name, label)
            along, down = corners[1] - corners[0], corners[3] - corners[0]
            assert along[0] * down[1] - along[1] * down[0] > 0, f'{name}: {label["text"]} runs against the clock'
            if label['kind'] in ('dimension', 'thread'):
                assert set(label['text']) <= {*ALPHABET, '\n'}, (name, label)
                assert 8 <= size_of(corners)[1] / (1 + label['text'].count('\n')) <= 40, (name, label)


@NEEDS_PAGES
def test_no_unseen_page_has_labels_elsewhere_in_any_revision():
    seen = {_drawing(json.loads(path.read_text('utf8'))) for path in (development.FOLDER / 'pages').glob('*.json')}
    for name in development.UNSEEN:
        assert _drawing(development.truth(name)) not in seen, name


def _drawing(page: dict) -> str:
    """Its file and page, at any commit."""
    return page['source'].partition(' ')[2]


@NEEDS_PAGES
def test_labels_score_themselves_in_full_and_nothing_where_they_are_moved():
    truths = {name: development.truth(name)['annotations'] for name in development.UNSEEN}
    f = development.score(truths, development.UNSEEN)
    assert (f['F1'], f['e2eF1'], f['CER'], f['gt']) == (1, 1, 0, 103)
    moved = {name: [{**a, 'quad': (np.array(a['quad']) + 150).tolist()} for a in found] for name, found in truths.items()}
    assert development.score(moved, development.UNSEEN)['e2eF1'] == 0


@NEEDS_PAGES
def test_unseen_pages_are_tabled_apart():
    truths = {name: [{**a, 'score': 1.0} for a in development.truth(name)['annotations']] for name in development.UNSEEN}
    rows = evaluation.table(truths).splitlines()
    assert len(rows) == 2 + len(development.UNSEEN) + 1
    assert rows[-1].startswith('| **in all** | unseen | 103 | 1.000')
