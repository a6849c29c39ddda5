"""A sheet → a PDF as one CAD system or another writes it: letters as text or as lines, with a layer that is honest or not.

python -m draughtsman.pdf --count 3 --out DIR      DIR/<layer>/<number>.pdf, with labels in the form that `draftlens eval` takes
"""

from .layer import LAYERS, Layer
from .page import pdf_of

__all__ = ['LAYERS', 'Layer', 'pdf_of']
