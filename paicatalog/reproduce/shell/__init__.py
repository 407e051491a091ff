"""Text of scripts with replaceable parameter values, and quoting for bash. The entry point is `code.py`."""
