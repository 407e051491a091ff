"""Data written as YAML is read back unchanged, by the server's rules and by PyYAML."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.nodes import Node

from paicatalog.protocol.javascript.values import JavaScriptDate
from paicatalog.protocol.yaml.construct import construct
from paicatalog.protocol.yaml.dump import dump
from paicatalog.protocol.yaml.nodes import compose_yaml

ODD = [
    "1e3", "yes", "0o7", "010", "1_0", "~", "null", "2020-01-01", "1:30", "=", "- x", "a: b", "#c", "\x85", "\u2028x",
    " x\ny", "x\n\n y ", "x\n", "\n", "a\rb", "%", "0x1F", ".inf", "!x", "&a", "*a", "?", "| ", "---", "...", "\ufeff",
]  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(ODD)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | TEXT
DATES = st.builds(JavaScriptDate, st.integers(-(2**44), 2**44))


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    keys = TEXT.filter(lambda key: key != "<<")
    values = st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
    )
    return st.dictionaries(keys, values, max_size=3)


@given(nested(LEAVES | DATES), st.booleans())
def test_the_server_reads_what_was_written(data: dict[str, Any], flow: bool) -> None:
    node = compose_yaml(dump(data, flow=flow))
    assert isinstance(node, Node)
    assert construct(node) == (data, ())


@given(nested(LEAVES))
def test_others_read_the_same(data: dict[str, Any]) -> None:
    assert yaml.safe_load(dump(data)) == data


@pytest.mark.parametrize("text", ["echo 1\necho 2\n", "a\n\n  b"])
def test_lines_stay_lines(text: str) -> None:
    assert dump({"commands": [text]}).startswith("commands:\n- |")


def test_a_date_nobody_can_write_is_text() -> None:
    assert "GMT" in dump({"day": JavaScriptDate(10**16)})
