"""The OpenPAI protocol: reading files, validating them, rendering templates. Imports no other package of paicatalog.

Begin with `read.py`, which turns a `SourceFile` into a `Document`, and `check.py`, which validates its data.
"""
