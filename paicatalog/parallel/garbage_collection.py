"""Switching off Python's cyclic garbage collector while many long-lived values are created."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_disabled() -> Iterator[None]:
    """Disable the collector, which would scan all values again and again. Our values have no reference cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
