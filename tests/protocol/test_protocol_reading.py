"""Reading bytes as documents: data as the server reads it, problems with their places, and no exceptions."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document
from paicatalog.protocol.locate import locate
from paicatalog.protocol.place import Part
from paicatalog.protocol.problem import ProblemKind
from paicatalog.protocol.read import MAXIMUM_SIZE, read_document

Read = Callable[[str | bytes], Document]

DATA: dict[str, Any] = {
    "1.0: a\n~: b\ntrue: c\n0x10: d": {"1": "a", "null": "b", "true": "c", "16": "d"},
    "? [1, null, {a: b}]\n: x": {"1,,[object Object]": "x"},
    "? {a: b}\n: x": {"[object Object]": "x"},
    "<<: {a: 1, b: 2}\na: 3": {"a": 3, "b": 2},
    "a: 1\n<<: [{a: 2, b: 3}, {b: 4}]": {"a": 1, "b": 3},
    "'<<': 1": {"<<": 1},
    "a: &x [1]\nb: *x\nc: &x 2\nd: *x": {"a": [1], "b": [1], "c": 2, "d": 2},
    "a: !!str 1\nb: !!int '3'\nc: !!str\nd: !!seq": {"a": "1", "b": 3, "c": "", "d": []},
    "a: !!binary aGk=\nb: !!set {x, y}\nc: !!omap [a: 1]\nd: !!pairs [a: 1]": {
        "a": b"hi",
        "b": {"x": None, "y": None},
        "c": [{"a": 1}],
        "d": [["a", 1]],
    },
    "a: |\n  x": {"a": "x\n"},
    "a: x\u2028y\u0085z\ufeff!": {"a": "x\u2028y\u0085z\ufeff!"},
    "a: 1 # \x07\nb: '\x7f\x9f\uffff' # \x7f\nc: | # \x01\n  x": {"a": 1, "b": "\x7f\x9f\uffff", "c": "x\n"},
    'a: "1" b: [2]c: 3': {"a": "1", "b": [2], "c": 3},
    "x:\n  a: {b: 1} \"c\": 'd' e: 2\n  f: 3\ny: 4": {"x": {"a": {"b": 1}, "c": "d", "e": 2, "f": 3}, "y": 4},
    "- a: 'x\n\n  y' b: 1": [{"a": "x\ny", "b": 1}],
    "a: [b,\n c d\n e]\nf: [g\n\n h]": {"a": ["b", "c d e"], "f": ["g\nh"]},
    "[a\nb, {c: d\ne}]": ["a b", {"c": "d e"}],
    "a:\n  &b:\n    c: 1\n": {"a": {"c": 1}},
    "a: 1 \n\t\n  \t\nb: 2": {"a": 1, "b": 2},
    "a:\n  b: 1\n  \tc: 2": {"a": {"b": 1, "c": 2}},
    "a:\n\t - b: 1\n    c: 2": {"a": [{"b": 1, "c": 2}]},
    "a:\n  \tb:\n   \t  - 1\n      - 2": {"a": {"b": [1, 2]}},
    "a:\n\tb: 1": {"a": None, "b": 1},
    "a:\n  -\tb: 1\n    c: 2\n  - \t3": {"a": [{"b": 1, "c": 2}, 3]},
    "a:\n- 1\n\t- - 2\n   - 3": {"a": [1, [2, 3]]},
    "a: |\n  x\n\t\nb: 1": {"a": "x\n", "b": 1},
    "a: x\n\t\n  y": {"a": "x\ny"},
    "a: ! 1\rb: ! 2\r": {"a": "1", "b": "2"},
    "a: ! 1\nb: &x ! true\nc: !\nd: ! [2]\ne: [! 3]": {"a": "1", "b": "true", "c": None, "d": [2], "e": ["3"]},
    "\ufeffa: 1": {"a": 1},
    "a: 1\n...\n# end\n": {"a": 1},
    "a: 'x  \n  y\t\r\n\n  z'\nb: \"x \\ \n y\"  \n": {"a": "x   y\t\nz", "b": "x   y"},
    "<<: {x: 1}\t\ra: 0": {"x": 1, "a": 0},
    '{"a": "\\/", "b": [1,\n2]}': {"a": "/", "b": [1, 2]},
}


@pytest.mark.parametrize(("text", "data"), DATA.items())
def test_data_is_what_the_server_reads(read: Read, text: str, data: Any) -> None:
    assert read(text).data == data


REFUSED: dict[str | bytes, tuple[ProblemKind, int, int]] = {
    b"\xff\xfea\x00": (ProblemKind.BAD_ENCODING, 1, 1),
    b"a: 1\nb: \xff": (ProblemKind.BAD_ENCODING, 2, 4),
    b"a: \0": (ProblemKind.BAD_ENCODING, 1, 4),
    "a: 1\nb: é\x07": (ProblemKind.YAML_SYNTAX, 2, 5),
    "a: |\n  x\n\t\n  y": (ProblemKind.YAML_SYNTAX, 3, 1),
    "a:\n  \t- 1\n  - 2": (ProblemKind.YAML_SYNTAX, 2, 1),
    "a: b: c": (ProblemKind.YAML_SYNTAX, 1, 5),
    "a: 1\nb: '\x07'": (ProblemKind.YAML_SYNTAX, 2, 5),
    "a: |\n  \x7f # \x7f": (ProblemKind.YAML_SYNTAX, 2, 3),
    "- a: '1' b: 2": (ProblemKind.YAML_SYNTAX, 1, 6),
    "a:\n  b: 'x\n    y' c: 1": (ProblemKind.YAML_SYNTAX, 3, 8),
    "a:\n  b: [1, x\n  y]": (ProblemKind.YAML_SYNTAX, 3, 3),
    "- [a\nb]": (ProblemKind.YAML_SYNTAX, 2, 1),
    "a: 1\n...\n# b\n\n...\n": (ProblemKind.SEVERAL_DOCUMENTS, 5, 1),
    "a: [1\nb: 2": (ProblemKind.YAML_SYNTAX, 1, 4),
    "a: *nowhere": (ProblemKind.YAML_SYNTAX, 1, 4),
    "a: 1\nb: !foo x": (ProblemKind.YAML_SYNTAX, 2, 4),
    "a: !!int x": (ProblemKind.YAML_SYNTAX, 1, 4),
    "<<: 1": (ProblemKind.YAML_SYNTAX, 1, 5),
    "b:\n- &x a: 1": (ProblemKind.YAML_SYNTAX, 2, 3),
    "? [[a]]\n: 1": (ProblemKind.YAML_SYNTAX, 1, 3),
    "a: 1\nb:\n  c: 1\n  'c': 2": (ProblemKind.DUPLICATE_KEY, 4, 3),
    "1: a\n1.0: b": (ProblemKind.DUPLICATE_KEY, 2, 1),
    "<<: {a: 1}\na: 2\na: 3": (ProblemKind.DUPLICATE_KEY, 3, 1),
    "a: 1\n---\nb: 2": (ProblemKind.SEVERAL_DOCUMENTS, 2, 1),
    "": (ProblemKind.NOT_A_MAPPING, 1, 1),
    "# nothing": (ProblemKind.NOT_A_MAPPING, 1, 1),
    "- a": (ProblemKind.NOT_A_MAPPING, 1, 1),
    "2019-01-01": (ProblemKind.NOT_A_MAPPING, 1, 1),
    "[" * 200: (ProblemKind.TOO_LARGE, 1, 101),
    "a: &a [*a]": (ProblemKind.TOO_LARGE, 1, 1),
}


@pytest.mark.parametrize(("content", "expected"), REFUSED.items())
def test_refused_with_its_place(read: Read, content: str | bytes, expected: tuple[ProblemKind, int, int]) -> None:
    document = read(content)
    (problem,) = (each for each in document.problems if each.kind is not ProblemKind.MISSING_KEY)
    span = locate(document, problem.place)
    assert (problem.kind, span.line, span.column) == expected
    assert not document.valid


def test_every_repeated_key_is_reported_with_its_first(read: Read) -> None:
    found = read("a: 1\na: 2\nb: {c: 1, c: 2, c: 3}").problems
    problems = [problem for problem in found if problem.kind is ProblemKind.DUPLICATE_KEY]
    assert [(problem.place.pointer, problem.place.part) for problem in problems] == [
        (("a",), Part.KEY),
        (("b", "c"), Part.KEY),
        (("b", "c"), Part.KEY),
    ]
    assert [(problem.detail["first"].line, problem.detail["first"].column) for problem in problems] == [
        (1, 1),
        (3, 5),
        (3, 5),
    ]


HOSTILE = {
    "brackets": "[" * 1_000_000,
    "dashes": "- " * 500_000,
    "deep keys": "\n".join(" " * depth + "a:" for depth in range(1000)),
    "deep keys, carriage returns": "\r".join(" " * depth + "a:" for depth in range(1000)),
    "deep after a tab": "\t\n" + "\n".join(" " * depth + "a:" for depth in range(1000)),
    "many values": "[" + "a," * 400_000 + "]",
    "many repeated keys": "a:\n" * 100_000,
    "alias bomb": "a: &a [x]\n"
    + "\n".join(f"{c}: &{c} [{','.join(['*' + chr(ord(c) - 1)] * 9)}]" for c in "bcdefghijkl"),
    "one long template": "a: '" + "<%" * 300_000 + "'",
    "white space": " " * 500_000 + "\t" * 500_000,
    "too many bytes": "#" * (MAXIMUM_SIZE + 1),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_quickly(read: Read, content: str) -> None:
    started = perf_counter()
    document = read(content)
    assert document.problems
    for problem in document.problems[:3]:
        locate(document, problem.place)
    assert perf_counter() - started < 10  # Detects hanging; usually takes well under a second.


def test_values_that_aliases_share_are_copies(read: Read) -> None:
    data = read("a: &a {b: 1}\nc: *a").data
    assert data["a"] == data["c"] and data["a"] is not data["c"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path, tmp_path / "nul\0.yaml"):
        (problem,) = read_document(path, "shown.yaml").problems
        assert problem.kind is ProblemKind.UNREADABLE_FILE and problem.detail["reason"]
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAXIMUM_SIZE + 1))
    document = read_document(large, "shown.yaml")
    assert document.problems[0].kind is ProblemKind.TOO_LARGE and not document.source.content


def test_a_file_is_read_once_and_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: x\r\n")
    document = read_document(path, "a.yaml")
    assert document.source.content == b"\xef\xbb\xbfname: x\r\n" and document.data == {"name": "x"}


OLD = {
    "protocol_version: v2\nname: a\ntype: job\ntasks:\n- role: x": (Dialect.V2_2018, ("protocol_version",)),
    "prerequisites: []\njob:\n  protocol_version: v2": (Dialect.V2_2018, ("job", "protocol_version")),
    "name: a\ntasks: [{role: w}]": (Dialect.V2_2018, ("tasks",)),
    "protocolVersion: 2\ntype: job\ntaskRoles: [{name: w}]": (Dialect.V2_2019, ("taskRoles",)),
    "protocolVersion: 2\ntype: job\ntaskRoles: {w: {completion: {minSucceededTaskCount: 1}}}": (
        Dialect.V2_2019,
        ("taskRoles", "w", "completion", "minSucceededTaskCount"),
    ),
    "protocolVersion: 2\ntype: job\ntaskRoles: {w: {commands: [run $$lr$$]}}": (Dialect.V2_2019, ()),
    '{"jobName": "a", "image": "b", "taskRoles": [{"name": "w"}]}': (Dialect.V1, ("jobName",)),
    '{"config": {"jobName": "a"}}': (Dialect.V1, ()),
}


@pytest.mark.parametrize(("text", "expected"), OLD.items())
def test_an_old_dialect_is_one_problem(read: Read, text: str, expected: tuple[Dialect, tuple[str, ...]]) -> None:
    document = read(text)
    (problem,) = document.problems
    assert problem.kind is ProblemKind.OLD_DIALECT
    assert (document.dialect, problem.place.pointer) == expected
    assert problem.detail["dialect"] is document.dialect and problem.detail["sign"] in text


def test_dollars_of_a_shell_are_no_old_dialect(read: Read) -> None:
    text = (
        "{protocolVersion: 2, name: a, type: job, prerequisites: [{type: dockerimage, name: i, uri: u}], taskRoles: "
        "{w: {dockerImage: i, resourcePerInstance: {cpu: 1, memoryMB: 1, gpu: 0}, commands: [echo $$x$$]}}}"
    )
    assert read(text).valid


def test_dollars_beside_real_references_are_no_old_dialect(read: Read) -> None:
    document = read("protocolVersion: 2\ntype: job\nname: a\ntaskRoles: {w: {commands: [run $$x$$ <% $data.uri %>]}}")
    assert document.dialect is Dialect.V2 and len(document.problems) == 2


def test_dialect_of_what_does_not_parse(read: Read) -> None:
    assert read("protocolVersion: 2\na: b: c").dialect is Dialect.V2
    assert read('{"jobName": "a", ').dialect is Dialect.V1
    assert read("protocol_version: v2\n a: b: c").dialect is Dialect.V2_2018
    assert read("a: b: c").dialect is Dialect.UNKNOWN
    assert read("a: 1").dialect is Dialect.UNKNOWN
    assert read("type: data").dialect is Dialect.V2
