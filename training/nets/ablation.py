"""What each part of the detector is worth: nets of other shapes, trained on the same few tiles, judged on tiles none has seen.

So short a training says which shape learns faster from the same, not what each could reach.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import torch
from shapely.geometry import Polygon
from torch import nn

from draughtsman.page import draw_page
from draughtsman.scene import KINDS

from . import saying
from .blocks import ConvNorm, Residual, multiply_adds, parameter_count
from .detector.decode import Found, decode
from .detector.net import Detector
from .detector.targets import TileLabel
from .detector.task import TASK
from .detector.tiles import tiles_of
from .training import Limits, Run

SHOWN_SEED = 1  # of the tiles that teach
SEED = 20_270_000  # of the tiles that judge
SHEETS = 24
DECODE, LINE, SCORE = 0.45, 0.6, 0.55


class Thin(nn.Sequential):
    """A depthwise and a pointwise convolution for one plain one."""

    def __init__(self, inputs: int, outputs: int, stride=1, relu=True):
        super().__init__(ConvNorm(inputs, inputs, 3, stride, groups=inputs), ConvNorm(inputs, outputs, 1, relu=relu))


def _depthwise() -> Detector:
    net = Detector(widths=(12, 28, 72, 144, 224), pyramid=44)  # about as many multiply-adds
    for block in [module for module in net.modules() if isinstance(module, Residual)]:
        inputs, outputs = block.first[0].in_channels, block.first[0].out_channels
        block.first, block.second = Thin(inputs, outputs, block.first[0].stride), Thin(outputs, outputs, relu=False)
    return net


def _without_32() -> Detector:
    net = Detector()
    net.at_32, net.from_32 = nn.AvgPool2d(2), ConvNorm(net.from_16[0].in_channels, net.from_16[0].out_channels, 1, relu=False)
    return net


SHAPES: dict[str, Callable[[], Detector]] = {
    'as shipped': Detector,
    # Not fewer than 12: PyTorch 2's convolutions on a CPU crash on the way back through 8.
    'fewer channels': lambda: Detector(widths=(12, 16, 24, 40, 64), pyramid=24),
    'half the pyramid': lambda: Detector(pyramid=16),
    'nothing at stride 32 but a mean': _without_32,
    'depthwise, as many multiply-adds': _depthwise,
}


def table(samples: int) -> str:
    """Markdown: a row for each shape."""
    tiles = unseen_tiles()
    make_chunk = _drawn_once(samples)
    lines = [
        '| shape | parameters | MMAC at 640² | ms a tile, training | F1 | kind right | lines told apart | angle off by over 3° |',
        '|---|---|---|---|---|---|---|---|',
    ]
    for name, make_net in SHAPES.items():
        with tempfile.TemporaryDirectory() as folder:
            task = replace(TASK, make_net=make_net, make_chunk=make_chunk, evaluate=lambda net: judge(net, tiles))
            run = Run(task, Path(folder), SHOWN_SEED)
            started = time.process_time()
            run.train(Limits(samples, report_minutes=float('inf')), workers=0)
            spent = time.process_time() - started
        said = run.log[-1]
        size = f'{parameter_count(run.net):,} | {multiply_adds(run.net, torch.zeros(1, 1, 640, 640)) / 1e6:,.0f}'
        figures = ' | '.join(f'{said[name]:.3f}' for name in ('f1', 'kind', 'parted', 'askew'))
        lines.append(f'| {name} | {size} | {1000 * spent / run.seen:.0f} | {figures} |')
        print(lines[-1], flush=True)
    return '\n'.join(lines)


def _drawn_once(samples: int) -> Callable[[int, int], list[tuple]]:
    """What every shape is shown, drawn beforehand, so that the times are the nets' own: about 0.35 MB a tile."""
    make_chunk = cache(TASK.make_chunk)
    drawn = chunk = 0
    while drawn < samples:
        drawn += sum(len(batch[0]) for batch in make_chunk(SHOWN_SEED, chunk))
        chunk += 1
    return make_chunk


def unseen_tiles() -> list[tuple[np.ndarray, list[TileLabel]]]:
    randoms = [np.random.default_rng([SEED, number]) for number in range(SHEETS)]
    return [tile for random in randoms for tile in tiles_of(draw_page(random), random)]


def judge(net: nn.Module, tiles: list[tuple[np.ndarray, list[TileLabel]]]) -> dict[str, float]:
    say = saying.of_module(net)
    met, truths, guesses, kinds, parted, askew = [], 0, 0, [], [], []
    for image, labels in tiles:
        founds = [f for f in decode(say(image[None, None])[0], DECODE, LINE) if f.score >= SCORE]
        truths, guesses = truths + len(labels), guesses + len(founds)
        for label, found in pairs(labels, founds):
            met.append(found)
            kinds.append(found.kind == KINDS[label.kind])
            if len(label.lines) > 1:
                parted.append(len(found.lines) == len(label.lines))
            askew.append(_turn_deg(label.quad, found.quad) > 3.0)
    f1 = 2 * len(met) / max(1, truths + guesses)
    return {'f1': f1, 'kind': _mean(kinds), 'parted': _mean(parted), 'askew': _mean(askew)}


def pairs(labels: list[TileLabel], founds: list[Found]) -> list[tuple[TileLabel, Found]]:
    """Each found box with the label it overlaps by half, the surest first."""
    free = [(label, Polygon(label.quad)) for label in labels]
    matched = []
    for found in sorted(founds, key=lambda found: -found.score):
        box = Polygon(found.quad)
        shares = [box.intersection(other).area / max(box.union(other).area, 1e-6) for _, other in free]
        if shares and max(shares) >= 0.5:
            label, _ = free.pop(int(np.argmax(shares)))
            matched.append((label, found))
    return matched


def _turn_deg(one: np.ndarray, other: np.ndarray) -> float:
    first, second = one[1] - one[0], other[1] - other[0]
    return abs(float(np.degrees(np.arctan2(first[0] * second[1] - first[1] * second[0], first @ second))))


def _mean(values: list[bool]) -> float:
    return float(np.mean(values)) if values else 0.0
