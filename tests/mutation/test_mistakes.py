"""Three hundred common mistakes: each gives one finding, in the right line, with a hint that says what to type."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from catalog_mistakes import CATALOG_MISTAKES
from mistake import BASES, Mistake
from platform_mistakes import PLATFORM_MISTAKES
from publishing_mistakes import PUBLISHING_MISTAKES
from reading_mistakes import READING_MISTAKES
from reference_mistakes import REFERENCE_MISTAKES
from schema_mistakes import SCHEMA_MISTAKES
from template_mistakes import TEMPLATE_MISTAKES

from paicatalog.catalog.linking import build_catalog
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.protocol.read import parse
from paicatalog.rules.check import check_catalog, check_document

MISTAKES: tuple[Mistake, ...] = (
    *READING_MISTAKES,
    *SCHEMA_MISTAKES,
    *REFERENCE_MISTAKES,
    *TEMPLATE_MISTAKES,
    *PUBLISHING_MISTAKES,
    *PLATFORM_MISTAKES,
    *CATALOG_MISTAKES,
)
FEWEST_MISTAKES, FEWEST_KINDS = 300, 40
TO_TYPE = re.compile(r"`[^`]+`")


def found_in(files: dict[str, bytes]) -> list[Finding]:
    documents = [parse(SourceFile(path, content)) for path, content in files.items()]
    together = check_catalog(build_catalog(documents))
    alone = [finding for document in documents for finding in check_document(document)]
    return [*alone, *(finding for findings in together.values() for finding in findings)]


def files_of(mistake: Mistake, content: bytes) -> dict[str, bytes]:
    return {mistake.base: content, **{name: text.encode() for name, text in mistake.beside}}


def weighty(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity is not Severity.NOTE]


def assert_found(mistake: Mistake, content: bytes) -> None:
    found = found_in(files_of(mistake, content))
    serious = weighty(found)
    expected = [finding for finding in found if finding.rule == mistake.rule] if mistake.severity else serious
    shown = [
        f"{finding.path}:{finding.span.line} {finding.rule}: {finding.message} | {finding.hint}" for finding in found
    ]
    assert [(finding.rule, finding.path, finding.span.line) for finding in expected] == [
        (mistake.rule, mistake.file or mistake.base, mistake.line)
    ], "\n".join(shown)
    if mistake.severity:
        assert not serious and str(expected[0].severity) == mistake.severity, "\n".join(shown)
    assert TO_TYPE.search(expected[0].hint), f"the hint names nothing to type: {expected[0].hint!r}"
    assert mistake.hint in expected[0].hint


@pytest.mark.parametrize("base", BASES)
def test_without_a_mistake_nothing_is_found(base: str) -> None:
    assert not [finding for finding in found_in({base: BASES[base].encode()}) if finding.rule != "unused-component"]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.kind}: {mistake.base}: {mistake.what}")
def test_mistake(mistake: Mistake) -> None:
    assert_found(mistake, mistake.text.encode() if mistake.content is None else mistake.content)


def test_who_is_not_asked_has_nothing_to_say() -> None:
    for mistake in MISTAKES:
        document = parse(SourceFile(mistake.base, mistake.text.encode()))
        if document.valid and document.keys is not None:  # For other documents, every rule runs.
            assert check_document(document) == check_document(replace(document, keys=None)), mistake.what


@pytest.mark.parametrize("kind", dict.fromkeys(mistake.kind for mistake in MISTAKES))
def test_kind_in_a_file_from_windows(kind: str) -> None:
    for mistake in MISTAKES:
        if mistake.kind == kind and mistake.content is None and "\r" not in mistake.new:
            assert_found(mistake, mistake.text.replace("\n", "\r\n").encode())


def test_there_are_enough() -> None:
    assert len({(mistake.base, mistake.text, mistake.content) for mistake in MISTAKES}) == len(MISTAKES)
    assert len(MISTAKES) >= FEWEST_MISTAKES
    assert len(Counter(mistake.kind for mistake in MISTAKES)) >= FEWEST_KINDS
