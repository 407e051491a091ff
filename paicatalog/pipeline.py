"""The one place that knows the order: scan, read, check, link, and then the pages."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.history import FileHistory, head_commit, read_history
from paicatalog.catalog.link import build_catalog
from paicatalog.catalog.scan import scan
from paicatalog.checking.collection import uncollected
from paicatalog.checking.files import check_files, path_of
from paicatalog.checking.memory import FEWEST_FILES, Memory
from paicatalog.checking.together import found_together
from paicatalog.config import Config
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.read import read_source
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile, check_catalog, in_order
from paicatalog.rules.rule import Rule
from paicatalog.site.context import SiteContext
from paicatalog.site.mask import masked

_NO_HISTORY: Mapping[str, FileHistory] = {}


@dataclass(frozen=True)
class Linking:
    """What it takes to link files; done when the catalog is first asked for, since findings may be known without."""

    documents: tuple[Document, ...]
    histories: Mapping[str, FileHistory]

    @cached_property
    def catalog(self) -> Catalog:
        """How the files belong together."""
        return build_catalog(self.documents, self.histories)


@dataclass(frozen=True, slots=True)
class Checked:
    """Files, what was found in them, and how they belong together."""

    files: tuple[CheckedFile, ...]
    """By path."""
    linking: Linking

    @property
    def catalog(self) -> Catalog:
        return self.linking.catalog


def check(
    paths: Sequence[Path],
    *,
    shown_from: Path,
    rules: Iterable[Rule] = RULES,
    histories: Mapping[str, FileHistory] = _NO_HISTORY,
    remember: bool = False,
) -> Checked:
    """Check files and folders: a file whatever its name, of a folder its protocol files.

    Paths are shown relative to `shown_from`, with `/`; `histories` has Git facts by these. A file that is reached
    twice is checked once. With `remember`, what was found in files that have not changed since is not looked for again.
    """
    asked = tuple(rules)
    with uncollected():
        sources = {path_of(source): source for path in paths for source in _sources(path, shown_from)}
        memory = Memory.of(paths, asked) if remember and len(sources) >= FEWEST_FILES else None
        files = check_files(list(sources.values()), rules=asked, memory=memory)
        linking = Linking(tuple(file.document for file in files), histories)
        together = found_together(sources.values(), lambda: check_catalog(linking.catalog, rules=asked), memory=memory)
        if memory:
            memory.save()
    by_path = sorted(files, key=lambda file: file.document.source.path)
    return Checked(tuple(_with(file, together.get(file.document.source.path, ())) for file in by_path), linking)


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


def _sources(path: Path, shown_from: Path) -> Iterator[SourceFile | Document]:
    """Yield what there is to check; a document stands for what cannot be read."""
    if not path.is_dir():
        yield read_source(path, shown(path, shown_from))
        return
    found = scan(path)
    # Cut and joined, since to ask how to get from here to there takes longer than to read a file.
    folder, start = shown(path, shown_from), 0 if path == Path() else len(f"{path / 'x'}") - 1
    for file in found.files:
        name = file.as_posix()[start:]
        yield read_source(file, name if folder == "." else f"{folder}/{name}")
    yield from (_outside(shown(link, shown_from)) for link in found.outside)


def _outside(path: str) -> Document:
    """Return the document of a link that is not followed."""
    reason = "it is a link that leads out of the catalog's folder"
    problem = Problem(ProblemKind.UNREADABLE_FILE, Place((), line=1, column=1), {"reason": reason})
    return Document(SourceFile(path, b""), None, Dialect.UNKNOWN, (problem,))


def _with(file: CheckedFile, together: tuple[Finding, ...]) -> CheckedFile:
    return replace(file, findings=in_order((*file.findings, *together))) if together else file
