"""The runnable part of an invalid job: the job without the parts that the protocol rejects."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.check import check
from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer, json_pointer
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.reproduce.instructions import Untranslated

_MOST_ROUNDS = 100
"""The limit of passes over the job. Each removes invalid parts, which may make other parts invalid."""
_COMMANDS = frozenset({"commands", "preCommands", "postCommands"})
_NEEDED = frozenset({"protocolVersion", "name", "type", "taskRoles"})
_UNREAD = frozenset(
    {
        ProblemKind.UNREADABLE_FILE,
        ProblemKind.BAD_ENCODING,
        ProblemKind.YAML_SYNTAX,
        ProblemKind.SEVERAL_DOCUMENTS,
        ProblemKind.TOO_LARGE,
        ProblemKind.NOT_A_MAPPING,
        ProblemKind.OLD_DIALECT,
    }
)
"""The content of a file with one of these problems is unknown."""
_WHY = "The protocol refuses it, so it is left out here."


@dataclass(frozen=True, slots=True)
class SoundJob:
    """A valid job, derived from an invalid one."""

    data: Mapping[str, Any]
    left_out: tuple[Untranslated, ...]


def sound_job(document: Document) -> SoundJob | str:
    """Return the job without its invalid parts, or the JSON Pointer of an invalid part that it needs to run.

    Commands and whole task roles are never removed, because a different job would run. The document is not modified.
    """
    if not isinstance(document.data, dict) or any(problem.kind in _UNREAD for problem in document.problems):
        return "/"
    sound: dict[str, Any] = copy.deepcopy(document.data)
    left_out = dict(_repeated(document))
    for _ in range(_MOST_ROUNDS):
        problems = check(sound)
        if not problems:
            return SoundJob(sound, tuple(left_out.values()))
        # From the end of lists to their start, so that a removal does not shift the other items.
        refused = {_what(problem): problem for problem in problems}
        for pointer in sorted(refused, key=_order, reverse=True):
            if not _can_go(refused[pointer], pointer):
                return json_pointer(pointer) or "/"
            if _take_out(sound, pointer):
                left_out[pointer] = Untranslated(_name(pointer), pointer, _WHY)
    return "/"


def _repeated(document: Document) -> Iterator[tuple[Pointer, Untranslated]]:
    for problem in document.problems:
        if problem.kind is ProblemKind.DUPLICATE_KEY:
            pointer = problem.place.pointer
            yield pointer, Untranslated(_name(pointer), pointer, "It stands there more than once: the first counts.")


def _what(problem: Problem) -> Pointer:
    """Return the pointer of the invalid part; for duplicates, that of the second one."""
    pointer = problem.place.pointer
    twice = problem.kind in (ProblemKind.DUPLICATE_PREREQUISITE, ProblemKind.DUPLICATE_DEPLOYMENT)
    return pointer[:2] if twice else pointer


def _name(pointer: Pointer) -> str:
    *before, last = pointer
    return f"{before[-1]}[{last}]" if isinstance(last, int) else last


def _can_go(problem: Problem, pointer: Pointer) -> bool:
    if problem.kind is ProblemKind.TEMPLATE_SYNTAX or not pointer or _COMMANDS & set(pointer):
        return False
    return not (len(pointer) == 1 and pointer[0] in _NEEDED) and not (len(pointer) == 2 and pointer[0] == "taskRoles")


def _take_out(data: Any, pointer: Pointer) -> bool:
    *path, last = pointer
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False  # It was removed together with its parent.
    try:
        del data[last]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _order(pointer: Pointer) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in pointer)
