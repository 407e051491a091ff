"""The fast reader reads the same data as the full reader, or rejects the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paicatalog.protocol.problem import Problem
from paicatalog.protocol.yaml.construct import construct
from paicatalog.protocol.yaml.fast_reader import read_simple_yaml
from paicatalog.protocol.yaml.nodes import compose_yaml

CATALOG = Path(__file__).parent.parent.parent / "catalog"
SHIPPED = sorted(CATALOG.rglob("*.yaml"))

INDENTS = st.sampled_from(["", "", "", "  ", "  ", "    ", " ", "      "])
DASHES = st.sampled_from(["", "", "", "- ", "-  ", "- - ", "-"])
KEYS = st.sampled_from(["a: ", "b: ", "c.d-e: ", "a:", "b:  ", "null: ", "on: ", "1: ", "'a': ", "? ", "", "", "<<: "])
WRITTEN = r"""
x
x y
1
1.0
1e3
010
~
yes
true
2024-01-01
-1
- 1
-
<% $a %>
%a
a #b
a#b
a: b
a:
http://x:1
"x"
"x
"\n"
'x'
'it''s'
"x" # y
# y
[]
[a, 1]
[a,]
["a", b]
[a: b]
{a: 1}
|
>
|-
>-
|+
|2
> # y
&a x
*a
!!str 1
@a
`a`
é
---
...
=
^
\n
.
_1
+1
0x1f
"""
VALUES = st.sampled_from([*WRITTEN.split("\n"), " ", "x ", "a\tb", "a\rb", "\x07", "\x85", "\ufeff", "\U0010e085"])
LINES = st.one_of(
    st.tuples(INDENTS, DASHES, KEYS, VALUES).map("".join), INDENTS.map(lambda indent: indent + "text here")
)
TEXTS = st.tuples(st.lists(LINES, max_size=9).map("\n".join), st.sampled_from(["", "\n", "\n\n", "\n  "])).map("".join)


def assert_same(text: str) -> bool:
    """Return whether the fast reader accepts the text, after comparing both readers."""
    plain = read_simple_yaml(text.encode(), text)
    if plain is None:
        return False
    node = compose_yaml(text)
    assert not isinstance(node, Problem), node
    data, problems = construct(node)
    assert not problems
    assert repr(plain.data) == repr(data)  # Distinguishes 1 from 1.0, and compares the order of keys.
    assert plain.keys - {""} == set(keys_of(data))
    return True


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys_of(item)


@settings(max_examples=1_500)
@given(TEXTS)
def test_both_read_the_same(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_it_is_quick_where_it_matters(path: Path) -> None:
    assert assert_same(path.read_text(encoding="utf-8")), "an everyday file is left to the slow reader"


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  x\n\n    y\n  z\n\nb: 1\n",
        "a: >-\n  x\n  y\nb:\n- |\n  x\n- >\n  y\n  z\n",
        "a:\n  - b: |\n      x\n    c: 1\n  - d\n",
        "a:\n- b\n- c:\n  d: 1\ne: [x, 1, 'y z']\n",
        "# first\na:\n  # second\n  b:\n  c: 1 \nd:",
    ],
)
def test_it_takes_the_everyday_forms(text: str) -> None:
    assert assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: b: c\n",
        "a:\n   b: 1\n  c: 2\n",
        "- a\n",
        "a\n",
        "",
        "a: |\n\n  x\n",
        "a: x\n  y\n",
        "a: >\n  x\n\n  y\n",
    ],
)
def test_it_leaves_to_the_other_what_may_be_a_mistake_or_is_unusual(text: str) -> None:
    assert read_simple_yaml(text.encode(), text) is None


def test_depth_is_bounded() -> None:
    text = "".join(f"{' ' * level}a:\n" for level in range(5_000))
    assert read_simple_yaml(text.encode(), text) is None
