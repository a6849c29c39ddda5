"""How good a detector is on the real pages."""

from torch import nn

from .. import development, saying
from .decode import Found
from .find import find

DECODE_THRESHOLD = 0.4
LINE_THRESHOLD = 0.75
SCORE_THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
SCORED = ('dimension', 'thread', 'gdt')


def annotations_of(founds: list[Found], least_score: float) -> list[dict]:
    return [
        {'kind': f.kind, 'quad': f.quad.tolist(), 'text': '', 'score': f.score}
        for f in founds
        if f.kind in SCORED and f.score >= least_score
    ]


def find_all(say: saying.Say, names=development.TUNING + development.REPORTING) -> dict[str, list[Found]]:
    return {name: find(say, development.image(name), DECODE_THRESHOLD, LINE_THRESHOLD) for name in names}


def best_threshold(founds: dict[str, list[Found]], names) -> float:
    """The middle of the thresholds that do nearly best on these pages: a flat range is worth more than a peak."""
    scores = [_f1(founds, names, threshold) for threshold in SCORE_THRESHOLDS]
    good = [t for t, s in zip(SCORE_THRESHOLDS, scores, strict=True) if s >= max(scores) - 0.005]
    return good[len(good) // 2]


def _f1(founds, names, threshold: float) -> float:
    return development.score({n: annotations_of(founds[n], threshold) for n in names}, names)['F1']


def judge(net: nn.Module) -> dict[str, float]:
    if not development.available():
        return {}
    founds = find_all(saying.of_module(net))
    threshold = best_threshold(founds, development.TUNING)
    return {
        'threshold': threshold,
        'tuning_f1': _f1(founds, development.TUNING, threshold),
        'reporting_f1': _f1(founds, development.REPORTING, threshold),
        'reporting_f1_at_0.7': _f1(founds, development.REPORTING, 0.7),
    }
