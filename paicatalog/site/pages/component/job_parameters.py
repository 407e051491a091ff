"""A job's parameters as fields of a form, each with the place in the file that its value fills."""

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
"""Nobody fills in more; what is beyond stays in the file."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value among a job's parameters; nested ones have a field each."""

    id: str
    """Unique on the page: `p1`."""
    path: ParameterPath
    kind: str
    """`number`, `boolean`, `text` or `null`; `other` where a person cannot type it."""
    value: str
    """As a command prints it."""
    slots: tuple[Slot, ...]
    """Where the value stands in the file; empty where it cannot be changed there."""

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def long(self) -> bool:
        """Whether it needs several lines to be typed."""
        return "\n" in self.value

    @property
    def json_path(self) -> str:
        return json_text(list(self.path))


def parameters(text: str, data: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the parameters of a job whose file is `text` (with line feeds only) and whose data is `data`."""
    places = islice(parameter_places(text, data), MOST_FIELDS)
    writer = _Writer(text)
    return tuple(writer.field(number, place) for number, place in enumerate(places, 1))


class _Writer:
    """Knows where the lines of one text begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(line_break.end() for line_break in re.finditer("\n", text))]

    def field(self, number: int, place: ParameterPlace) -> Parameter:
        name, kind = f"p{number}", scalar_kind(place.value)
        slots = tuple(self.slots(*place.extent, name)) if place.extent and kind != "other" else ()
        value = "" if place.value is None else js_string(place.value)
        return Parameter(name, place.path, kind, value, slots)

    def slots(self, start: int, end: int, name: str) -> Iterator[Slot]:
        """Yield the parts of lines that hold a scalar."""
        for line in range(bisect_right(self.starts, start), bisect_right(self.starts, end - 1) + 1):
            begin = self.starts[line - 1]
            stop = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
            if max(start, begin) < min(end, stop):
                yield Slot(line, max(start, begin) - begin, min(end, stop) - begin, name)
