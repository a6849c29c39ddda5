"""The real drawings for search: their views, and the scorer's figures. No net is trained on them."""

import json
import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np

from draughtsman.geometry import size_of

from .. import development, saying
from ..detector import find as finding
from ..detector.find import find
from ..export import MODELS
from ..image import even
from ..saying import Say
from .embedding import Embedding, embedding, vectors_of
from .kept import STORE, code_of
from .text import Text
from .views import View, views_of, weights

FOLDER = development.FOLDER
DETECTOR = MODELS / 'detector.json'


def available() -> bool:
    return (FOLDER / 'relevance.json').exists()


@lru_cache
def relevance() -> dict:
    return json.loads((FOLDER / 'relevance.json').read_text('utf8'))


def part_numbers() -> dict[str, int]:
    """One number for all drawings of a part."""
    order = list(relevance()['docs'])
    same = {name: [name, *query['relevant']] for name, query in relevance()['queries'].items()}
    return {name: min(order.index(other) for other in same.get(name, [name])) for name in order}


def page(name: str) -> np.ndarray:
    return cv2.imread(str(FOLDER / 'retrieval' / relevance()['docs'][name]['image']), cv2.IMREAD_GRAYSCALE)


@lru_cache
def texts_found_by() -> str:
    """Names the detector with its thresholds, and the code around it."""
    return f'{sha256(DETECTOR.read_bytes()).hexdigest()[:12]}-{code_of(finding.__name__)}'


@lru_cache
def texts_on(name: str) -> tuple[Text, ...]:
    """What the shipped detector finds, kept on disk: it takes seconds a page."""
    path = STORE / 'real' / texts_found_by() / f'{name}.json'
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        thresholds = json.loads(DETECTOR.read_text('utf8'))['thresholds']
        founds = find(_detector(), page(name), thresholds['decode'], thresholds['line'])
        kept = [
            {'kind': f.kind, 'quad': f.quad.tolist(), 'line_height': min(size_of(line)[1] for line in f.lines)}
            for f in founds
            if f.score >= thresholds['score']
        ]
        part = path.with_suffix(f'.{os.getpid()}.part')
        part.write_text(json.dumps(kept))
        part.replace(path)
    return tuple(Text(one['kind'], np.array(one['quad']), one['line_height']) for one in json.loads(path.read_text()))


@lru_cache
def _detector() -> Say:
    return saying.of_shipped(MODELS / 'detector.onnx')


@lru_cache
def views_on(name: str) -> tuple[View, ...]:
    return tuple(views_of(even(page(name)), list(texts_on(name)))[0])


def embed_all(say: Say) -> dict[str, Embedding]:
    return {name: embed_views(say, list(views_on(name))) for name in relevance()['docs']}


def embed_views(say: Say, views: list[View]) -> Embedding:
    return embedding(vectors_of(say, np.stack([view.picture for view in views])), weights(views))


def figures(vectors: dict[str, np.ndarray]) -> dict[str, float]:
    """As `score.py retrieval` gives them: by one vector a drawing."""
    names = list(vectors)
    matrix = np.stack([vectors[name] for name in names])
    near = matrix @ matrix.T
    return ranked(names, lambda name: near[names.index(name)])


def ranked(names: list[str], scores_of: Callable[[str], np.ndarray]) -> dict[str, float]:
    firsts, precisions = [], []
    for query, sought in relevance()['queries'].items():
        scores = scores_of(query).copy()
        order = [names[i] for i in np.argsort(-scores, kind='stable') if names[i] != query]
        hits = [place for place, name in enumerate(order) if name in sought['relevant']]
        firsts.append(hits[0] == 0)
        precisions.append(sum((i + 1) / (place + 1) for i, place in enumerate(hits)) / len(sought['relevant']))
    return {'recall_at_1': float(np.mean(firsts)), 'map': float(np.mean(precisions))}


def write_embeddings(vectors: dict[str, np.ndarray], path: Path) -> None:
    """In the shape that `score.py retrieval --emb` reads."""
    path.write_text(json.dumps({name: vector.tolist() for name, vector in vectors.items()}))
