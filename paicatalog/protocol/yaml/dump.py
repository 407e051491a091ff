"""Dumping of data as YAML text that the server's reader (js-yaml), PyYAML and people read alike."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml
from yaml.nodes import ScalarNode

from paicatalog.protocol.javascript.values import JavaScriptDate, js_string
from paicatalog.protocol.yaml.scalars import plain_value

_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_TEXT = "tag:yaml.org,2002:str"
_WIDTH = 1_000_000
"""Wide enough that no line is folded, so that text on one line can be searched for."""


def dump(data: Mapping[str, Any], *, flow: bool = False) -> str:
    """Return data as YAML, in its own order; with `flow`, on one line as `{...}`."""
    return yaml.dump(
        dict(data),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=flow,
        width=_WIDTH,
    )


class _Dumper(yaml.SafeDumper):
    """Quotes strings that some readers read as other types, and writes JavaScript's dates."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (PyYAML's signature)
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> ScalarNode:
    return dumper.represent_scalar(_TEXT, value, style=_style(value))


def _style(value: str) -> str | None:
    if all(map(str.isprintable, value.split("\n"))):
        if "\n" in value:
            return "|" if _fits_block(value) else '"'
        # `1e3` is text to PyYAML and a number to the server's reader.
        return "'" if plain_value(value) != value else None
    return '"'


def _fits_block(value: str) -> bool:
    """Return whether every reader reads the text back from a literal block: no white space at its start, nor at the end
    of a line."""
    return not value[0].isspace() and all(line == line.rstrip() for line in value.split("\n"))


def _date(dumper: yaml.SafeDumper, value: JavaScriptDate) -> ScalarNode:
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value.milliseconds)
    except OverflowError:
        return _text(dumper, js_string(value))
    return dumper.represent_scalar(_TIMESTAMP, f"{moment:%Y-%m-%dT%H:%M:%S}.{value.milliseconds % 1000:03}Z")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(JavaScriptDate, _date)
