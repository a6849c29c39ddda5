"""What the embedder needs of a detection."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Text:
    kind: str
    quad: np.ndarray
    line_height: float
