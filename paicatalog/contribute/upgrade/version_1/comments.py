"""The comments of a job of version 1, carried over to the entries that its keys become."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from paicatalog.contribute.upgrade.tree import Entry, Fields, Scalar, Tree, fields, items
from paicatalog.contribute.upgrade.version_1.unsupported import FOLDERS

_NEW_KEYS = {
    "jobName": "name",
    "image": "prerequisites",
    "authFile": "prerequisites",
    **dict.fromkeys(FOLDERS, "prerequisites"),
    "retryCount": "jobRetryCount",
    "jobEnvs": "parameters",
    "taskRoles": "taskRoles",
    "virtualCluster": "defaults",
    "extras": "extras",
}


def with_comments(new: Sequence[Entry], old: Tree, role_names: Sequence[str]) -> tuple[Entry, ...]:
    """Return the entries of a converted job with the comments of the old one.

    `role_names` are the new names of the task roles, in the old order. The comments of a key that has no new entry are
    above the first entry.
    """
    above: dict[str, list[str]] = {}
    roles: dict[str, list[str]] = {}
    known = {entry.key for entry in new}
    for entry in fields(old.root).entries:
        key = _NEW_KEYS.get(entry.key or "", "")
        found = above.setdefault(key if key in known else "", [])
        if key != "taskRoles":
            found += _comments(entry)
            continue
        found += _own(entry)
        for name, role in zip(role_names, items(entry.value), strict=False):
            roles[name] = list(_comments(role))
    first, *rest = (_commented(entry, above.get(entry.key or "", ())) for entry in new)
    entries = (_commented(first, above.get("", ())), *rest)
    return tuple(_with_roles(entry, roles) if entry.key == "taskRoles" else entry for entry in entries)


def _with_roles(entry: Entry, roles: Mapping[str, Iterable[str]]) -> Entry:
    inner = tuple(_commented(role, roles.get(role.key or "", ())) for role in fields(entry.value).entries)
    return replace(entry, value=Fields(inner))


def _commented(entry: Entry, lines: Iterable[str]) -> Entry:
    return replace(entry, above=(*entry.above, *lines))


def _comments(entry: Entry) -> Iterator[str]:
    """Yield the comments of an entry and of everything in it."""
    yield from _own(entry)
    for inner in () if isinstance(entry.value, Scalar) else entry.value.entries:
        yield from _comments(inner)


def _own(entry: Entry) -> Iterator[str]:
    yield from (line for line in entry.above if line)
    if entry.beside:
        yield entry.beside
