"""The steps of a run in their order: scan, read, check, link, and load the context that the site is made from."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.checkout import Checkout
from paicatalog.catalog.git.access import access_problems
from paicatalog.catalog.git.changes import Changes, UnknownChangeError, changes_since
from paicatalog.catalog.git.history import FileHistory, head_commit, read_history
from paicatalog.catalog.git.submodules import missing_submodules
from paicatalog.catalog.git.tags import tags
from paicatalog.catalog.git.work_tree import WorkTree, repository_root, work_trees
from paicatalog.catalog.linking import build_catalog
from paicatalog.catalog.scan import Scan, is_scanned, scan
from paicatalog.checking.cache import FEWEST_FILES, Cache
from paicatalog.checking.catalog_findings import cached_findings, with_catalog_findings
from paicatalog.checking.caused_findings import caused_findings, check_former_state
from paicatalog.checking.check_files import check_files, path_of
from paicatalog.checking.private_files import UnsafeFileError
from paicatalog.config import Config
from paicatalog.config.mkdocs_file import file_with
from paicatalog.parallel.garbage_collection import collector_disabled
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.read import parse, read_source
from paicatalog.publishing.published_catalog import publish_catalog, publish_document
from paicatalog.publishing.published_git import published_tag
from paicatalog.publishing.reported_file import reported_files
from paicatalog.report.count import Count, counted
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile, check_catalog
from paicatalog.rules.rule import Rule
from paicatalog.rules.settings import NO_SETTINGS, Ignore, Settings
from paicatalog.rules.suppression import apply_suppressions, checked_configuration
from paicatalog.rules.wording import escape_controls, listed
from paicatalog.site.context import SiteContext, TrendPoint

_MOST_TAGS = 8
_MOST_WITH_TREND = 2_000
"""The most files that a catalog may have for its tags to be checked: each tag takes as long as lazy it again."""
_NO_HISTORY: Mapping[str, FileHistory] = {}


@dataclass(frozen=True)
class LazyCatalog:
    """A catalog that is linked on the first access to `catalog`: checking may not need it."""

    documents: tuple[Document, ...]
    histories: Mapping[str, FileHistory]

    @cached_property
    def catalog(self) -> Catalog:
        """The linked catalog."""
        return build_catalog(self.documents, self.histories)


@dataclass(frozen=True, slots=True)
class Checked:
    """Checked files with their findings, and their catalog."""

    files: tuple[CheckedFile, ...]
    """Sorted by path, with the findings that are not suppressed."""
    lazy: LazyCatalog
    unsuppressed: tuple[CheckedFile, ...]
    """The same files with the findings of the rules for single files, suppressed ones included."""
    unused_ignores: tuple[Ignore, ...]
    """The ignore entries of the configuration that match no finding."""
    notices: tuple[str, ...] = ()
    """Sentences for the user: which files were left out, why the cache was not used."""

    @property
    def catalog(self) -> Catalog:
        return self.lazy.catalog


def check(
    paths: Sequence[Path],
    *,
    shown_from: Path,
    rules: Iterable[Rule] = RULES,
    histories: Mapping[str, FileHistory] = _NO_HISTORY,
    use_cache: bool = False,
    settings: Settings = NO_SETTINGS,
    whole: bool = False,
) -> Checked:
    """Check files (of any name) and the protocol files in folders.

    Paths in the result are relative to `shown_from`, with `/`, and so are the keys of `histories`. A file that is
    reached twice is checked once. With `use_cache`, the findings of unchanged files come from the cache. `whole` means
    that `paths` are the whole catalog: then files that Git ignores are left out, since they are not in the repository,
    and an ignore entry that matches no finding is reported as unused.
    """
    enabled = tuple(rules)
    with collector_disabled():
        scans = {path: _scan(path, shown_from, ignored=not whole) for path in paths}
        read = (_read_sources(path, found, shown_from) for path, found in scans.items())
        sources = {path_of(source): source for source in chain.from_iterable(read)}
        cache, notice = _cache(paths, enabled) if use_cache and len(sources) >= FEWEST_FILES else (None, "")
        files = check_files(list(sources.values()), rules=enabled, cache=cache)
        lazy = LazyCatalog(tuple(file.document for file in files), histories)
        catalog_findings = cached_findings(
            sources.values(), lambda: check_catalog(lazy.catalog, rules=enabled), cache=cache
        )
        if cache:
            cache.save()
    found = with_catalog_findings(files, catalog_findings)
    result = apply_suppressions(found, rules=enabled, settings=settings, shown_from=shown_from, whole=whole)
    ignored = [
        display_path(path / name, shown_from) for path, found in scans.items() if found for name in found.ignored
    ]
    notices = (*_left_out(ignored), *filter(None, [notice]))
    return Checked(result.files, lazy, tuple(files), result.unused, notices)


def _cache(paths: Sequence[Path], rules: Sequence[Rule]) -> tuple[Cache | None, str]:
    """Return the cache, or None and why it is not safe to use."""
    try:
        return Cache.for_paths(paths, rules), ""
    except UnsafeFileError as error:
        return None, str(error)


def caused_by(
    changes: Changes,
    checked: Checked,
    *,
    shown_from: Path,
    rules: Iterable[Rule] = RULES,
    settings: Settings = NO_SETTINGS,
    whole: bool = False,
) -> tuple[CheckedFile, ...]:
    """Return the files that `changes` touch or in which they cause findings.

    `checked` is the result of `check`; the keyword arguments are those that it was called with.
    """
    if not changes.paths:
        return ()
    enabled = tuple(rules)
    with collector_disabled():
        before = _before(changes, checked, enabled, settings, shown_from, whole=whole)
        return caused_findings(checked.files, before, changes.paths)


def changes_at(paths: Sequence[Path], ref: str, *, shown_from: Path) -> Changes:
    """Return the differences between files and folders and the merge base of the present commit and `ref`.

    Paths have the same form as in `check`. Raises UnknownChangeError.
    """
    folders: dict[Path, list[str]] = {path: [] for path in paths if path.is_dir()}
    for path in paths:
        if not path.is_dir() and path.parent not in folders:
            folders[path.parent] = [each.name for each in paths if each.parent == path.parent and not each.is_dir()]
    changed: set[str] = set()
    former: dict[str, bytes] = {}
    for folder, names in folders.items():
        found, prefix = changes_since(folder, ref, names), display_path(folder, shown_from)
        changed.update(_below(prefix, path) for path in found.paths)
        former |= {_below(prefix, at): old for at, old in found.former.items() if names or is_scanned(at)}
    return Changes(frozenset(changed), former)


def report_unused_ignores(checked: Checked, config: Config, file: Path, *, shown_from: Path) -> tuple[CheckedFile, ...]:
    """Return the configuration `file` with a finding for each unused ignore entry; an empty tuple if there is none.

    If `ignore` is in a file that it inherits from, return that.
    """
    if not checked.unused_ignores:
        return ()
    origin = file_with(file, "ignore")
    source = read_source(origin, display_path(origin, shown_from))
    return (checked_configuration(source, config.section, checked.unused_ignores, config.settings),)


def link_with(document: Document, folder: Path, *, shown_from: Path) -> Catalog:
    """Return the catalog of one document and the shared components in a folder, with the secrets of these masked."""
    found = _read_sources(folder, _scan(folder, shown_from), shown_from)
    others = (parse(source) if isinstance(source, SourceFile) else source for source in found)
    shared = [publish_document(other) for other in others if other.type not in (None, ComponentType.JOB)]
    return build_catalog([document, *(other for other in shared if other.source.path != document.source.path)])


def load(config: Config) -> SiteContext:
    """Read, check and link the catalog of a configuration, and mask its secrets."""
    trees = work_trees(config.catalog_dir)
    histories = dict(_histories(config, trees))
    checked = check(
        [config.catalog_dir],
        shown_from=config.root,
        rules=config.settings.enabled(RULES),
        histories=histories,
        settings=config.settings,
        whole=True,
    )
    findings = {file.document.source.path: file.findings for file in checked.files if file.findings}
    published = publish_catalog(checked.catalog, histories, findings)
    return SiteContext(
        catalog=published.catalog,
        findings=published.findings,
        config=config,
        trend=tuple(_trend(config, checked)),
        commit=head_commit(config.catalog_dir),
        work_trees=trees,
        site_root=repository_root(config.root),
        warnings=(
            *(missing_submodules_of if checked.files else missing_files)([config.catalog_dir], shown_from=config.root),
            *access_problems(config.catalog_dir),
        ),
        misdated=tuple(sorted({one.id for found in histories.values() for one in found.commits if not one.dated})),
        notices=checked.notices,
    )


def missing_submodules_of(paths: Sequence[Path], *, shown_from: Path) -> tuple[str, ...]:
    """Return a message for each submodule at, above or below `paths` that is not checked out."""
    missing = dict.fromkeys(submodule for path in paths for submodule in missing_submodules(path))
    names = (display_path(submodule, shown_from) for submodule in missing)
    return tuple(f"The submodule {name} is not checked out. Run `git submodule update --init`." for name in names)


def missing_files(paths: Sequence[Path], *, shown_from: Path) -> tuple[str, ...]:
    """Return messages that say why `paths` have no protocol files."""
    names = " and ".join(display_path(path, shown_from) for path in paths)
    nothing = f"There are no protocol files in {names}: their names end in .yaml, .yml or .json."
    return missing_submodules_of(paths, shown_from=shown_from) or (nothing,)


def _histories(config: Config, trees: Sequence[WorkTree]) -> Iterator[tuple[str, FileHistory]]:
    """Yield the path of each file in Git, relative to the folder of `mkdocs.yml`, with its history."""
    start = display_path(config.catalog_dir, config.root)
    for tree in trees:
        folder = "/".join(filter(None, (start, tree.folder)))
        for path, found in read_history(config.catalog_dir / tree.folder).items():
            yield f"{folder}/{path}", found


def _trend(config: Config, checked: Checked) -> Iterator[TrendPoint]:
    """Yield the findings counted at the catalog's tags, oldest first, as the present rules find them."""
    if len(checked.unsuppressed) > _MOST_WITH_TREND:
        return
    rules = config.settings.enabled(RULES)
    for tag in tags(config.catalog_dir, most=_MOST_TAGS):
        with suppress(UnknownChangeError):
            changes = changes_at([config.catalog_dir], tag.ref, shown_from=config.root)
            before = _before(changes, checked, rules, config.settings, config.root)
            yield TrendPoint(published_tag(tag.name), tag.date, Count.of(reported_files(before)))


def _before(
    changes: Changes,
    checked: Checked,
    rules: Sequence[Rule],
    settings: Settings,
    shown_from: Path,
    *,
    whole: bool = True,
) -> tuple[CheckedFile, ...]:
    """Return the files as they were before `changes`, with the findings of the present rules."""
    former = [SourceFile(path, content) for path, content in changes.former.items()]
    then = check_former_state(checked.unsuppressed, changes.paths, former, rules=rules)
    return apply_suppressions(then, rules=rules, settings=settings, shown_from=shown_from, whole=whole).files


def display_path(path: Path, shown_from: Path) -> str:
    """Return the form of a path in output: relative to `shown_from`, with `/`."""
    return Path(os.path.relpath(path, shown_from)).as_posix()


def _scan(path: Path, shown_from: Path, *, ignored: bool = True) -> Scan | None:
    """Return the protocol files of a folder; None if `path` is not a folder."""
    return scan(path, Checkout(path, otherwise=shown_from), ignored=ignored) if path.is_dir() else None


def _read_sources(path: Path, found: Scan | None, shown_from: Path) -> Iterator[SourceFile | Document]:
    """Yield the files to check; for a file that cannot be read, a document with that problem."""
    if found is None:
        yield read_source(path, display_path(path, shown_from))
        return
    # Paths are concatenated: computing a relative path for each file takes longer than reading the file.
    folder, start = display_path(path, shown_from), os.path.join(path, "")  # noqa: PTH118
    for name in found.files:
        yield read_source(f"{start}{name}", _below(folder, name))
    yield from (_refused(_below(folder, name), reason) for name, reason in found.refused.items())


def _left_out(ignored: Sequence[str]) -> Iterator[str]:
    """Yield a sentence on the files that Git ignores, if there are any."""
    if ignored:
        yield f"{counted(len(ignored), 'file')} that Git ignores left out: {escape_controls(listed(ignored, 'and'))}."


def _below(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"


def _refused(path: str, reason: str) -> Document:
    """Return the document of a file that is not read."""
    problem = Problem(ProblemKind.UNREADABLE_FILE, Place((), line=1, column=1), {"reason": reason})
    return Document(SourceFile(path, b""), None, Dialect.UNKNOWN, (problem,))
