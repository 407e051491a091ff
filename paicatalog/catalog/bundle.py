"""Self-contained protocol files: embedded components without a body get that of the shared component."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paicatalog.catalog.catalog import Catalog, Link
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.locate import locate
from paicatalog.protocol.place import Place, Pointer, Span
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.dump import dump

_REDUNDANT_KEYS = ("protocolVersion", "name", "type", "extras")
"""Keys of a shared component that are not copied into a job: redundant there, or (`extras`) not allowed."""
_IMAGE_KEYS = ("version", "contributor", "auth", "uri")
"""Keys copied from an image. From other components all keys but the description are copied."""
_IDENTIFYING_KEYS = frozenset({"protocolVersion", "type", "name", "version", "contributor", "description"})
"""Keys that only identify and describe. An embedded component without other keys has no body to run."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class BundledComponent:
    """A shared component whose body a job takes, and the pointer of the embedded component that gets it."""

    pointer: Pointer
    component: Component


def needs_bundling(job: Component, catalog: Catalog) -> bool:
    """Return whether the job's file cannot run alone, because an embedded component has its body in the catalog."""
    return any(link.filled for link in catalog.uses(job.identity))


def bundled_components(job: Component, catalog: Catalog) -> tuple[BundledComponent, ...]:
    """Return the shared components whose bodies the job takes, in the order of its `prerequisites`."""
    filled = (link for link in catalog.uses(job.identity) if link.filled)
    return tuple(
        BundledComponent(link.prerequisite.pointer, found) for link in filled if (found := _target(link, catalog))
    )


def missing_components(job: Component, catalog: Catalog) -> tuple[tuple[Pointer, Identity], ...]:
    """Return pointer and identity of the embedded components that have no body, not even in the catalog."""
    return tuple(
        (link.prerequisite.pointer, link.prerequisite.identity)
        for link in catalog.uses(job.identity)
        if has_no_body(link.prerequisite.data) and not link.filled
    )


def has_no_body(prerequisite: Mapping[str, Any]) -> bool:
    """Return whether an entry of `prerequisites` has only keys that identify and describe it."""
    return prerequisite.keys() <= _IDENTIFYING_KEYS


def bundle_data(job: Component, catalog: Catalog) -> dict[str, Any]:
    """Return the job's data with every body filled in; the job's own keys come first and take precedence."""
    data = dict(job.data)
    additions = dict(_additions(job, catalog))
    if additions:
        listed = data["prerequisites"]
        data["prerequisites"] = [
            {**item, **additions[at]} if at in additions else item for at, item in enumerate(listed)
        ]
    return data


def bundle_text(job: Component, catalog: Catalog) -> str:
    """Return the job's file with every body filled in.

    Comments, order, quoting and line breaks are kept, since text is only inserted. A file that needs no additions is
    returned unchanged.
    """
    if job.document is None:
        return dump(job.data)
    text = job.document.source.text
    for at, body in reversed(list(_additions(job, catalog))):
        text = _inserted(text, job.document, at, body)
    wanted = bundle_data(job, catalog)
    if parse(SourceFile(job.document.source.path, text.encode())).data == wanted:
        return text
    return dump(wanted)


def _additions(job: Component, catalog: Catalog) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (index, keys to add) of each embedded component that takes its body from the catalog."""
    for link in catalog.uses(job.identity):
        if link.filled and (target := _target(link, catalog)):
            own = link.prerequisite.data
            body = {key: value for key, value in target.data.items() if key not in (*_REDUNDANT_KEYS, *own)}
            # Readers of the job need the identity of the component, not its description.
            body.pop("description", None)
            if link.prerequisite.identity.type is ComponentType.DOCKERIMAGE:
                body = {key: body[key] for key in _IMAGE_KEYS if key in body}
            if body:
                yield link.prerequisite.index, body


def _target(link: Link, catalog: Catalog) -> Component | None:
    return catalog.get(link.target) if link.target else None


def _inserted(text: str, document: Document, index: int, body: Mapping[str, Any]) -> str:
    """Return `text` with `body` added to the entry of `prerequisites` at `index`, in the style of its mapping."""
    whole = locate(document, Place(("prerequisites", index)))
    last = list(document.data["prerequisites"][index])[-1]
    value = locate(document, Place(("prerequisites", index, last)))
    lines = _LINE.findall(text)
    if lines[whole.line - 1][whole.column - 1 : whole.column] == "{":
        return _in_flow(lines, value, body)
    return _in_block(lines, value, " " * (whole.column - 1), body)


def _in_flow(lines: list[str], value: Span, body: Mapping[str, Any]) -> str:
    added = dump(body, flow=True)
    at, line = value.end_line - 1, lines[value.end_line - 1]
    lines[at] = f"{line[: value.end_column - 1]}, {added.strip()[1:-1]}{line[value.end_column - 1 :]}"
    return "".join(lines)


def _in_block(lines: list[str], value: Span, indent: str, body: Mapping[str, Any]) -> str:
    ends_before_line = value.end_column == 1 and value.end_line > value.line
    at = value.end_line - 1 if ends_before_line else value.end_line
    line_break = _line_break(lines)
    if at and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += line_break
    lines[at:at] = [f"{indent}{line}{line_break}" for line in dump(body).removesuffix("\n").split("\n")]
    return "".join(lines)


def _line_break(lines: Sequence[str]) -> str:
    return "\r\n" if lines[0].endswith("\r\n") else "\n"
