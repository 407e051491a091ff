"""A decorator that caches a function's last result: many checks in turn call the same function with one document."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Argument = TypeVar("Argument")
Result = TypeVar("Result")


def cache_last_result(function: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
    """Cache the result for the last argument. Arguments are compared by identity and must not be mutated."""
    last_call: tuple[Any, Any] = (None, None)

    @wraps(function)
    def cached(argument: Argument) -> Result:
        nonlocal last_call
        last_argument, result = last_call
        if last_argument is not argument:
            result = function(argument)
            last_call = (argument, result)  # In one assignment, so that no thread sees only one of them.
        return result  # type: ignore[no-any-return]

    return cached
