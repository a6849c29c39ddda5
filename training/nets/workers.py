"""The same work for one number after another, by several processes."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

import cv2
import torch

Made = TypeVar('Made')


def made_ahead(make: Callable[[int], Made], numbers: Iterable[int], workers: int) -> Iterator[Made]:
    """As `map` gives it, however many the numbers; a few are made ahead. Without workers it is done here."""
    if workers == 0:
        yield from map(make, numbers)
        return
    numbers = iter(numbers)
    with ProcessPoolExecutor(workers, initializer=_quiet) as pool:
        ahead = deque(pool.submit(make, number) for number in islice(numbers, workers + 1))
        try:
            while ahead:
                made = ahead.popleft().result()
                ahead.extend(pool.submit(make, number) for number in islice(numbers, 1))
                yield made
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _quiet() -> None:
    os.nice(5)
    cv2.setNumThreads(0)
    torch.set_num_threads(1)
