"""Any bytes are read as a document, and every problem has a place in it."""

import json
from typing import Any

from full_job import FULL_JOB
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.locate import locate
from paicatalog.protocol.problem import ProblemKind
from paicatalog.protocol.read import parse
from paicatalog.protocol.template.entrypoint import render_job

JOB_TEXT = json.dumps(FULL_JOB, indent=1)
SIGNS = "\t\n\r :-?#&*!|>'\"%@`{}[],~=<\u2028\x85\ufeff\x07\x7fé😀"
WORDS = ("<<: ", "- ", ": ", "&a ", "*a", "!!int ", "---\n", "...\n", "<%", "%>", "<%# x %>", "1e3", "__proto__")
PIECES = st.sampled_from([*SIGNS, *WORDS])
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_sound(document: Document) -> None:
    for problem in document.problems:
        assert problem.kind in ProblemKind
        span = locate(document, problem.place)
        assert 1 <= span.line <= span.end_line and span.column >= 1
    if document.valid and document.data.get("type") == "job":
        assert render_job(document.data).entrypoints.keys() == document.data["taskRoles"].keys()


@RELAXED
@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    assert_sound(parse(SourceFile("a.yaml", content)))


@RELAXED
@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30).map("".join))
def test_any_yaml_like_text(text: str) -> None:
    assert_sound(parse(SourceFile("a.yaml", text.encode("utf-8", errors="surrogatepass"))))


@RELAXED
@given(st.lists(st.tuples(st.integers(0, len(JOB_TEXT)), st.integers(0, 40), PIECES), min_size=1, max_size=3))
def test_a_mangled_job(edits: list[tuple[int, int, str]]) -> None:
    text = JOB_TEXT
    for start, removed, added in edits:
        text = text[:start] + added + text[start + removed :]
    assert_sound(parse(SourceFile("a.yaml", text.encode())))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | PIECES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@RELAXED
@given(st.data())
def test_a_job_with_any_value_anywhere(data: st.DataObject) -> None:
    job: Any = json.loads(JOB_TEXT)
    target, steps = job, data.draw(st.integers(0, 4))
    for _ in range(steps):
        inner = [item for item in (target.values() if isinstance(target, dict) else target) if item]
        inner = [item for item in inner if isinstance(item, dict | list)]
        if not inner:
            break
        target = data.draw(st.sampled_from(inner))
    keys = list(target) if isinstance(target, dict) else list(range(len(target)))
    target[data.draw(st.sampled_from(keys))] = data.draw(VALUES)
    assert_sound(parse(SourceFile("a.yaml", json.dumps(job).encode())))
