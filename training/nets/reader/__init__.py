"""The reader: the picture of one line of text → its characters, and how sure they are."""
