"""Sets up, starts and stops everything fgc needs, with Python's own library only."""
