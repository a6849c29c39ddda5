"""Turns a clean grey rendering (255 paper) into a page of real life: scanned, faxed, faded, folded, photographed."""

from .choice import Fault, carry, spoil, spoil_tile

__all__ = ['Fault', 'carry', 'spoil', 'spoil_tile']
