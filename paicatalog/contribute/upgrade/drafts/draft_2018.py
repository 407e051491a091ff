"""Conversion of the drafts of 2018 (`protocol_version: v2`, `tasks`).

Jobs have two forms: the first has everything under `job` and `$job.x` references, the second is flat with `$$x$$`. The
REST server of that time defines their meaning (`src/rest-server/src/middlewares/jobV2.js` of microsoft/pai).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from paicatalog.contribute.upgrade import old_role
from paicatalog.contribute.upgrade.deployment import with_deployment
from paicatalog.contribute.upgrade.drafts.draft_prerequisite import (
    Conversion,
    component,
    head_entry,
    known_prerequisites,
    new_names,
    prerequisites,
    renamed_entry,
    unknown_key_note,
)
from paicatalog.contribute.upgrade.drafts.task_2018 import Task2018
from paicatalog.contribute.upgrade.names import valid_name
from paicatalog.contribute.upgrade.note import ConversionError, Note
from paicatalog.contribute.upgrade.references import DOLLARS, JOB_PATH, ReferenceScope, resolve_parameters
from paicatalog.contribute.upgrade.tree import (
    Entry,
    Fields,
    Items,
    Tree,
    data_of,
    extended,
    fields,
    inlined,
    node_of,
    without_repeats,
)

_SETTINGS = ("retryCount", "virtualCluster", "gpuType", "killAllOnCompletedTaskNumber", "portList")
"""Keys that are under `parameters` in the first form."""


def convert_2018(tree: Tree, notes: list[Note]) -> Tree:
    """Return the tree converted to protocol 2. Raises ConversionError if that is impossible."""
    root = fields(tree.root)
    nested = root.entry("job")
    if nested and isinstance(nested.value, Fields):
        return replace(tree, root=Fields(_Job(_flattened(root, nested), JOB_PATH, notes).entries()))
    kind = root.get("type")
    if kind == "job" or root.entry("tasks"):
        return replace(tree, root=Fields(_Job(root, DOLLARS, notes).entries()))
    name = valid_name(str(root.get("name") or ""))
    conversion = Conversion(notes)
    return replace(tree, root=Fields(component(root, str(kind), name, "", conversion, embedded=False)))


def _flattened(root: Fields, job: Entry) -> Fields:
    """Return the root with the entries of `job` merged into it.

    The first form has prerequisites beside `job`; the result has them right before `tasks`.
    """
    beside = [entry for entry in root.entries if entry is not job]
    result: list[Entry] = []
    for entry in inlined(job):
        result.extend(beside if entry.key == "tasks" else ())
        result.append(entry)
    return Fields(without_repeats((*result, *beside)))


@dataclass(slots=True)
class _Job:
    root: Fields
    pattern: re.Pattern[str]
    notes: list[Note]
    added_parameters: dict[str, Any] = field(default_factory=dict)
    """Parameters that the conversion adds."""

    def entries(self) -> tuple[Entry, ...]:
        tasks = list(self._tasks())
        before = {task.name: task.pre_commands() for task in tasks}
        roles = Fields(tuple(replace(task.entry, key=task.name, value=Fields(task.entries())) for task in tasks))
        conversion = Conversion(self.notes, fetched=frozenset(name for task in tasks for name in task.fetched_names()))
        new = [each for entry in self.root.entries for each in self._entry(entry, roles, conversion)]
        entries = extended(without_repeats(new), "parameters", self.added_parameters)
        entries = extended(entries, "secrets", conversion.secrets)
        cluster = self.root.get("virtualCluster") or self.parameters.get("virtualCluster")
        return old_role.without_empty_optionals(with_deployment(entries, before, virtual_cluster=cluster))

    @property
    def parameters(self) -> Mapping[str, Any]:
        found = self.root.get("parameters")
        return found if isinstance(found, Mapping) else {}

    def _tasks(self) -> Iterator[Task2018]:
        listed = old_role.listed_roles(self.root.entry("tasks"), "role", "name")
        if not listed:
            raise ConversionError("the job has no `tasks`, so there is nothing that it runs")
        new = old_role.role_names(list(listed), self.notes)
        known = known_prerequisites(self.root)
        old = {name: fields(entry.value) for name, entry in listed.items()}
        data = {name: {str(each.key): data_of(each.value) for each in found.entries} for name, found in old.items()}
        for name, entry in listed.items():
            scope = ReferenceScope(self.parameters, name, data, known, new_names(known))
            yield Task2018(entry, new, scope, self.pattern, self._shared_ports(), self.notes, self.added_parameters)

    def _shared_ports(self) -> Entry | None:
        parameters = self.root.entry("parameters")
        return fields(parameters.value).entry("portList") if parameters else None

    def _entry(self, entry: Entry, roles: Fields, conversion: Conversion) -> Iterator[Entry]:
        if entry.key == "tasks":
            yield replace(entry, key="taskRoles", value=roles)
        elif entry.key == "prerequisites":
            renamed = new_names(known_prerequisites(self.root))
            yield replace(entry, value=Items(tuple(prerequisites(entry.value, renamed, conversion))))
        elif entry.key == "parameters":
            yield from self._parameters(entry)
        elif entry.key == "name":
            yield renamed_entry(entry, valid_name(str(data_of(entry.value))), "name", self.notes)
        elif entry.key in _SETTINGS:
            yield from self._setting(entry)
        elif entry.key == "extras":
            yield entry
        elif new := head_entry(entry):
            yield new
        elif data_of(entry.value) is not None:
            self.notes.append(unknown_key_note(str(entry.key), "a job"))

    def _parameters(self, entry: Entry) -> Iterator[Entry]:
        own: list[Entry] = []
        moved: list[Entry] = []
        for each in fields(entry.value).entries:
            is_setting = self.pattern is JOB_PATH and each.key in _SETTINGS
            moved.extend(self._setting(each) if is_setting else ())
            if not is_setting or f"$job.parameters.{each.key}" in str(self.root.get("tasks")):
                own.append(self._parameter(each))
        yield replace(entry, value=Fields(tuple(own)))
        yield from moved

    def _parameter(self, entry: Entry) -> Entry:
        value = resolve_parameters(data_of(entry.value), self.parameters, self.pattern)
        return entry if value == data_of(entry.value) else replace(entry, value=node_of(value))

    def _setting(self, entry: Entry) -> Iterator[Entry]:
        value = data_of(entry.value)
        if entry.key == "retryCount" and (new := old_role.retries(entry, self.notes)):
            yield new
        if entry.key == "gpuType" and value:
            self.notes.append(old_role.gpu_type_note(value))
        if entry.key == "killAllOnCompletedTaskNumber" and value:
            self.notes.append(old_role.completed_tasks_note(value))
