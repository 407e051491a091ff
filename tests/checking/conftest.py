"""Fixtures of the tests of checking."""

from large_catalog import catalog

__all__ = ["catalog"]
