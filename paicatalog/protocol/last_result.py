"""A function that keeps its last answer: many checks ask the same of one document, one after another."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Subject = TypeVar("Subject")
Answer = TypeVar("Answer")


def of_last(ask: Callable[[Subject], Answer]) -> Callable[[Subject], Answer]:
    """Keep what `ask` answered for the last subject. Subjects are told apart by identity, and must not change."""
    kept: tuple[Any, Any] = (None, None)

    @wraps(ask)
    def recall(subject: Subject) -> Answer:
        nonlocal kept
        last, answer = kept
        if last is not subject:
            answer = ask(subject)
            kept = (subject, answer)  # At once, so that threads do not mix them up.
        return answer  # type: ignore[no-any-return]

    return recall
