"""The tests run from the training folder, with its packages on the path."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


@pytest.fixture(autouse=True)
def one_thread():
    import cv2
    import torch

    cv2.setNumThreads(0)
    torch.set_num_threads(1)
