"""The detector: a page → the oriented boxes of its texts, by kind, and of the lines within them."""
