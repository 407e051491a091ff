"""Checking single files: results come from the cache, or from parsing and checking in worker processes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.checking.cache import Cache
from paicatalog.checking.cache_record import from_record, to_record
from paicatalog.checking.packed_file import pack, unpack
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.read import parse
from paicatalog.rules import RULE_BY_ID
from paicatalog.rules.check import CheckedFile, check_document
from paicatalog.rules.rule import Rule

FEWEST_SHARED = 400
"""The number of files from which worker processes are used. Fewer are checked faster than a process starts."""
_Result = CheckedFile | bytes
"""A checked file, or the bytes of `pack` for one."""


def check_files(
    sources: Sequence[SourceFile | Document], *, rules: Iterable[Rule], cache: Cache | None = None
) -> list[CheckedFile]:
    """Parse and check each file with the rules for single files. Return the results in the order of `sources`.

    A Document among the sources is a file that could not be read.
    """
    check = _Check(tuple(rules))
    if cache is None:
        return _results(check, sources)
    readable = {source.path: source for source in sources if isinstance(source, SourceFile)}
    names = {path: cache.name(source) for path, source in readable.items()}
    known = {path: from_record(source, cache.get(names[path])) for path, source in readable.items()}
    new = [source for source in sources if not known.get(path_of(source))]
    checked = dict(zip(map(path_of, new), _results(check, new), strict=True))
    for path, name in names.items():
        if record := to_record(checked[path]) if path in checked else cache.get(name):
            cache.put(name, record)
    return [known.get(path) or checked[path] for path in map(path_of, sources)]


def _results(check: "_Check", sources: Sequence[SourceFile | Document]) -> list[CheckedFile]:
    if len(sources) < FEWEST_SHARED:
        return [check(source) for source in sources]
    # Most runs check a few files, and this import takes longer than checking them.
    from paicatalog.parallel.worker_processes import work  # noqa: PLC0415

    results = work(check, sources, pack=_pack)
    return [_to_checked_file(source, result) for source, result in zip(sources, results, strict=True)]


def _pack(result: CheckedFile) -> _Result:
    """Return what a worker process sends back: bytes, which are small, or the checked file if it has none."""
    return pack(result) or result


def _to_checked_file(source: SourceFile | Document, result: _Result) -> CheckedFile:
    if isinstance(result, CheckedFile):
        return result
    assert isinstance(source, SourceFile)  # A Document has problems, so its result is not packed.
    return unpack(source, result)


def path_of(source: SourceFile | Document) -> str:
    """Return the path of a source, as shown to users."""
    return source.path if isinstance(source, SourceFile) else source.source.path


@dataclass(frozen=True, slots=True)
class _Check:
    """Checks one file. It can be pickled, for worker processes that are spawned."""

    rules: tuple[Rule, ...]

    def __call__(self, source: SourceFile | Document) -> CheckedFile:
        document = parse(source) if isinstance(source, SourceFile) else source
        return CheckedFile(document, check_document(document, rules=self.rules))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the ids and severities of the rules, since their functions cannot be pickled.

        Raises TypeError if a rule is not in the registry.
        """
        if any(RULE_BY_ID[rule.id].check is not rule.check for rule in self.rules):
            raise TypeError("only rules of the registry can be sent")
        return _check_by_names, (tuple((rule.id, rule.severity) for rule in self.rules),)


def _check_by_names(names: Iterable[tuple[str, Any]]) -> _Check:
    return _Check(tuple(replace(RULE_BY_ID[name], severity=severity) for name, severity in names))
