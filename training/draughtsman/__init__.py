"""Draws engineering sheets that never existed, and says where every text on them stands.

A seed becomes a `Habit` (how this office draws), the habit a `Scene` (vectors in millimetres, with labels), the scene a
`Page` (grey pixels), and the page, by way of `faults`, a scan, a fax or a photo of itself. The same seed gives the same
pixels on every machine with the same glyph cache.
"""
