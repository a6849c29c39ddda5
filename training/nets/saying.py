"""A net as a function from bytes to what it says, whether it is being trained or shipped."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .image import ink

Say = Callable[[np.ndarray], np.ndarray]  # N×1×H×W bytes of stretched pages -> the net's output


def of_module(net: nn.Module) -> Say:
    device = next(net.parameters()).device

    def say(pixels: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            batch = ink(torch.from_numpy(pixels).to(device)).contiguous(memory_format=torch.channels_last)
            return net(batch).float().cpu().numpy()

    return say


def of_shipped(path: Path, threads: int = 1) -> Say:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=['CPUExecutionProvider'])

    def say(pixels: np.ndarray) -> np.ndarray:
        return session.run(None, {'ink': ink(torch.from_numpy(pixels)).numpy()})[0]

    return say
