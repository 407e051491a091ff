"""Text of scripts in which values of parameters can be replaced, and quoting for bash. Begin with `code.py`."""
