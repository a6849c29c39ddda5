from itertools import product

import numpy as np
import torch

from draughtsman.lettering import Lettering, canonical
from draughtsman.lettering.alphabet import ALPHABET, UNREADABLE
from draughtsman.render import render
from draughtsman.scene import Scene
from nets import saying
from nets.blocks import multiply_adds, parameter_count
from nets.reader.crop import crop
from nets.reader.net import CLASSES, HEIGHT_PX, PX_PER_STEP, Reader
from nets.reader.spell import chance_of, meant, read, spell
from nets.reader.strings import known_words, string


def logits_of(text, steps_each=2):
    """The logits of a net that spells this text without doubt."""
    steps = []
    for before, character in zip([None, *text], text):
        steps += [0] * (character == before) + [ALPHABET.index(character) + 1] * steps_each
    logits = np.zeros((CLASSES, len(steps)), np.float32)
    logits[steps, np.arange(len(steps))] = 12
    return logits


def test_what_was_spelt_is_read_with_twins_kept():
    for text in ('Ø38 H12', '100.00', '⌖|Ø0.1Ⓜ|A|B', '1 3/8"'):
        reading = spell(logits_of(text))
        assert reading.text == text and reading.score > 0.9 and len(reading.character_scores) == len(text)


def test_one_doubtful_character_makes_the_text_doubtful():
    logits = logits_of('12.5', steps_each=1)
    logits[ALPHABET.index('7') + 1, 1] = 11.9
    reading = spell(logits)
    assert reading.text == '12.5' and reading.score < 0.6 and min(reading.character_scores) < 0.6


def test_the_chance_of_a_text_is_the_sum_over_all_ways_to_say_it():
    random = np.random.default_rng(3)
    classes = [0, *(ALPHABET.index(letter) + 1 for letter in ' 13.,')]
    sure = np.zeros((len(ALPHABET) + 1, 4))
    sure[classes] = random.dirichlet(np.ones(len(classes)), 4).T

    def said(way) -> str:
        letters = ['' if index == 0 else '.' if ALPHABET[index - 1] == ',' else ALPHABET[index - 1] for index in way]
        return ''.join(letter for letter, before in zip(letters, ['', *letters]) if letter != before)

    ways = list(product(classes, repeat=4))
    for text in ('13', '1.', '1 3', '33', ''):
        expected = sum(np.prod([sure[index, step] for step, index in enumerate(way)]) for way in ways if meant(said(way)) == meant(text))
        assert abs(chance_of(text, sure) - expected) < 1e-12, text


def test_what_changes_no_size_is_no_doubt():
    assert meant(' Ø 6 X 1 3/8') == 'Ø6x1 3/8' and meant('10,5') == meant('10.5') and meant('1 3') != meant('13')


def test_look_alikes_are_folded_and_foreign_letters_are_owned_up_to():
    assert canonical('2 × ⌀6–7') == '2 x Ø6-7'
    assert canonical('材質 A2017') == f'{UNREADABLE} A2017'
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_a_crop_stands_upright_whatever_the_angle_on_the_page():
    lettering = Lettering('liberation-sans', np.random.default_rng(3))
    pictures = []
    for angle in (0, -90, 35):
        scene = Scene(60, 60)
        quad = lettering.write(scene, '12.5', (30, 30), angle, 3.5, 0, 'centre')
        pictures.append(crop(render(scene, 8), quad * 8, 'dimension').astype(float))
    upright = pictures[0]
    for turned in pictures[1:]:
        assert turned.shape == upright.shape and turned.shape[0] == HEIGHT_PX
        assert np.corrcoef(turned.ravel(), upright.ravel())[0, 1] > 0.9


def test_what_is_read_of_a_line_depends_on_that_line_alone():
    torch.manual_seed(1)
    say = saying.of_module(Reader().eval())
    random = np.random.default_rng(1)
    pictures = [random.integers(0, 256, (HEIGHT_PX, width), np.uint8) for width in (20, 31, 33, 64, 90, 95, 200)]
    together = read(say, pictures)
    for picture, reading in zip(pictures, together):
        (alone,) = read(say, [picture])
        assert alone.text == reading.text
        assert np.allclose(alone.character_scores, reading.character_scores, rtol=1e-4)


def test_the_net_keeps_to_its_budget():
    net = Reader()
    assert parameter_count(net) <= 1_500_000
    assert multiply_adds(net, torch.zeros(1, 1, HEIGHT_PX, 128)) <= 60e6
    assert net(torch.zeros(2, 1, HEIGHT_PX, 136)).shape == (2, CLASSES, 136 // PX_PER_STEP)


def test_strings_hold_figures_words_in_any_case_and_every_character():
    random = np.random.default_rng(5)
    strings = [string(random) for _ in range(4000)]
    assert set(''.join(strings)) == set(ALPHABET) - {UNREADABLE}
    words = {part for text in strings for part in text.replace('-', ' ').split()}
    known = [word for word in known_words() if word in words]
    assert len(known) > 0.5 * len(known_words()) and {word.upper() for word in known} & words and {word.lower() for word in known} & words
    assert sum(not any(character.isalpha() for character in text) for text in strings) > 400
