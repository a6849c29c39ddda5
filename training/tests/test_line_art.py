"""What is drawn on parts and is no text, and what is written on them."""

import cv2
import numpy as np

from draughtsman.geometry import angle_of, direction
from draughtsman.habit import Habit
from draughtsman.lettering import Lettering
from draughtsman.page import draw_page
from draughtsman.part import sample_part, shade, strew
from draughtsman.part.fitting import ANY
from draughtsman.part.hardware import HARDWARE
from draughtsman.part.sketch import Sketch
from draughtsman.render import render
from draughtsman.scene import Scene
from draughtsman.symbol import mark_view
from nets.detector.tiles import SIDE_PX, tiles_of


def part_with_picture(random):
    while (part := sample_part(random)).pictorial is None:
        pass
    return part


def test_each_small_thing_keeps_near_its_place_and_is_drawn():
    for kind in {*HARDWARE, *ANY}:
        for seed in range(6):
            sketch = Sketch('front')
            kind(sketch, np.random.default_rng(seed), np.zeros(2), 1.0)
            points = np.concatenate([path.points for path in sketch.view.paths])
            assert 0.2 < np.abs(points).max() < 1.8, kind.__name__


def test_strewn_things_add_lines_within_reach_of_the_view_and_no_text():
    for seed in range(8):
        random = np.random.default_rng(seed)
        view = sample_part(random).views[0]
        before, (low, high) = len(view.paths), view.bounds()
        strew(view, random, float((high - low).min()) / 12, 6)
        assert len(view.paths) > before
        added = np.concatenate([path.points for path in view.paths[before:]])
        assert (np.abs(added - (low + high) / 2) < 1.6 * (high - low).max()).all()


def test_letters_on_a_face_seen_askew_fill_their_quad_and_are_not_mirrored():
    random = np.random.default_rng(4)
    lettering = Lettering('liberation-sans', random)
    for along, down in ((direction(-30), direction(30)), (direction(25), np.array([0.0, 0.9]))):
        scene = Scene(60, 60)
        quad = lettering.engrave(scene, 'H=0.9 MAX', (30, 30), along, down, 4.0, 0)
        ink = np.argwhere(render(scene, 10) < 128)[:, ::-1] / 10
        assert abs(angle_of(quad[1] - quad[0]) - angle_of(along)) < 1e-6
        inside = [cv2.pointPolygonTest(quad.astype(np.float32), (float(x), float(y)), True) > -0.1 for x, y in ink[::7]]
        assert all(inside)
        reach = (ink - quad[0]) @ ((quad[1] - quad[0]) / np.square(quad[1] - quad[0]).sum())
        assert reach.min() < 0.1 and reach.max() > 0.9
        assert np.linalg.det(np.array([along, down])) > 0


def test_markings_are_notes_on_the_part_also_where_it_is_seen_askew():
    drawn = 0
    for seed in range(12):
        random = np.random.default_rng(seed)
        habit, scene = Habit.sample(random), Scene(200, 200)
        view = part_with_picture(random).pictorial
        low, high = view.bounds()
        placed = view.placed(120 / float((high - low).max()), np.array([30.0, 30.0]))
        labels = mark_view(scene, placed, habit, random)
        drawn += len(labels)
        assert all(label.kind == 'note' and (label.quad > 0).all() for label in labels)
    assert drawn > 10


def test_a_shaded_view_is_grey_where_its_outline_was_white():
    random = np.random.default_rng(3)
    view = Sketch('front')
    view.box(0, 0, 40, 30)
    view.box(10, 10, 20, 20)
    shade(view.view, random, 180)
    assert view.view.faces[0].grey == 180 and len(view.view.faces) == 2


def test_some_tiles_look_at_what_is_no_text():
    random = np.random.default_rng(2)
    tiles = [tile for _ in range(6) for tile in tiles_of(draw_page(random), random)]
    middle = slice(SIDE_PX // 2 - 32, SIDE_PX // 2 + 32)
    inked = [(image, labels) for image, labels in tiles if (image[middle, middle] < 128).any()]
    bare = [labels for _, labels in inked if all(np.abs(label.quad.mean(0) - SIDE_PX / 2).max() > 64 for label in labels)]
    assert len(bare) > 0.1 * len(tiles)
