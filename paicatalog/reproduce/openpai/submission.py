"""The protocol file to submit, with the name on a separate line and a mark in place of each secret.

`submit.sh` and `submit.py` replace the name and the marks. What they expect of the REST server is in microsoft/pai
a95d942, src/rest-server/src: config/express.js:46-50 (a body of at most 100 kB, body-parser's default, else 413; more
than config/rate-limit.js:29-31 allows, 429), controllers/v2/job.js:205-209 (202) and models/v2/job/k8s.js:56-71
(`state` and `appExitCode`, which is null while the job runs).
"""

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
_VARIABLE = re.compile(r"PAI_SECRET_\w+", re.ASCII)
_KEY = re.compile(r"[\w-]+", re.ASCII)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """A protocol file without its secrets, and the list of these."""

    content: Code
    """The file. Parameters that the form on the job's page can replace are `YamlValue` segments."""
    secrets: tuple[Secret, ...]
    """The secrets to provide on submission; the file contains the mark `"<VARIABLE>"` of each exactly once."""


@dataclass(frozen=True, slots=True)
class _Mark:
    path: Path
    secret: Secret

    @property
    def text(self) -> str:
        return f"<{self.secret.variable}>"


def submission(request: Request) -> Submission:
    """Return the file of a job for submission to a cluster, without any literal secrets of its file."""
    marks = tuple(_marks(request))
    filled = chosen_data(request.data, parameters=request.parameters, deployment=request.deployment)
    expected = _with_marks(filled, marks) | {"name": request.name}
    text = _edited_text(request, marks)
    if not _is_replaceable(text, expected, marks):
        text = _with_quoted_marks(dump(expected), marks)
    return Submission(_with_parameters(text, expected), tuple(mark.secret for mark in marks))


def _edited_text(request: Request, marks: tuple[_Mark, ...]) -> str:
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


def _is_replaceable(text: str, expected: Mapping[str, Any], marks: tuple[_Mark, ...]) -> bool:
    """Return whether the text parses to `expected`, and the scripts can replace its name and secrets."""
    return (
        len(_NAME_LINE.findall(text)) == 1
        and all(text.count(f'"{mark.text}"') == 1 for mark in marks)
        and (found := parse(SourceFile("", text.encode("utf-8", "replace")))).valid
        and found.data == expected
    )


def _with_quoted_marks(text: str, marks: tuple[_Mark, ...]) -> str:
    root = compose_yaml(text)
    if not isinstance(root, MappingNode):
        return text
    return apply_edits(text, [edit for mark in marks for edit in _mark_edit(text, root, mark)])


def _name_edit(root: Node, name: str) -> Iterator[Edit]:
    if found := find_entry(root, "name"):
        key, value = found
        yield Edit(key.start_mark.index, value.end_mark.index, f"name: {yaml_scalar(name)}")


def _mark_edit(text: str, root: Node, mark: _Mark) -> Iterator[Edit]:
    node = _node_at(root, mark.path)
    if node is None:
        return
    start = node.start_mark.index
    source = text[start : node.end_mark.index]
    space = "" if source or text[start - 1].isspace() else " "
    yield Edit(start, start + len(source.rstrip()), f'{space}"{mark.text}"')


def _node_at(node: Node | None, path: Path) -> Node | None:
    for step in path:
        if isinstance(node, SequenceNode):
            node = node.value[step] if isinstance(step, int) and step < len(node.value) else None
        else:
            found = find_entry(node, str(step))
            node = found[1] if found else None
    return node


def _marks(request: Request) -> Iterator[_Mark]:
    """Yield a mark for each secret: the values of `secrets`, and literal registry passwords.

    Nothing else in the job has the text of a mark: in commands, for example, the secret would be there for all to see.
    """
    data = request.data
    taken = {*_VARIABLE.findall(request.text), *_VARIABLE.findall(repr(data))}
    for path in _secret_paths(data.get("secrets"), ("secrets",)):
        yield _Mark(path, _secret(".".join(map(str, path)), taken))
    for index, item in enumerate(data.get("prerequisites") or ()):
        password = mapping(item.get("auth")).get("password")
        if isinstance(password, str) and OPEN not in password:
            path = ("prerequisites", index, "auth", "password")
            yield _Mark(path, _secret(f"auth.password of {item.get('name')}", taken))


def _secret_paths(value: object, path: Path) -> Iterator[Path]:
    """Yield the paths of the values that are secrets: all scalars but booleans and references to other secrets."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _secret_paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _secret_paths(item, (*path, index))
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


def _with_marks(data: Mapping[str, Any], marks: tuple[_Mark, ...]) -> dict[str, Any]:
    changed = dict(data)
    for mark in marks:
        changed = _replaced(changed, mark.path, mark.text)
    return changed


def _replaced(value: Any, path: Path, item: str) -> Any:
    """Return a copy of nested data with the item at a path replaced."""
    if not path:
        return item
    step, *rest = path
    copy = value.copy()
    copy[step] = _replaced(value[step], tuple(rest), item)
    return copy


def _with_parameters(text: str, data: Mapping[str, Any]) -> Code:
    parts: list[Code | str] = []
    last = 0
    for place in sorted(parameter_places(text, data), key=lambda place: place.extent or (0, 0)):
        if place.extent and place.extent[0] >= last and (reference := _reference(place)):
            start, end = place.extent
            parts += [text[last:start], (YamlValue(text[start:end], reference),)]
            last = end
    return joined(*parts, literal(text[last:]))


def _reference(place: ParameterPlace) -> str:
    """Return a parameter's name in the form of the job's page; "" if the form cannot edit it."""
    if scalar_kind(place.value) == "other" or not all(map(_KEY.fullmatch, place.path)):
        return ""
    return ".".join((PREFIX, *place.path))
