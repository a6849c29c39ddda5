"""Families of parts: one part in many drawings, its revisions, and parts that are nearly it and must be told apart.

A `Part` follows from a seed, so a *bent* seed gives a relative of it: the same part with one size changed (a revision), the
same kind with other proportions, or the same beginning with another end (the same outline with other holes). A part becomes
a `Drawing` by `redraw`: another office's habit, other views, another layout, other dimensions, the other hand.
"""

from .bent import Bent
from .family import Family, Variant, family_of
from .likeness import Likenesses
from .redraw import Drawing, PlacedView, redraw

__all__ = ['Bent', 'Drawing', 'Family', 'Likenesses', 'PlacedView', 'Variant', 'family_of', 'redraw']
