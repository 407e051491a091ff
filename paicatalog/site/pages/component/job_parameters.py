"""A job's parameters as fields of a form, each with the position of its value in the file."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from paicatalog.protocol.edit.parameter_place import ParameterPath, ParameterPlace, parameter_places
from paicatalog.protocol.edit.yaml_scalar import scalar_kind
from paicatalog.protocol.javascript.values import js_string
from paicatalog.site.code.json_text import json_text
from paicatalog.site.code.yaml_html import Slot

MOST_FIELDS = 200
"""The most fields of the form; further parameters are only shown in the file."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One scalar among a job's parameters; nested values are separate fields."""

    id: str
    """Unique on the page: `p1`."""
    path: ParameterPath
    kind: str
    """`number`, `boolean`, `text` or `null`; `other` if it cannot be typed into a field."""
    value: str
    """The value as it is printed in commands."""
    slots: tuple[Slot, ...]
    """The positions of the value in the file; empty if it cannot be replaced there."""

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def long(self) -> bool:
        """Whether the value has several lines."""
        return "\n" in self.value

    @property
    def json_path(self) -> str:
        return json_text(list(self.path))


def parameters(text: str, data: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the parameters of a job, given its file's `text` (with line feeds only) and `data`."""
    places = islice(parameter_places(text, data), MOST_FIELDS)
    writer = _FieldBuilder(text)
    return tuple(writer.field(number, place) for number, place in enumerate(places, 1))


class _FieldBuilder:
    """Makes the fields for one text; `starts` are the offsets of its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(line_break.end() for line_break in re.finditer("\n", text))]

    def field(self, number: int, place: ParameterPlace) -> Parameter:
        name, kind = f"p{number}", scalar_kind(place.value)
        slots = tuple(self.slots(*place.extent, name)) if place.extent and kind != "other" else ()
        value = "" if place.value is None else js_string(place.value)
        return Parameter(name, place.path, kind, value, slots)

    def slots(self, start: int, end: int, name: str) -> Iterator[Slot]:
        """Yield the parts of lines that a scalar spans."""
        for line in range(bisect_right(self.starts, start), bisect_right(self.starts, end - 1) + 1):
            begin = self.starts[line - 1]
            stop = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
            if max(start, begin) < min(end, stop):
                yield Slot(line, max(start, begin) - begin, min(end, stop) - begin, name)
