"""The one place that knows the order: scan, read, check, link, and then the pages."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.git.changes import Changes, UnknownChangeError, changes_since
from paicatalog.catalog.git.history import FileHistory, head_commit, read_history
from paicatalog.catalog.git.tags import tags
from paicatalog.catalog.linking import build_catalog
from paicatalog.catalog.scan import is_scanned, scan
from paicatalog.checking.cache import FEWEST_FILES, Memory
from paicatalog.checking.catalog_findings import found_together, joined
from paicatalog.checking.caused_findings import as_it_was, caused
from paicatalog.checking.check_files import check_files, path_of
from paicatalog.config import Config
from paicatalog.parallel.garbage_collection import uncollected
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.read import parse, read_source
from paicatalog.publishing.published_catalog import publish_catalog, publish_document
from paicatalog.publishing.reported_file import reported_files
from paicatalog.report.count import Count
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile, check_catalog
from paicatalog.rules.rule import Rule
from paicatalog.rules.settings import NO_SETTINGS, Ignore, Settings
from paicatalog.rules.suppression import apply_suppressions, checked_configuration
from paicatalog.site.context import Past, SiteContext

_MOST_TAGS = 8
_MOST_WITH_TREND = 2_000
"""Files of a catalog whose tags are checked too: each takes as long as linking the catalog once more."""
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
    """By path, with what is not settled."""
    linking: Linking
    alone: tuple[CheckedFile, ...]
    """With what each holds by itself, settled or not."""
    idle: tuple[Ignore, ...]
    """What the configuration ignores though it is not there."""

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
    settings: Settings = NO_SETTINGS,
    whole: bool = False,
) -> Checked:
    """Check files and folders: a file whatever its name, of a folder its protocol files.

    Paths are shown relative to `shown_from`, with `/`; `histories` has Git facts by these. A file that is reached
    twice is checked once. With `remember`, what was found in files that have not changed since is not looked for again.
    `whole` says that `paths` are the whole catalog, so that what ignores nothing there ignores nothing at all.
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
    settled = apply_suppressions(
        joined(files, together), rules=asked, settings=settings, shown_from=shown_from, whole=whole
    )
    return Checked(settled.files, linking, tuple(files), settled.unused)


def caused_by(
    changes: Changes,
    checked: Checked,
    *,
    shown_from: Path,
    rules: Iterable[Rule] = RULES,
    settings: Settings = NO_SETTINGS,
    whole: bool = False,
) -> tuple[CheckedFile, ...]:
    """Return the files that `changes` touch or break; what was `checked`, and how, is as in `check`."""
    if not changes.paths:
        return ()
    asked = tuple(rules)
    with uncollected():
        before = _before(changes, checked, asked, settings, shown_from, whole=whole)
        return caused(checked.files, before, changes.paths)


def changes_at(paths: Sequence[Path], ref: str, *, shown_from: Path) -> Changes:
    """Return how files and folders differ from the commit at which the present one and `ref` parted.

    Paths are as `check` shows them. Raises UnknownChangeError.
    """
    folders: dict[Path, list[str]] = {path: [] for path in paths if path.is_dir()}
    for path in paths:
        if not path.is_dir() and path.parent not in folders:
            folders[path.parent] = [each.name for each in paths if each.parent == path.parent and not each.is_dir()]
    changed: set[str] = set()
    former: dict[str, bytes] = {}
    for folder, names in folders.items():
        found, prefix = changes_since(folder, ref, names), shown(folder, shown_from)
        changed.update(_below(prefix, path) for path in found.paths)
        former |= {_below(prefix, at): old for at, old in found.former.items() if names or is_scanned(at)}
    return Changes(frozenset(changed), former)


def unused_ignores(checked: Checked, config: Config, file: Path, *, shown_from: Path) -> tuple[CheckedFile, ...]:
    """Return `file`, the configuration, with a finding for each entry that ignores nothing; nothing without any."""
    if not checked.idle:
        return ()
    source = read_source(file, shown(file, shown_from))
    return (checked_configuration(source, config.section, checked.idle, config.settings),)


def link_with(document: Document, folder: Path, *, shown_from: Path) -> Catalog:
    """Return the catalog of one document and of what others share in a folder, whose secrets are hidden."""
    others = (parse(found) if isinstance(found, SourceFile) else found for found in _sources(folder, shown_from))
    shared = [publish_document(other) for other in others if other.type not in (None, ComponentType.JOB)]
    return build_catalog([document, *(other for other in shared if other.source.path != document.source.path)])


def load(config: Config) -> SiteContext:
    """Read, check and link the catalog of a configuration, and hide what must not be published."""
    prefix = shown(config.catalog_dir, config.root)
    histories = {f"{prefix}/{path}": found for path, found in read_history(config.catalog_dir).items()}
    checked = check(
        [config.catalog_dir],
        shown_from=config.root,
        rules=config.settings.enabled(RULES),
        histories=histories,
        settings=config.settings,
        whole=True,
    )
    return SiteContext(
        catalog=publish_catalog(checked.catalog, histories),
        findings={file.document.source.path: file.findings for file in checked.files if file.findings},
        config=config,
        trend=tuple(_trend(config, checked)),
        commit=head_commit(config.catalog_dir),
    )


def _trend(config: Config, checked: Checked) -> Iterator[Past]:
    """Yield what today's rules find in the catalog as it was at its tags, oldest first."""
    if len(checked.alone) > _MOST_WITH_TREND:
        return
    rules = config.settings.enabled(RULES)
    for tag in tags(config.catalog_dir, most=_MOST_TAGS):
        with suppress(UnknownChangeError):
            changes = changes_at([config.catalog_dir], tag.name, shown_from=config.root)
            before = _before(changes, checked, rules, config.settings, config.root)
            yield Past(tag.name, tag.date, Count.of(reported_files(before)))


def _before(
    changes: Changes,
    checked: Checked,
    rules: Sequence[Rule],
    settings: Settings,
    shown_from: Path,
    *,
    whole: bool = True,
) -> tuple[CheckedFile, ...]:
    """Return the files as they were before `changes`, with what today's rules find in them."""
    former = [SourceFile(path, content) for path, content in changes.former.items()]
    then = as_it_was(checked.alone, changes.paths, former, rules=rules)
    return apply_suppressions(then, rules=rules, settings=settings, shown_from=shown_from, whole=whole).files


def shown(path: Path, shown_from: Path) -> str:
    """Return how a path is shown to people: relative, with `/`."""
    return Path(os.path.relpath(path, shown_from)).as_posix()


def _sources(path: Path, shown_from: Path) -> Iterator[SourceFile | Document]:
    """Yield what there is to check; a document stands for what cannot be read."""
    if not path.is_dir():
        yield read_source(path, shown(path, shown_from))
        return
    found = scan(path)
    # Joined, since to ask how to get from here to there takes longer than to read a file.
    folder, start = shown(path, shown_from), os.path.join(path, "")  # noqa: PTH118
    for name in found.files:
        yield read_source(f"{start}{name}", _below(folder, name))
    yield from (_outside(_below(folder, name)) for name in found.outside)


def _below(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"


def _outside(path: str) -> Document:
    """Return the document of a link that is not followed."""
    reason = "it is a link that leads out of the catalog's folder"
    problem = Problem(ProblemKind.UNREADABLE_FILE, Place((), line=1, column=1), {"reason": reason})
    return Document(SourceFile(path, b""), None, Dialect.UNKNOWN, (problem,))
