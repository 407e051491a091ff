"""Fixtures of the tests of worker processes."""

from large_catalog import catalog

__all__ = ["catalog"]
