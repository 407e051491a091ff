"""The catalog as one immutable value: components, their identity, their links and their Git history.

Begin with `catalog.py`, the value itself, and `linking.py`, which builds it from documents. Imports `protocol` only.
"""
