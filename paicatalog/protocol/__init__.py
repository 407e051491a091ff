"""The protocol itself: how its files are read, what is valid, what templates print. Imports no other package.

Begin with `read.py`, which turns a `SourceFile` into a `Document`, and `check.py`, which finds what is refused.
"""
