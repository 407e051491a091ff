"""What of a job with errors can be run all the same: the job without what the protocol refuses in it."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.check import find_problems
from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer, json_pointer
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.reproduce.instructions import Untranslated

_MOST_ROUNDS = 100
"""Each takes something out, which may make something else invalid."""
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
"""Nobody knows what a file with one of these says."""
_WHY = "The protocol refuses it, so it is left out here."


@dataclass(frozen=True, slots=True)
class SoundJob:
    """A valid job, made of one that was not."""

    data: Mapping[str, Any]
    left_out: tuple[Untranslated, ...]


def sound_job(document: Document) -> SoundJob | str:
    """Return a job without what makes it invalid, or the place of what it cannot be run without: a JSON pointer.

    Commands and whole task roles are never left out: another job would run. The document stays as it is.
    """
    if not isinstance(document.data, dict) or any(problem.kind in _UNREAD for problem in document.problems):
        return "/"
    sound: dict[str, Any] = copy.deepcopy(document.data)
    left_out = dict(_repeated(document))
    for _ in range(_MOST_ROUNDS):
        problems = find_problems(sound)
        if not problems:
            return SoundJob(sound, tuple(left_out.values()))
        # From the end of lists to their beginning, so that what is taken out moves no other.
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
    """Return what is wrong: of two with one name, the whole second."""
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
            return False  # It went with what it was in.
    try:
        del data[last]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _order(pointer: Pointer) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in pointer)
