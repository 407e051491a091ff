"""A decorator that caches a function's last result: many checks in turn call the same function with one document."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Subject = TypeVar("Subject")
Answer = TypeVar("Answer")


def of_last(ask: Callable[[Subject], Answer]) -> Callable[[Subject], Answer]:
    """Cache the result of `ask` for its last argument. Arguments are compared by identity and must not be mutated."""
    kept: tuple[Any, Any] = (None, None)

    @wraps(ask)
    def recall(subject: Subject) -> Answer:
        nonlocal kept
        last, answer = kept
        if last is not subject:
            answer = ask(subject)
            kept = (subject, answer)  # In one assignment, so that no thread sees only one of them.
        return answer  # type: ignore[no-any-return]

    return recall
