"""The one place that knows the order: scan, read, check, link, and then the pages."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.history import FileHistory, head_commit, read_history
from paicatalog.catalog.link import build_catalog
from paicatalog.catalog.scan import scan
from paicatalog.config import Config
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.read import read_document
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile, check_catalog, check_document, in_order
from paicatalog.rules.rule import Rule
from paicatalog.site.context import SiteContext
from paicatalog.site.mask import masked

_NO_HISTORY: Mapping[str, FileHistory] = {}


@dataclass(frozen=True, slots=True)
class Checked:
    """Files, what was found in them, and how they belong together."""

    files: tuple[CheckedFile, ...]
    """By path."""
    catalog: Catalog


def check(
    paths: Sequence[Path],
    *,
    shown_from: Path,
    rules: Iterable[Rule] = RULES,
    histories: Mapping[str, FileHistory] = _NO_HISTORY,
) -> Checked:
    """Check files and folders: a file whatever its name, of a folder its protocol files.

    Paths are shown relative to `shown_from`, with `/`; `histories` has Git facts by these. A file that is reached
    twice is checked once.
    """
    asked = tuple(rules)
    read = {document.source.path: document for path in paths for document in _documents(path, shown_from)}
    catalog = build_catalog(list(read.values()), histories)
    together = check_catalog(catalog, rules=asked)
    return Checked(tuple(_checked(document, together, asked) for document in catalog.documents), catalog)


def load(config: Config) -> SiteContext:
    """Read, check and link the catalog of a configuration, and hide what must not be published."""
    prefix = shown(config.catalog_dir, config.root)
    histories = {f"{prefix}/{path}": found for path, found in read_history(config.catalog_dir).items()}
    checked = check([config.catalog_dir], shown_from=config.root, histories=histories)
    return SiteContext(
        catalog=_without_secrets(checked.catalog, histories),
        findings={file.document.source.path: file.findings for file in checked.files if file.findings},
        config=config,
        commit=head_commit(config.catalog_dir),
    )


def _without_secrets(catalog: Catalog, histories: Mapping[str, FileHistory]) -> Catalog:
    """Return the catalog as it may be published: the rules have seen the secrets, nothing else will."""
    documents = [_published(document) for document in catalog.documents]
    unchanged = all(now is then for now, then in zip(documents, catalog.documents, strict=True))
    return catalog if unchanged else build_catalog(documents, histories)


def _published(document: Document) -> Document:
    found = masked(document.source, document.data)
    return replace(document, source=found.source, data=found.data) if found.changed else document


def shown(path: Path, shown_from: Path) -> str:
    """Return how a path is shown to people: relative, with `/`."""
    return Path(os.path.relpath(path, shown_from)).as_posix()


def _documents(path: Path, shown_from: Path) -> Iterator[Document]:
    if not path.is_dir():
        yield read_document(path, shown(path, shown_from))
        return
    found = scan(path)
    yield from (read_document(file, shown(file, shown_from)) for file in found.files)
    yield from (_outside(shown(link, shown_from)) for link in found.outside)


def _outside(path: str) -> Document:
    """Return the document of a link that is not followed."""
    reason = "it is a link that leads out of the catalog's folder"
    problem = Problem(ProblemKind.UNREADABLE_FILE, Place((), line=1, column=1), {"reason": reason})
    return Document(SourceFile(path, b""), None, Dialect.UNKNOWN, (problem,))


def _checked(document: Document, together: Mapping[str, tuple[Finding, ...]], rules: tuple[Rule, ...]) -> CheckedFile:
    own = check_document(document, rules=rules)
    return CheckedFile(document, in_order((*own, *together.get(document.source.path, ()))))
