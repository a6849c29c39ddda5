"""Families: what a bent seed changes, and what it leaves."""

import numpy as np
import pytest

from families import Bent, family_of, redraw
from families.bent import all_moved, one_moved
from families.likeness import SAME, likeness, picture
from families.redraw import other_hand

SEED = 3


def test_an_unbent_stream_repeats_and_a_bent_one_moves_lengths_but_no_decisions():
    def told(stream):
        return [stream.uniform(0, 10), stream.choice([1, 2, 3]), stream.integers(9), stream.random(), stream.uniform(5, 6)]

    random = np.random.default_rng(0)
    plain, again = told(Bent(SEED)), told(Bent(SEED))
    assert plain == again
    moved = told(Bent(SEED, bend=all_moved(random)))
    assert moved[1:4] == plain[1:4]
    assert abs(moved[0] - plain[0]) > 0.5 and 0 <= moved[0] <= 10 and 5 <= moved[4] <= 6
    revised = told(Bent(SEED, bend=one_moved(4, random)))
    assert revised[:4] == plain[:4] and revised[4] != plain[4]
    forked = told(Bent(SEED, fork_at=3, fork_seed=99))
    assert forked[:3] == plain[:3] and forked[3:] != plain[3:]


@pytest.mark.parametrize('number', range(6))
def test_a_family_follows_from_its_number_and_its_variants_can_be_told_apart(number):
    family, again = family_of(number, SEED), family_of(number, SEED)
    first = family.variants[0]
    assert np.array_equal(first.part.views[0].paths[0].points, again.variants[0].part.views[0].paths[0].points)
    own = picture(first.part.views[0])
    for revision in first.revisions:
        assert likeness(own, picture(revision.views[0])) > 0.6
    for other in family.variants[1:]:
        assert likeness(own, picture(other.part.views[0])) < SAME
    for variant in family.variants:
        assert len(variant.view_labels) == len(variant.part.views) + 1


def test_a_view_in_the_mirror_is_the_same_shape_the_other_way_round():
    for number in range(4):
        view = family_of(number, SEED).variants[0].part.views[0]
        shown, mirrored = picture(view), picture(other_hand(view))
        assert np.corrcoef(shown[:, ::-1].ravel(), mirrored.ravel())[0, 1] > 0.85
        low, high = other_hand(view).bounds()
        for place in other_hand(view).rounds:
            assert (place.centre >= low - 1e-6).all() and (place.centre <= high + 1e-6).all()


def test_drawings_of_one_part_differ_and_each_says_where_its_views_stand():
    part = family_of(1, SEED).variants[0].part
    pages = [redraw(part, np.random.default_rng(i), whole_sheet=i == 0) for i in range(3)]
    assert len({page.page.shape for page in pages}) > 1
    for drawing in pages:
        height, width = drawing.page.shape
        for view in drawing.views:
            assert (view.quad >= 0).all() and (view.quad <= (width, height)).all()
            (x0, y0), (x1, y1) = view.quad.min(0).astype(int), view.quad.max(0).astype(int) + 1
            assert (drawing.page[y0:y1, x0:x1] < 128).any()
