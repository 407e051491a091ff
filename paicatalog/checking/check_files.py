"""Checking single files: results come from the cache, or from parsing and checking in worker processes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.checking.cache import Cache, content_digest
from paicatalog.checking.cache_record import from_record, to_record
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.read import parse
from paicatalog.rules import RULE_BY_ID
from paicatalog.rules.check import CheckedFile, check_document
from paicatalog.rules.rule import Rule

FEWEST_SHARED = 400
"""The number of files from which worker processes are used. Fewer are checked faster than a process starts."""
_Result = CheckedFile | bytes
"""A checked file, or its record."""


def check_files(
    sources: Sequence[SourceFile | Document], *, rules: Iterable[Rule], cache: Cache | None = None
) -> list[CheckedFile]:
    """Parse and check each file with the rules for single files. Return the results in the order of `sources`.

    A Document among the sources is a file that could not be read.
    """
    check = _Check(tuple(rules))
    if cache is None:
        pairs = zip(sources, _results(check, sources), strict=True)
        return [_to_checked_file(source, result) for source, result in pairs]
    digests = {source.path: content_digest(source) for source in sources if isinstance(source, SourceFile)}
    results: dict[str, _Result] = {}
    for path, digest in digests.items():
        if record := cache.get(path, digest):
            results[path] = record
    new = [source for source in sources if path_of(source) not in results]
    results.update(zip(map(path_of, new), _results(check, new), strict=True))
    for path, digest in digests.items():
        if record := _to_record(results[path]):
            cache.put(path, digest, record)
    return [_to_checked_file(source, results[path_of(source)]) for source in sources]


def _results(check: "_Check", sources: Sequence[SourceFile | Document]) -> Sequence[_Result]:
    if len(sources) < FEWEST_SHARED:
        return [check(source) for source in sources]
    # Most runs check a few files, and this import takes longer than checking them.
    from paicatalog.parallel.worker_processes import work  # noqa: PLC0415

    return work(check, sources, pack=_pack)


def _pack(result: CheckedFile) -> _Result:
    """Return what a worker process sends back: a record, which is small, or the checked file if it has none."""
    return to_record(result) or result


def _to_record(result: _Result) -> bytes | None:
    return result if isinstance(result, bytes) else to_record(result)


def _to_checked_file(source: SourceFile | Document, result: _Result) -> CheckedFile:
    if isinstance(result, CheckedFile):
        return result
    assert isinstance(source, SourceFile)  # A Document has problems, so its result has no record.
    return from_record(source, result)


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
