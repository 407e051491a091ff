"""The dialects of the protocol that real files are written in, and how to detect them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.place import Part, Place


class Dialect(StrEnum):
    """A dialect of the protocol."""

    V2 = "v2"
    V2_2018 = "v2-2018"
    """`protocol_version: v2`, `tasks`."""
    V2_2019 = "v2-2019"
    """`$$x$$` references, list-style `taskRoles`."""
    V1 = "v1"
    """The JSON of OpenPAI before protocol 2: `jobName`, `image`."""
    UNKNOWN = "unknown"


_ROOT = Place(())


@dataclass(frozen=True, slots=True)
class Recognition:
    """A detected dialect and the evidence for it."""

    dialect: Dialect
    sign: str = ""
    """The key or text that identifies the dialect; empty if none does."""
    place: Place = _ROOT
    """The place of the sign."""

    @property
    def old(self) -> bool:
        """Whether no current version of OpenPAI reads the dialect."""
        return self.dialect in (Dialect.V2_2018, Dialect.V2_2019, Dialect.V1)


_TYPES = frozenset(ComponentType)
_OLD_COMPLETION = ("minSucceededTaskCount", "minFailedTaskCount")
_TEXT_SIGNS = (
    (Dialect.V2_2018, re.compile(r"^[ \t-]*(protocol_version)[ \t]*:", re.MULTILINE)),
    (Dialect.V1, re.compile(r'"(jobName)"[ \t]*:')),
    (Dialect.V2, re.compile(r"^(protocolVersion)[ \t]*:", re.MULTILINE)),
)
_DOLLARS = re.compile(r"\$\$[A-Za-z_][\w.]*\$\$")


def detect(data: Any, text: str) -> Dialect:
    """Return the dialect of `text`, whose data is `data` (None if it does not parse)."""
    return recognize(data, text).dialect


def recognize(data: Any, text: str) -> Recognition:
    """Return the dialect, as `detect` does, with the evidence for it.

    `$$x$$` alone is no evidence: a shell expands `$$` to its process id. See `old_reference`.
    """
    if not isinstance(data, dict):
        return _by_text(text)
    if sign := next(_signs(data), None):
        return sign
    if "protocolVersion" in data or _has_known_type(data):
        return Recognition(Dialect.V2)
    found = _by_text(text)
    return found if found.dialect is Dialect.V1 else Recognition(Dialect.UNKNOWN)


def old_reference(text: str) -> Recognition | None:
    """Return the early 2019 dialect if `text` has a reference `$$x$$` and no `<% %>`, else None."""
    match = None if "<%" in text else _DOLLARS.search(text)
    return _in_text(Dialect.V2_2019, text, match, 0) if match else None


def _signs(data: Mapping[str, Any]) -> Iterator[Recognition]:
    yield from _signs_of_2018(data)
    yield from _signs_of_1(data)
    yield from _signs_of_2019(data)


def _signs_of_2018(data: Mapping[str, Any]) -> Iterator[Recognition]:
    if "protocol_version" in data:
        yield _at_key(Dialect.V2_2018, "protocol_version")
    if isinstance(data.get("tasks"), list) and "taskRoles" not in data:
        yield _at_key(Dialect.V2_2018, "tasks")
    job = data.get("job")
    if isinstance(job, dict) and "protocol_version" in job:
        yield _at_key(Dialect.V2_2018, "job", "protocol_version")


def _signs_of_1(data: Mapping[str, Any]) -> Iterator[Recognition]:
    if "jobName" in data and "protocolVersion" not in data:
        yield _at_key(Dialect.V1, "jobName")


def _signs_of_2019(data: Mapping[str, Any]) -> Iterator[Recognition]:
    roles = data.get("taskRoles")
    if isinstance(roles, list) and roles and all(isinstance(role, dict) for role in roles):
        yield _at_key(Dialect.V2_2019, "taskRoles")
    for name, role in roles.items() if isinstance(roles, dict) else ():
        completion = role.get("completion") if isinstance(role, dict) else None
        for key in _OLD_COMPLETION:
            if isinstance(completion, dict) and key in completion:
                yield _at_key(Dialect.V2_2019, "taskRoles", name, "completion", key)


def _has_known_type(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("type"), str) and data["type"] in _TYPES


def _at_key(dialect: Dialect, *pointer: str) -> Recognition:
    return Recognition(dialect, pointer[-1], Place(pointer, Part.KEY))


def _by_text(text: str) -> Recognition:
    for dialect, pattern in _TEXT_SIGNS:
        if match := pattern.search(text):
            return _in_text(dialect, text, match, 1)
    return Recognition(Dialect.UNKNOWN)


def _in_text(dialect: Dialect, text: str, match: re.Match[str], group: int) -> Recognition:
    before = text[: match.start(group)]
    place = Place((), line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    return Recognition(dialect, match[group], place)
