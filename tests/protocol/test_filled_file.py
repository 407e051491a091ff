"""Values are written into a job's file exactly as by the script of the page (`assets/component/yaml_scalar.js`)."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.edit.filled_file import filled_file
from paicatalog.protocol.edit.parameter_place import parameter_places
from paicatalog.protocol.edit.yaml_scalar import typed_value, yaml_scalar
from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.read import parse

SCRIPT = Path(__file__).parents[2] / "paicatalog" / "site" / "assets" / "component" / "yaml_scalar.js"
KINDS = ("number", "boolean", "text", "null", "other")
JOB = """\
protocolVersion: 2
name: train
type: job
parameters:
  rate: 0.01   # the learning rate
  greeting: "hello"
  program: |  # a comment
    print(1)

    print(2)
  nested: {depth: 3, words: [a, 'b']}
  shared: &s x
  copy: *s
  empty:
  day: 2020-01-02
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 2}
    commands: ["true"]
"""
PROD = "deployments:\n  - {name: prod, taskRoles: {main: {preCommands: [date]}}}\n"


def data_of(text: str) -> dict[str, Any]:
    return dict(parse(SourceFile("", text.encode())).data)


def fill(text: str, deployment: str | None = None, **parameters: object) -> str:
    return filled_file(text, data_of(text), parameters=parameters, deployment=deployment)


def test_a_value_changes_its_scalar_only() -> None:
    assert fill(JOB, rate=2) == JOB.replace("0.01 ", "2 ")
    assert fill(JOB, rate="yes") == JOB.replace("0.01 ", "'yes' ")
    assert fill(JOB, greeting='say "hi"') == JOB.replace('"hello"', '"say \\"hi\\""')
    nested = {"depth": 1e-7, "words": ["a", "it's"]}
    assert fill(JOB, nested=nested) == JOB.replace("3,", "1.0e-7,").replace("'b'", "'it''s'")
    program = JOB.replace("|  # a comment\n    print(1)\n\n    print(2)\n", '"a:\\n\\tb\\n"\n')
    assert fill(JOB, program="a:\n\tb\n") == program
    assert fill(JOB) == JOB == fill(JOB, rate=0.01, empty=None)


@pytest.mark.parametrize(
    "chosen",
    [
        {"shared": "y"},
        {"copy": "y"},
        {"empty": "y"},
        {"new": 1},
        {"nested": "y"},
        {"nested": {"depth": 3}},
        {"day": "y"},
    ],
)
def test_what_has_no_place_of_its_own_is_written_all_the_same(chosen: dict[str, object]) -> None:
    made = fill(JOB, **chosen)
    assert data_of(made)["parameters"] == {**data_of(JOB)["parameters"], **chosen}
    assert parse(SourceFile("", made.encode())).valid


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "defaults:\n  deployment: prod\n"),
        ("defaults: {}\n", "defaults: {deployment: prod}\n"),
        ("defaults: {virtualCluster: a} # x\n", "defaults: {deployment: prod, virtualCluster: a} # x\n"),
        ("defaults:\n  # x\n  virtualCluster: a\n", "defaults:\n  # x\n  deployment: prod\n  virtualCluster: a\n"),
        ("defaults:\n  deployment: 'old' # x\n", "defaults:\n  deployment: 'prod' # x\n"),
        ("defaults:\n  deployment: prod\n", "defaults:\n  deployment: prod\n"),
    ],
)
def test_the_deployment_is_the_default(before: str, after: str) -> None:
    assert fill(JOB + PROD + before, deployment="prod") == JOB + PROD + after


@pytest.mark.parametrize("end", ["# last", "...\n", "defaults: !!map {}\n", "defaults: &d {}\n"])
def test_odd_ends_keep_the_data(end: str) -> None:
    made = data_of(fill(JOB + PROD + end, deployment="prod"))
    assert made == data_of(JOB + PROD) | {"defaults": {"deployment": "prod"}}


def test_a_file_in_one_line_is_filled_too() -> None:
    text = json.dumps({"name": "x", "type": "job", "parameters": {"a": 1, "b": "c"}}) + "\n"
    assert fill(text, "prod", a=2, b="é\n") == (
        '{defaults: {deployment: prod}, "name": "x", "type": "job", "parameters": {"a": 2, "b": "é\\n"}}\n'
    )


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(['"', "'", "a", ""]), st.sampled_from(KINDS))
def test_a_scalar_reads_back_as_itself(text: str, before: str, kind: str) -> None:
    value = typed_value(text, kind)
    written = yaml_scalar(value, before)
    assert "\n" not in written
    for shape in ("k: {} # c\n", "k: [{}, x]\n", "k: {{a: {}}}\n"):
        read = parse(SourceFile("", shape.format(written).encode())).data["k"]
        found = read[0] if isinstance(read, list) else read["a"] if isinstance(read, dict) else read
        assert found == value and js_string(found) == js_string(value)
    assert js_string(yaml.safe_load(f"k: {written}")["k"]) == js_string(value)


VALUES = st.one_of(
    st.text(max_size=12),
    st.text(st.sampled_from("0123456789.eE+-_ :#'\"\\\n\t"), max_size=12),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(
        ["yes", "NULL", ".inf", "...", "1e400", "-0", "0x1", "a:b", "a: b", " 1 ", "true", "\u00a01\ufeff"]
    ),
)


CASES: list[tuple[str, str, str]] = []


@given(st.lists(st.tuples(VALUES, st.sampled_from(KINDS), st.sampled_from(['"x"', "'x'", "x", "1", "|"])), max_size=20))
def collect(cases: list[tuple[str, str, str]]) -> None:
    CASES.extend(cases)


@pytest.mark.browser
def test_the_page_writes_the_same(browser: Any) -> None:
    CASES.clear()
    collect()
    assert len(CASES) > 300
    page = browser.new_page()
    own = f"(cases) => {{ {SCRIPT.read_text()}\n return cases.map(([text, kind, before]) => "
    answers = page.evaluate(own + "yamlScalar(typedValue(text, kind), before)); }", CASES)
    page.close()
    assert answers == [yaml_scalar(typed_value(text, kind), before) for text, kind, before in CASES]


class CountedKey(str):
    """A key that counts how often it is compared with another."""

    __slots__ = ()
    __hash__ = str.__hash__
    compared = 0

    def __eq__(self, other: object) -> bool:
        CountedKey.compared += 1
        return str.__eq__(self, other)


def test_each_of_many_parameters_is_looked_for_once() -> None:
    keys = [f"p{number}" for number in range(500)]
    text = "parameters:\n" + "".join(f"  {key}: {key}\n" for key in keys)
    CountedKey.compared = 0
    places = list(parameter_places(text, {"parameters": {CountedKey(key): key for key in keys}}))
    assert [text[slice(*place.extent)] for place in places if place.extent] == keys
    assert CountedKey.compared <= 2 * len(keys)
