"""Fixtures that check files in memory and write reports."""

import io
from collections.abc import Callable, Mapping

import pytest

from paicatalog.catalog.linking import build_catalog
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.publishing.reported_file import reported_files
from paicatalog.report import writer
from paicatalog.rules.check import CheckedFile, check_catalog, check_document, sort_findings

Write = Callable[..., str]


def check(files: Mapping[str, str | bytes]) -> list[CheckedFile]:
    contents = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    documents = [parse(SourceFile(path, content)) for path, content in contents.items()]
    together = check_catalog(build_catalog(documents))
    return [
        CheckedFile(document, sort_findings((*check_document(document), *together.get(document.source.path, ()))))
        for document in documents
    ]


@pytest.fixture
def write() -> Write:
    """Return a function: `write("sarif", {"a.yaml": text})` returns the report."""

    def written(form: str, files: Mapping[str, str | bytes] | list[CheckedFile], **options: bool) -> str:
        stream = io.StringIO()
        writer(form)(reported_files(files if isinstance(files, list) else check(files)), stream, **options)
        return stream.getvalue()

    return written


@pytest.fixture
def make_findings() -> Callable[..., list[CheckedFile]]:
    """Return a function: `make_findings(Finding(...), ...)` returns checked files with these findings."""

    def made(*findings: object) -> list[CheckedFile]:
        paths = dict.fromkeys(finding.path for finding in findings)  # type: ignore[attr-defined]
        return [
            CheckedFile(
                parse(SourceFile(path, b"protocolVersion: 2\nname: a\ntype: data\n")),
                tuple(finding for finding in findings if finding.path == path),  # type: ignore[attr-defined, misc]
            )
            for path in paths
        ]

    return made
