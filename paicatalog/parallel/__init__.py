"""Processing many values: worker processes, and switching off Python's garbage collector."""
