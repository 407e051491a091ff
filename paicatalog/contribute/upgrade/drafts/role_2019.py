"""Conversion of a task role of the drafts of early 2019."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from paicatalog.contribute.upgrade import old_role
from paicatalog.contribute.upgrade.deployment import commands_of
from paicatalog.contribute.upgrade.drafts.draft_prerequisite import PROTOCOL_KEYS, unknown_key_note
from paicatalog.contribute.upgrade.note import Note
from paicatalog.contribute.upgrade.references import DOLLARS, ReferenceScope, resolve_parameters, translated
from paicatalog.contribute.upgrade.tree import (
    Entry,
    Fields,
    Items,
    Node,
    Scalar,
    data_of,
    fields,
    node_of,
    without_repeats,
)

_RESOURCES = ("resourcePerInstance", "resourcePerInstanec", "resoucePerInstance")
"""The last two are typos in the drafts' examples, and therefore in files based on them."""
_COMPONENTS = {"dockerImage": "dockerimage", "data": "data", "output": "output", "script": "script"}
_KEPT = ("taskRetryCount", "extraContainerOptions", "prerequisites")


@dataclass(frozen=True, slots=True)
class Role2019:
    """A task role that is being converted."""

    entry: Entry
    name: str
    """The new name."""
    scope: ReferenceScope
    notes: list[Note]

    def fields(self) -> Fields:
        """Return the converted fields of the task role."""
        return Fields(
            without_repeats(each for entry in fields(self.entry.value).entries for each in self._entry(entry))
        )

    def deployment_commands(self, key: str) -> tuple[Entry, ...]:
        """Return the `preCommands` or `postCommands` (`key`) of the deployment inside the task role."""
        inside = fields(self.entry.value).entry("deployments")
        found = fields(inside.value).entry(key) if inside else None
        return self._commands(found).entries if found else ()

    def deployment_fields(self, entry: Entry) -> Fields:
        """Return the task role's converted fields in a deployment."""
        return Fields(tuple(replace(each, value=self._commands(each)) for each in fields(entry.value).entries))

    def _entry(self, entry: Entry) -> Iterator[Entry]:
        key, value = str(entry.key), data_of(entry.value)
        if key in ("name", "deployments") or value is None:
            return
        if key in ("version", *PROTOCOL_KEYS):
            yield replace(entry, key="protocolVersion", value=Scalar(2))
        elif key in ("instance", "instances"):
            yield replace(entry, key="instances", value=self._filled(entry))
        elif key == "completion":
            yield from self._completion(entry)
        elif key in _RESOURCES:
            yield replace(entry, key="resourcePerInstance", value=self._resources(entry))
        elif key == "commands":
            yield replace(entry, value=self._commands(entry))
        elif key in _COMPONENTS:
            new = self.scope.renamed.get((_COMPONENTS[key], str(value)), value)
            yield entry if new == value else replace(entry, value=Scalar(new))
        elif key in _KEPT:
            yield entry
        else:
            self.notes.append(unknown_key_note(f"taskRoles.{self.scope.role}.{key}", "a task role"))

    def _completion(self, entry: Entry) -> Iterator[Entry]:
        counts = without_repeats(filter(None, map(old_role.completion_count, fields(entry.value).entries)))
        if counts:
            yield replace(entry, value=Fields(counts))

    def _resources(self, entry: Entry) -> Fields:
        old = fields(entry.value)
        new = [
            replace(each, value=self._ports(each) if each.key == "ports" else self._filled(each))
            for each in old.entries
        ]
        return Fields(tuple(each for each in new if data_of(each.value) not in (None, {})), old.flow)

    def _ports(self, entry: Entry) -> Node:
        """Convert `ports`. In the drafts, 0 is a port that the cluster chooses; protocol 2 has the number of ports."""
        if not isinstance(entry.value, Fields):
            return entry.value
        for each in entry.value.entries:
            if data_of(each.value) == 0:
                why = "0 meant one port that the cluster chooses; protocol 2 counts them, so it became 1."
                key = f"taskRoles.{self.scope.role}.ports.{each.key}"
                self.notes.append(Note(key, why, "Nothing, if one port is enough."))
        new = (replace(each, value=Scalar(1)) if data_of(each.value) == 0 else each for each in entry.value.entries)
        return Fields(tuple(new), entry.value.flow)

    def _filled(self, entry: Entry) -> Node:
        old = data_of(entry.value)
        value = resolve_parameters(old, self.scope.parameters)
        if value == old:
            return entry.value
        self.notes.append(old_role.filled_note(f"taskRoles.{self.scope.role}.{entry.key}", old, value))
        return node_of(value)

    def _commands(self, entry: Entry) -> Items:
        return Items(tuple(translated(each, self._translate) for each in commands_of(entry.value)))

    def _translate(self, text: str) -> str:
        return DOLLARS.sub(lambda match: self._resolved(match[1], match[0]), text)

    def _resolved(self, path: str, written: str) -> str:
        found = self.scope.resolve(path)
        if found is None:
            self.notes.append(old_role.unresolved_note(f"taskRoles.{self.scope.role}.commands", written))
        return written if found is None else found
