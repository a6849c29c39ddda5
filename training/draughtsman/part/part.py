"""What a sheet is about: a part with its views."""

from dataclasses import dataclass, field

import numpy as np

from ..view import View

Random = np.random.Generator


@dataclass
class Part:
    """A thing to be drawn.

    `views` stand in projection order. A path of the role 'cut' says where another view comes from: an open one is the
    cutting plane of a section, a closed one the circle around what a detail view enlarges.
    """

    name: str
    views: list[View]
    pictorial: View | None = None
    size: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0))


def chance(random: Random, share: float) -> bool:
    return bool(random.random() < share)


def pick(random: Random, options):
    return options[int(random.integers(len(options)))]


def length(random: Random, low: float, high: float) -> float:
    """A length as a designer would choose it: small ones are common, and most are round."""
    value = float(np.exp(random.uniform(np.log(low), np.log(high))))
    step = pick(random, (1, 1, 1, 2, 5, 0.5, 0.1)) if value > 12 else pick(random, (1, 0.5, 0.5, 0.1)) if value > 2 else 0.1
    return float(np.clip(round(value / step) * step, low, high))
