"""The deployment that runs what an old server ran by itself before a task role's commands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.contribute.upgrade.tree import (
    Entry,
    Fields,
    Items,
    Node,
    Scalar,
    data_of,
    entry_of,
    extended,
    items,
    node_of,
    spaced,
)

DEPLOYMENT_NAME = "default"


@dataclass(frozen=True, slots=True)
class AddedCommand:
    """A command that the conversion adds, and the reason that is written as a comment above it."""

    command: str
    reason: str = ""

    def entry(self) -> Entry:
        """Return the line as an item of a list of commands."""
        return Entry(None, Scalar(self.command), (f"# {self.reason}",) if self.reason else ())


LENIENT_MODE = AddedCommand(
    "set +o errexit +o nounset +o pipefail",
    "As before, neither a failing command nor an unset variable ends the script.",
)


def with_deployment(
    root: Iterable[Entry],
    before: Mapping[str, tuple[Entry, ...]],
    after: Mapping[str, tuple[Entry, ...]] | None = None,
    *,
    virtual_cluster: Any = None,
) -> tuple[Entry, ...]:
    """Return the entries of a job with a deployment added, and with `defaults` that select it.

    `before` and `after` are its `preCommands` and `postCommands` by task role. Without any, no deployment is added.
    """
    entries = tuple(root)
    roles = _roles(before, after or {})
    defaults: dict[str, Any] = {}
    if virtual_cluster not in (None, ""):
        defaults["virtualCluster"] = virtual_cluster
    if roles.entries:
        gap = ("",) if spaced(entries) else ()
        entries = (*entries, entry_of("deployments", [{"name": DEPLOYMENT_NAME, "taskRoles": roles}], *gap))
        defaults["deployment"] = DEPLOYMENT_NAME
    return extended(entries, "defaults", defaults)


def needs_leniency(commands: Iterable[str], known: Iterable[str]) -> bool:
    """Return whether commands may behave differently because OpenPAI's runtime stops at failures and unset variables.

    False for one simple command, or several joined by `&&`, that use only variables in `known`.
    """
    listed = list(commands)
    text = "\n".join(listed).strip().replace("&&", " ")
    if any(mark in text for mark in ";|&\n`") or "$(" in text:
        return True
    allowed = set(known)
    return any(name not in allowed for name in _variables(text))


def _variables(text: str) -> Iterable[str]:
    for piece in text.split("$")[1:]:
        name = piece.lstrip("{")
        end = next((at for at, char in enumerate(name) if not (char.isalnum() or char == "_")), len(name))
        if name[:end] and not name[0].isdigit():
            yield name[:end]


def _roles(before: Mapping[str, tuple[Entry, ...]], after: Mapping[str, tuple[Entry, ...]]) -> Fields:
    roles = []
    for role in dict.fromkeys((*before, *after)):
        parts = (("preCommands", before.get(role, ())), ("postCommands", after.get(role, ())))
        inner = tuple(Entry(key, Items(commands)) for key, commands in parts if commands)
        if inner:
            roles.append(Entry(role, Fields(inner)))
    return Fields(tuple(roles))


def commands_of(node: Node | None) -> tuple[Entry, ...]:
    """Return the commands of an old file as items with text. A single command is a list of one; numbers become text."""
    return tuple(
        each if isinstance(data_of(each.value), str) else replace(each, value=node_of(str(data_of(each.value))))
        for each in items(node)
        if data_of(each.value) is not None
    )
