"""Guesses about task roles: a line is missing or has the wrong indent, which misplaces the lines below it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from paicatalog.protocol.corrections import Move, mappings_in, value_at, value_or_none
from paicatalog.protocol.diagnosis.guess import Guess, misplaced_key, unknown_key_problem
from paicatalog.protocol.javascript.values import js_type
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.schema.extras import JOB_EXTRAS

_RESOURCES = ("cpu", "memoryMB", "gpu", "ports")
_ROLE_ONLY_FIELDS = frozenset(
    {"instances", "completion", "taskRetryCount", "dockerImage", "resourcePerInstance", "commands"}
)
_SETTINGS_KEYS: Mapping[str, Collection[str]] = {
    "extras": JOB_EXTRAS["properties"],
    "defaults": ("deployment", "virtualCluster"),
}
_DEFAULT_ROLE_NAME = "worker"
"""Name for a task role without one, if nothing else in the job names it."""
_ROLE_FIELDS = frozenset({*_ROLE_ONLY_FIELDS, "data", "script", "output", "prerequisites", "extraContainerOptions"})
_ROLE_IN_VARIABLE = re.compile(r"PAI_(?:HOST_IP|PORT_LIST|RESOURCE|TASK_ROLE_TASK_COUNT)_([A-Za-z0-9]+)")


def role_guesses(data: Any, missing: Iterable[Problem], unknown: Sequence[Problem]) -> Iterator[Guess]:
    """Yield guesses about the task roles of a job, from its missing and unknown keys."""
    yield from _role_without_name(data)
    yield from _field_as_role(data)
    yield from _settings_as_roles(data)
    for problem in missing:
        yield from _resources_elsewhere(data, problem, {each.place.pointer for each in unknown})


def _role_without_name(data: Any) -> Iterator[Guess]:
    """Guess that the name of a task role is missing, so that its fields are read as task roles."""
    roles = data.get("taskRoles")
    fields = [key for key in roles if key in _ROLE_FIELDS] if isinstance(roles, dict) else []
    if len(_ROLE_ONLY_FIELDS & {*fields}) <= 1:
        return
    empty = next((key for key in roles if roles[key] is None and key not in _ROLE_FIELDS), None)
    name = empty or _role_name(data)
    moves = tuple(Move(("taskRoles", key), ("taskRoles", name, key)) for key in fields)
    if empty:
        detail = {"found": js_type(None), "expected": ("a mapping",), "value": None, "beside": fields[0]}
        cause = Problem(ProblemKind.WRONG_TYPE, Place(("taskRoles", name)), detail)
    else:
        detail = {"key": name, "parent": "`taskRoles`", "before": fields[0]}
        cause = Problem(ProblemKind.MISSING_KEY, Place(moves[0].source, Part.KEY), detail)
    yield Guess(cause, moves, 2)


def _field_as_role(data: Any) -> Iterator[Guess]:
    """Guess that a field of the task role above has the same indent as the role's name."""
    roles = data.get("taskRoles")
    names = list(roles) if isinstance(roles, dict) else []
    for above, key in pairwise(names):
        if key in _ROLE_FIELDS and isinstance(roles[above], dict) and key not in roles[above]:
            yield misplaced_key(unknown_key_problem(("taskRoles", key)), ("taskRoles", above, key), 1, by_name=True)


def _settings_as_roles(data: Any) -> Iterator[Guess]:
    """Guess that `extras:` or `defaults:` is missing, so that its entries are read as task roles."""
    roles = data.get("taskRoles")
    for owner, names in _SETTINGS_KEYS.items():
        misread = [key for key in roles if key in names] if isinstance(roles, dict) and not data.get(owner) else []
        if misread:
            moves = tuple(Move(("taskRoles", key), (owner, key)) for key in misread)
            yield replace(misplaced_key(unknown_key_problem(moves[0].source), moves[0].target, 1), moves=moves)


def _role_name(data: Any) -> str:
    """Return the name that other parts of the job use for the task role without a name."""
    scheduled = value_or_none(data, ("extras", "hivedScheduler", "taskRoles"))
    deployed = [value_or_none(item, ("taskRoles",)) for item in mappings_in(data.get("deployments"))]
    named = [name for roles in (scheduled, *deployed) if isinstance(roles, dict) for name in roles]
    read = _ROLE_IN_VARIABLE.findall(str(data["taskRoles"]))
    return next((str(name) for name in (*named, *read) if name not in data["taskRoles"]), _DEFAULT_ROLE_NAME)


def _resources_elsewhere(data: Any, missing: Problem, unknown: Collection[Pointer]) -> Iterator[Guess]:
    """Guess that `resourcePerInstance:` is missing, so that its entries are read as those of another field."""
    role = missing.place.pointer
    if missing.detail["key"] != "resourcePerInstance":
        return
    for above, fields in value_at(data, role).items():
        misread = [key for key in _RESOURCES if isinstance(fields, dict) and key in fields]
        if misread and (*role, above) not in unknown:
            first = next(key for key in fields if key in misread)
            place = Place((*role, above, first), Part.KEY)
            moves = tuple(Move((*role, above, key), (*role, "resourcePerInstance", key)) for key in misread)
            yield Guess(replace(missing, place=place, detail={**missing.detail, "before": first}), moves, 1)
