"""The catalog as one immutable value: components, their identities, links and Git history.

Begin with `catalog.py`, which defines the value, and `linking.py`, which builds it from documents. Imports only
`protocol`.
"""
