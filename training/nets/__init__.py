"""The nets: their shapes, what they are taught, how they are trained, judged and exported."""
