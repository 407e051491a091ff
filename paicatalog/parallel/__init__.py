"""Work on many values at once: worker processes, and Python's garbage collector switched off meanwhile."""
