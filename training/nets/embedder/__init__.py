"""The embedder: a page → its views, masked to the part alone → a vector for each view and one for the sheet."""
