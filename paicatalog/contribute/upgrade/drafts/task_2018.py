"""Conversion of a task of the drafts of 2018 to a task role."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.contribute.upgrade import old_role
from paicatalog.contribute.upgrade.deployment import LENIENT_MODE, AddedCommand, commands_of, needs_leniency
from paicatalog.contribute.upgrade.drafts.draft_prerequisite import unknown_key_note
from paicatalog.contribute.upgrade.drafts.fetch_commands import fetch_commands
from paicatalog.contribute.upgrade.names import is_identifier
from paicatalog.contribute.upgrade.note import Note
from paicatalog.contribute.upgrade.old_environment_variables import (
    OldRole,
    old_variables,
    provided_variables,
    unknown_variables,
)
from paicatalog.contribute.upgrade.references import ReferenceScope, escaped, resolve_parameters, translated
from paicatalog.contribute.upgrade.tree import (
    Entry,
    Fields,
    Items,
    Node,
    Scalar,
    data_of,
    entry_of,
    fields,
    inlined,
    node_of,
    without_repeats,
)

_TAG = re.compile(r"<%.*?(?:%>|$)", re.MULTILINE)
_RESOURCES = ("resourcePerInstance", "resoucePerInstance")
"""The second is a typo that the server accepted for a few days."""
_COMMANDS = ("command", "commands")
_SERVER = {"PAI_OUTPUT_DIR": "$PAI_DEFAULT_FS_URI/marketplace/$PAI_USER_NAME", "PAI_CURRENT_DIR": "$PWD"}
"""Variables that the server of 2018 set in addition to those of version 1."""


@dataclass(frozen=True, slots=True)
class Task2018:
    """A task that is being converted."""

    entry: Entry
    roles: Mapping[str, str]
    """New names of all tasks by old name."""
    scope: ReferenceScope
    pattern: re.Pattern[str]
    """Matches a reference."""
    shared_ports: Entry | None
    """The `portList` of the whole job."""
    notes: list[Note]
    added_parameters: dict[str, Any]
    """Parameters that the conversion adds to the job; extended by the methods."""

    @property
    def name(self) -> str:
        """The name of the task role."""
        return self.roles[self.scope.role]

    def entries(self) -> tuple[Entry, ...]:
        """Return the converted entries of the task role."""
        return without_repeats(each for entry in self._fields.entries for each in self._entry(entry)) + self._image()

    def pre_commands(self) -> tuple[Entry, ...]:
        """Return the commands to run before the task's own: what the old server did by itself, and the task's `env`."""
        fetched: list[Entry] = []
        for kind, name in self._fetched():
            if found := self.scope.prerequisites.get((kind, name)):
                fetched.extend(fetch_commands(kind, found, self.scope.renamed[kind, name]))
        return (*fetched, *self._exports(), *self._leniency())

    def fetched_names(self) -> Iterator[str]:
        """Yield the old names of the components that the server fetched for the task."""
        yield from (name for _, name in self._fetched())

    def _fetched(self) -> Iterator[tuple[str, str]]:
        yield from ((kind, str(self._fields.get(kind))) for kind in ("data", "script") if self._fields.get(kind))

    @property
    def _fields(self) -> Fields:
        return fields(self.entry.value)

    @property
    def _place(self) -> str:
        return f"tasks.{self.scope.role}"

    def _commands(self) -> tuple[Entry, ...]:
        return commands_of(_value(self._fields.entry(*_COMMANDS)))

    def _entry(self, entry: Entry) -> Iterator[Entry]:
        key = str(entry.key)
        if key in ("role", "name"):
            return
        if key in ("dockerimage", "dockerImage", "data", "script", "output"):
            yield from self._component(entry, key.lower())
        elif key == "resource":
            yield from self._resource(entry)
        elif key in _COMMANDS:
            yield replace(entry, key="commands", value=Items(tuple(map(self._command, self._commands()))))
        elif key in old_role.COUNTS:
            counts = (each for each in self._fields.entries if each.key in old_role.COUNTS)
            yield from filter(None, [old_role.completion(tuple(counts))])
        elif key in ("parameters", "commandParameters"):
            self._note_parameters(entry)
        elif key != "env" and data_of(entry.value) is not None:
            self.notes.append(unknown_key_note(f"{self._place}.{key}", "a task role"))

    def _image(self) -> tuple[Entry, ...]:
        """Return the `dockerImage` of a task that names none: the server used the job's first image."""
        images = [known for known in self.scope.renamed if known[0] == "dockerimage"]
        if self._fields.get("dockerimage", "dockerImage") or not images:
            return ()
        return (entry_of("dockerImage", self.scope.renamed[images[0]]),)

    def _component(self, entry: Entry, kind: str) -> Iterator[Entry]:
        name = data_of(entry.value)
        if name in (None, ""):
            return
        new = self.scope.renamed.get((kind, str(name)), str(name))
        key = "dockerImage" if kind == "dockerimage" else kind
        yield replace(entry, key=key, value=entry.value if new == name else Scalar(new))

    def _resource(self, entry: Entry) -> Iterator[Entry]:
        inside = fields(entry.value)
        each_instance = fields(_value(inside.entry(*_RESOURCES)))
        ports = inside.entry("portList") or each_instance.entry("portList") or self.shared_ports
        for each in inlined(entry):
            if each.key == "instances":
                yield self._filled(each)
            elif each.key in _RESOURCES:
                yield self._each_instance(each, ports)
            elif each.key != "portList":
                self.notes.append(unknown_key_note(f"{self._place}.resource.{each.key}", "a task role"))

    def _each_instance(self, entry: Entry, ports: Entry | None) -> Entry:
        old = fields(entry.value)
        own = [self._filled(each) for each in old.entries if each.key != "portList"]
        if ports and (new := old_role.ports(ports, self.scope.role, self.notes)):
            own.append(replace(new, value=Fields(fields(new.value).entries, flow=old.flow)))
        return replace(entry, key="resourcePerInstance", value=Fields(without_repeats(own), old.flow))

    def _filled(self, entry: Entry) -> Entry:
        """Return the entry of a number, which the drafts allow to be a reference, with the referenced value."""
        old = data_of(entry.value)
        value = resolve_parameters(old, self.scope.parameters, self.pattern)
        if value == old:
            return entry
        self.notes.append(old_role.filled_note(f"{self._place}.resource.{entry.key}", old, value))
        return replace(entry, value=node_of(value))

    def _command(self, entry: Entry) -> Entry:
        return translated(entry, self._translate)

    def _escape(self, text: str) -> str:
        text, added_parameters = escaped(text)
        self.added_parameters.update(added_parameters)
        return text

    def _translate(self, text: str) -> str:
        return self.pattern.sub(lambda match: self._resolved(match[1], match[0]), self._escape(text))

    def _resolved(self, path: str, written: str) -> str:
        found = self.scope.resolve(path)
        if found is None:
            self.notes.append(old_role.unresolved_note(f"{self._place}.command", written))
        return written if found is None else found

    def _exports(self) -> Iterator[Entry]:
        for at, (name, value) in enumerate(self._old_variables().items()):
            reason = "" if at else "Variables that OpenPAI set before protocol 2."
            yield AddedCommand(f'export {name}="{value}"', reason).entry()
        for each in fields(_value(self._fields.entry("env"))).entries:
            value = str(data_of(each.value))
            lost = [found[0] for found in self.pattern.finditer(value) if self.scope.resolve(found[1]) is None]
            if lost or not is_identifier(str(each.key)):
                why = f"`{lost[0]}` in it names nothing" if lost else "No shell variable can be called so"
                remedy = "Export it in a command if the job needs it."
                self.notes.append(Note(f"{self._place}.env.{each.key}", f"{why}: it is left out.", remedy))
                continue
            quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`")
            yield Entry(None, Scalar(f'export {each.key}="{self._translate(quoted)}"'), each.above, each.beside)

    def _text(self) -> str:
        env = fields(_value(self._fields.entry("env"))).entries
        return "\n".join(str(data_of(each.value)) for each in (*self._commands(), *env))

    def _old_variables(self) -> dict[str, str]:
        resource = fields(_value(self._fields.entry("resource")))
        each = fields(_value(resource.entry(*_RESOURCES)))
        data = {
            "cpuNumber": each.get("cpu"),
            "memoryMB": each.get("memoryMB"),
            "gpuNumber": each.get("gpu"),
            **{key: self._fields.get(key) for key in old_role.COUNTS if self._fields.entry(key)},
        }
        new = list(self.roles.values())
        role = OldRole(self.name, new.index(self.name), data)
        found = old_variables(self._text(), role, dict(enumerate(new)), {})
        return found | {name: value for name, value in _SERVER.items() if name in self._text()}

    def _leniency(self) -> Iterator[Entry]:
        known = {*self._old_variables(), *(str(each.key) for each in fields(_value(self._fields.entry("env"))).entries)}
        for name in unknown_variables(self._text(), known):
            self.notes.append(old_role.unset_variable_note(f"{self._place}.command", name))
        listed = [_TAG.sub("", str(data_of(self._command(each).value))) for each in self._commands()]
        if needs_leniency(listed, {*known, *provided_variables(self._text())}):
            yield LENIENT_MODE.entry()

    def _note_parameters(self, entry: Entry) -> None:
        """Add a note for each of the task's own parameters that no command refers to. References are replaced."""
        text = str([data_of(each.value) for each in self._commands()])
        for each in fields(entry.value).entries:
            if not re.search(rf"\$\$(?:\w+\.)?{re.escape(str(each.key))}\b", text):
                why = "Task roles have no parameters of their own in protocol 2, and no command uses it."
                self.notes.append(Note(f"{self._place}.{entry.key}.{each.key}", why, "Nothing, unless you miss it."))


def _value(entry: Entry | None) -> Node | None:
    return entry.value if entry else None
