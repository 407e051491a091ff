"""Conversion of the drafts of early 2019 (`$$x$$` references, `taskRoles` as a list).

They are close to protocol 2. The history of `docs/pai-protocol.yaml` in microsoft/pai shows which keys were renamed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.contribute.upgrade import old_role
from paicatalog.contribute.upgrade.deployment import with_deployment
from paicatalog.contribute.upgrade.drafts.draft_prerequisite import (
    PROTOCOL_KEYS,
    Conversion,
    head_entry,
    known_prerequisites,
    license_entry,
    new_names,
    prerequisites,
    renamed_entry,
    unknown_key_note,
)
from paicatalog.contribute.upgrade.drafts.role_2019 import Role2019
from paicatalog.contribute.upgrade.names import valid_name
from paicatalog.contribute.upgrade.note import ConversionError, Note
from paicatalog.contribute.upgrade.references import ReferenceScope
from paicatalog.contribute.upgrade.tree import (
    Entry,
    Fields,
    Items,
    Scalar,
    Tree,
    data_of,
    entry_of,
    extended,
    fields,
    items,
    without_repeats,
)

_KEPT = ("parameters", "secrets", "jobRetryCount", "defaults", "extras")


def convert_2019(tree: Tree, notes: list[Note]) -> Tree:
    """Return the tree converted to protocol 2. Raises ConversionError if that is impossible."""
    return replace(tree, root=Fields(_Job(fields(tree.root), notes).entries()))


@dataclass(slots=True)
class _Job:
    root: Fields
    notes: list[Note]

    def entries(self) -> tuple[Entry, ...]:
        roles = self._roles()
        if self.root.get("deployments") and any(fields(role.entry.value).get("deployments") for role in roles.values()):
            raise ConversionError("it has `deployments` at its top and in task roles as well: keep one kind")
        conversion = Conversion(self.notes)
        new = [each for entry in self._head() for each in self._entry(entry, roles, conversion)]
        entries = extended(without_repeats(new), "secrets", conversion.secrets)
        before = {role.name: role.deployment_commands("preCommands") for role in roles.values()}
        after = {role.name: role.deployment_commands("postCommands") for role in roles.values()}
        cluster = self._virtual_cluster()
        return old_role.without_empty_optionals(with_deployment(entries, before, after, virtual_cluster=cluster))

    def _roles(self) -> dict[str, Role2019]:
        listed = old_role.listed_roles(self.root.entry("taskRoles"), "name")
        if not listed:
            raise ConversionError("the job has no `taskRoles`, so there is nothing that it runs")
        new = old_role.role_names(list(listed), self.notes)
        data = {name: data_of(fields(entry.value)) for name, entry in listed.items()}
        known = known_prerequisites(self.root)
        parameters = self.root.get("parameters")
        values = parameters if isinstance(parameters, Mapping) else {}
        return {
            name: Role2019(entry, new[name], ReferenceScope(values, name, data, known, new_names(known)), self.notes)
            for name, entry in listed.items()
        }

    def _head(self) -> Iterator[Entry]:
        """Yield the root's entries. In the first draft, `version` is the protocol's, and `tag` the job's."""
        first_draft = self.root.entry(*PROTOCOL_KEYS) is None
        if first_draft and not self.root.entry("version"):
            yield entry_of("protocolVersion", 2)
        for entry in self.root.entries:
            yield replace(entry, key="protocolVersion") if first_draft and entry.key == "version" else entry

    def _entry(self, entry: Entry, roles: Mapping[str, Role2019], conversion: Conversion) -> Iterator[Entry]:
        key = str(entry.key)
        if key == "taskRoles":
            new = (replace(role.entry, key=role.name, value=role.fields()) for role in roles.values())
            yield replace(entry, value=Fields(tuple(new)))
        elif key == "prerequisites":
            renamed = new_names(known_prerequisites(self.root))
            yield replace(entry, value=Items(tuple(prerequisites(entry.value, renamed, conversion))))
        elif key == "deployments":
            yield replace(entry, value=_deployments(entry, roles))
        elif key == "name":
            yield renamed_entry(entry, valid_name(str(data_of(entry.value))), "name", self.notes)
        elif key == "retryCount":
            yield from filter(None, [old_role.retries(entry, self.notes)])
        elif key == "license" and not self.root.entry("extras"):
            yield license_entry(entry)
        elif key in _KEPT or (key == "default" and not self.root.entry("defaults")):
            yield replace(entry, key="defaults" if key == "default" else key)
        elif new_head := head_entry(entry):
            yield new_head
        elif key != "attachments" and data_of(entry.value) is not None:
            self.notes.append(unknown_key_note(key, "a job"))

    def _virtual_cluster(self) -> Any:
        attachments = self.root.entry("attachments")
        found = [fields(each.value).get("virtualCluster") for each in items(attachments.value if attachments else None)]
        return next((each for each in found if each), None)


def _deployments(entry: Entry, roles: Mapping[str, Role2019]) -> Items:
    listed = [(each, fields(each.value).entries) for each in items(entry.value)]
    return Items(
        tuple(
            replace(each, value=Fields(tuple(_of_deployment(field, roles) for field in inner)))
            for each, inner in listed
            if inner
        )
    )


def _of_deployment(entry: Entry, roles: Mapping[str, Role2019]) -> Entry:
    if entry.key in PROTOCOL_KEYS:
        return replace(entry, key="protocolVersion", value=Scalar(2))
    if entry.key != "taskRoles":
        return entry
    found = [(each, roles.get(str(each.key))) for each in fields(entry.value).entries]
    new = (replace(each, key=role.name, value=role.deployment_fields(each)) if role else each for each, role in found)
    return replace(entry, value=Fields(tuple(new)))
