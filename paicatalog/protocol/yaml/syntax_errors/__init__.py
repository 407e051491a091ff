"""The causes of YAML syntax errors, and text that parses in place of the text that does not.

Begin with `cause.py`, which finds a cause in the tokens before the error, and `repair.py`, which changes a line.
"""
