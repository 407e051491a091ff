"""The protocol file as it is submitted: with a line of its own for the name, and a mark in the place of each secret."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.edit.filled_file import chosen_data, filling_edits
from paicatalog.protocol.edit.parameter_place import ParameterPlace, parameter_places
from paicatalog.protocol.edit.yaml_edit import Edit, apply_edits, find_entry
from paicatalog.protocol.edit.yaml_scalar import scalar_kind, yaml_scalar
from paicatalog.protocol.read import parse
from paicatalog.protocol.template.render import OPEN
from paicatalog.protocol.yaml.dump import dump
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.reproduce.job.parameter import PREFIX
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import mapping
from paicatalog.reproduce.job.secret import Secret
from paicatalog.reproduce.shell.code import Code, YamlValue, joined, literal

_NAME_LINE = re.compile(r"^name: ", re.MULTILINE)
_LITERAL = re.compile(r"[\w-]+", re.ASCII)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """A protocol file that lacks the secrets, and what these are."""

    content: Code
    """The file. Parameters that a form may refill are `YamlValue` segments."""
    secrets: tuple[Secret, ...]
    """What whoever submits it must give; `"<VARIABLE>"` stands in the place of each, once."""


@dataclass(frozen=True, slots=True)
class _Mark:
    path: Path
    secret: Secret

    @property
    def text(self) -> str:
        return f"<{self.secret.variable}>"


def submission(request: Request) -> Submission:
    """Return the file of a job as a cluster takes it, but without any secret, whether its own file holds one or not."""
    marks = tuple(_marks(request.data))
    filled = chosen_data(request.data, parameters=request.parameters, deployment=request.deployment)
    wanted = _marked(filled, marks) | {"name": request.name}
    text = _changed(request, marks)
    if not _fit(text, wanted, marks):
        text = dump(wanted)
    return Submission(_with_values(text, wanted), tuple(mark.secret for mark in marks))


def _changed(request: Request, marks: tuple[_Mark, ...]) -> str:
    text = request.text.replace("\r\n", "\n").replace("\r", "\n")
    root = compose_yaml(text)
    if not isinstance(root, MappingNode):
        return ""
    edits = [
        *_name_edit(root, request.name),
        *(edit for mark in marks for edit in _mark_edit(text, root, mark)),
        *filling_edits(text, request.data, parameters=request.parameters, deployment=request.deployment),
    ]
    return apply_edits(text, edits)


def _fit(text: str, wanted: Mapping[str, Any], marks: tuple[_Mark, ...]) -> bool:
    """Return whether a script can put name and secrets into the text, which says what is wanted."""
    return (
        len(_NAME_LINE.findall(text)) == 1
        and all(text.count(f'"{mark.text}"') == 1 for mark in marks)
        and (found := parse(SourceFile("", text.encode("utf-8", "replace")))).valid
        and found.data == wanted
    )


def _name_edit(root: Node, name: str) -> Iterator[Edit]:
    if found := find_entry(root, "name"):
        key, value = found
        yield Edit(key.start_mark.index, value.end_mark.index, f"name: {yaml_scalar(name)}")


def _mark_edit(text: str, root: Node, mark: _Mark) -> Iterator[Edit]:
    node = _at(root, mark.path)
    if node is None:
        return
    start = node.start_mark.index
    source = text[start : node.end_mark.index]
    space = "" if source or text[start - 1].isspace() else " "
    yield Edit(start, start + len(source.rstrip()), f'{space}"{mark.text}"')


def _at(node: Node | None, path: Path) -> Node | None:
    for step in path:
        if isinstance(node, SequenceNode):
            node = node.value[step] if isinstance(step, int) and step < len(node.value) else None
        else:
            found = find_entry(node, str(step))
            node = found[1] if found else None
    return node


def _marks(data: Mapping[str, Any]) -> Iterator[_Mark]:
    """Yield the places of the secrets: all of `secrets`, and passwords of registries that refer to none of these."""
    taken: set[str] = set()
    for path in _leaves(data.get("secrets"), ("secrets",)):
        yield _Mark(path, _secret(".".join(map(str, path)), taken))
    for index, item in enumerate(data.get("prerequisites") or ()):
        password = mapping(item.get("auth")).get("password")
        if isinstance(password, str) and OPEN not in password:
            path = ("prerequisites", index, "auth", "password")
            yield _Mark(path, _secret(f"auth.password of {item.get('name')}", taken))


def _leaves(value: object, path: Path) -> Iterator[Path]:
    """Yield what stands for a secret: every value but a reference to another and a switch."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    elif path[1:] and not isinstance(value, bool) and OPEN not in (value if isinstance(value, str) else ""):
        yield path


def _secret(name: str, taken: set[str]) -> Secret:
    stem = re.sub(r"[^A-Za-z0-9]+", "_", name.removeprefix("secrets.").removeprefix("auth.")).strip("_") or "value"
    variable, number = f"PAI_SECRET_{stem}", 1
    while variable in taken:
        number += 1
        variable = f"PAI_SECRET_{stem}_{number}"
    taken.add(variable)
    return Secret(name, variable)


def _marked(data: Mapping[str, Any], marks: tuple[_Mark, ...]) -> dict[str, Any]:
    changed = dict(data)
    for mark in marks:
        changed = _put(changed, mark.path, mark.text)
    return changed


def _put(value: Any, path: Path, item: str) -> Any:
    """Return a copy of nested data with another item at a path."""
    if not path:
        return item
    step, *rest = path
    copy = value.copy()
    copy[step] = _put(value[step], tuple(rest), item)
    return copy


def _with_values(text: str, data: Mapping[str, Any]) -> Code:
    parts: list[Code | str] = []
    last = 0
    for place in sorted(parameter_places(text, data), key=lambda place: place.extent or (0, 0)):
        if place.extent and place.extent[0] >= last and (reference := _reference(place)):
            start, end = place.extent
            parts += [text[last:start], (YamlValue(text[start:end], reference),)]
            last = end
    return joined(*parts, literal(text[last:]))


def _reference(place: ParameterPlace) -> str:
    """Return the name by which a form knows a parameter; "" for one that nobody types or that has no such name."""
    if scalar_kind(place.value) == "other" or not all(map(_LITERAL.fullmatch, place.path)):
        return ""
    return ".".join((PREFIX, *place.path))
