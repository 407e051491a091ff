"""The runnable part of an invalid job: the job without the parts that the protocol rejects."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.check import find_problems
from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer, json_pointer
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.reproduce.instructions import Untranslated

_MOST_PASSES = 100
"""The limit of passes over the job. Each removes invalid parts, which may make other parts invalid."""
_COMMAND_KEYS = frozenset({"commands", "preCommands", "postCommands"})
_REQUIRED = frozenset({"protocolVersion", "name", "type", "taskRoles"})
_UNKNOWN_CONTENT = frozenset(
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
class RunnableJob:
    """A valid job, derived from an invalid one."""

    data: Mapping[str, Any]
    left_out: tuple[Untranslated, ...]


def runnable_job(document: Document) -> RunnableJob | str:
    """Return the job without its invalid parts, or the JSON Pointer of an invalid part that it needs to run.

    Commands and whole task roles are never removed, because a different job would run. The document is not modified.
    """
    if not isinstance(document.data, dict) or any(problem.kind in _UNKNOWN_CONTENT for problem in document.problems):
        return "/"
    data: dict[str, Any] = copy.deepcopy(document.data)
    left_out = dict(_duplicate_keys(document))
    for _ in range(_MOST_PASSES):
        problems = find_problems(data)
        if not problems:
            return RunnableJob(data, tuple(left_out.values()))
        # From the end of lists to their start, so that a removal does not shift the other items.
        rejected = {_invalid_part(problem): problem for problem in problems}
        for pointer in sorted(rejected, key=_sort_key, reverse=True):
            if not _is_removable(rejected[pointer], pointer):
                return json_pointer(pointer) or "/"
            if _remove(data, pointer):
                left_out[pointer] = Untranslated(_label(pointer), pointer, _WHY)
    return "/"


def _duplicate_keys(document: Document) -> Iterator[tuple[Pointer, Untranslated]]:
    for problem in document.problems:
        if problem.kind is ProblemKind.DUPLICATE_KEY:
            pointer = problem.place.pointer
            yield pointer, Untranslated(_label(pointer), pointer, "It stands there more than once: the first counts.")


def _invalid_part(problem: Problem) -> Pointer:
    """Return the pointer of the invalid part; for duplicates, that of the second one."""
    pointer = problem.place.pointer
    is_duplicate = problem.kind in (ProblemKind.DUPLICATE_PREREQUISITE, ProblemKind.DUPLICATE_DEPLOYMENT)
    return pointer[:2] if is_duplicate else pointer


def _label(pointer: Pointer) -> str:
    *before, last = pointer
    return f"{before[-1]}[{last}]" if isinstance(last, int) else last


def _is_removable(problem: Problem, pointer: Pointer) -> bool:
    if problem.kind is ProblemKind.TEMPLATE_SYNTAX or not pointer or _COMMAND_KEYS & set(pointer):
        return False
    return not (len(pointer) == 1 and pointer[0] in _REQUIRED) and not (len(pointer) == 2 and pointer[0] == "taskRoles")


def _remove(data: Any, pointer: Pointer) -> bool:
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


def _sort_key(pointer: Pointer) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in pointer)
