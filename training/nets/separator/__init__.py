"""A page → which of its ink is the part's own."""
