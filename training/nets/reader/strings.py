"""Texts without a sheet: figures, words and any characters, so that none is only ever met where it belongs."""

from collections.abc import Callable
from functools import cache

import numpy as np

from draughtsman.lettering.alphabet import ALPHABET, UNREADABLE
from draughtsman.sheet import phrases
from draughtsman.sheet.words import pick

MOST_CHARACTERS = 14
MOST_WORDS = 4
FIGURES_SHARE, WORDS_SHARE = 0.5, 0.25
FIGURES = '0123456789.,±+-°Ø/x()RM '
ANY = [character for character in ALPHABET if character != UNREADABLE]


def string(random: np.random.Generator) -> str:
    chance = random.random()
    if chance < FIGURES_SHARE:
        return _characters(FIGURES, random)
    return _words(random) if chance < FIGURES_SHARE + WORDS_SHARE else _characters(ANY, random)


def _characters(of, random: np.random.Generator) -> str:
    return ''.join(random.choice(list(of), int(random.integers(1, MOST_CHARACTERS))))


def _words(random: np.random.Generator) -> str:
    """Words of the sheets' sentences in another order and case: what letter it is, is learnt from its neighbours."""
    cased = pick(random, (str, str.upper, str.lower, str.capitalize))
    words = [_spelt(cased, pick(random, known_words())) for _ in range(int(random.integers(1, MOST_WORDS + 1)))]
    if random.random() < 0.2:
        words[-1] = words[-1][0] + pick(random, ('=', ' = ', ':', ': ')) + str(round(float(random.uniform(0, 20)), 2))
    return pick(random, (' ', ' ', ' ', '-', '/', ', ')).join(words)


def _spelt(cased: Callable[[str], str], word: str) -> str:
    """Some letters can be spelt in one case alone."""
    return cased(word) if set(cased(word)) <= set(ANY) else word


@cache
def known_words() -> tuple[str, ...]:
    """Of all languages that the reader can spell."""
    sentences = (sentence for of_language in phrases.SENTENCES.values() for sentence in of_language)
    words = {word.strip('.,:;()') for sentence in sentences for word in sentence.split()}
    return tuple(sorted(word for word in words if len(word) > 1 and word.isalpha() and set(word) <= set(ANY)))
