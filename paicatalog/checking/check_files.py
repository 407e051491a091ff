"""Files to checked files: what is remembered is taken, the rest is read and checked, shared by several processes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from paicatalog.checking.cache import Memory, mark_of
from paicatalog.checking.cache_record import from_record, to_record
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.read import parse
from paicatalog.rules import RULE_BY_ID
from paicatalog.rules.check import CheckedFile, check_document
from paicatalog.rules.rule import Rule

FEWEST_SHARED = 400
"""Fewer files are checked sooner than another process is there."""
_Result = CheckedFile | bytes
"""A checked file, or its record."""


def check_files(
    sources: Sequence[SourceFile | Document], *, rules: Iterable[Rule], memory: Memory | None = None
) -> list[CheckedFile]:
    """Read and check each by itself, in the given order; a Document stands for a file that could not be read."""
    check = _Check(tuple(rules))
    if memory is None:
        return [_opened(source, result) for source, result in zip(sources, _results(check, sources), strict=True)]
    marks = {source.path: mark_of(source) for source in sources if isinstance(source, SourceFile)}
    found: dict[str, _Result] = {}
    for path, mark in marks.items():
        if record := memory.recall(path, mark):
            found[path] = record
    new = [source for source in sources if path_of(source) not in found]
    found.update(zip(map(path_of, new), _results(check, new), strict=True))
    for path, mark in marks.items():
        if record := _packed(found[path]):
            memory.keep(path, mark, record)
    return [_opened(source, found[path_of(source)]) for source in sources]


def _results(check: "_Check", sources: Sequence[SourceFile | Document]) -> Sequence[_Result]:
    if len(sources) < FEWEST_SHARED:
        return [check(source) for source in sources]
    # Most runs are about a few files, and loading this takes longer than checking them.
    from paicatalog.parallel.worker_processes import work  # noqa: PLC0415

    return work(check, sources, pack=_sent)


def _sent(result: CheckedFile) -> _Result:
    """Return what is sent from one process to another: a record, which is small, wherever there is one."""
    return to_record(result) or result


def _packed(result: _Result) -> bytes | None:
    return result if isinstance(result, bytes) else to_record(result)


def _opened(source: SourceFile | Document, result: _Result) -> CheckedFile:
    if isinstance(result, CheckedFile):
        return result
    assert isinstance(source, SourceFile)  # What could not be read has no record.
    return from_record(source, result)


def path_of(source: SourceFile | Document) -> str:
    """Return how people know a file."""
    return source.path if isinstance(source, SourceFile) else source.source.path


@dataclass(frozen=True, slots=True)
class _Check:
    """Checks one file; it can be sent to a process that shares nothing with this one."""

    rules: tuple[Rule, ...]

    def __call__(self, source: SourceFile | Document) -> CheckedFile:
        document = parse(source) if isinstance(source, SourceFile) else source
        return CheckedFile(document, check_document(document, rules=self.rules))

    def __reduce__(self) -> tuple[Any, ...]:
        """A rule is a function, which cannot be sent; its name can."""
        if any(RULE_BY_ID[rule.id].check is not rule.check for rule in self.rules):
            raise TypeError("only rules of the registry can be sent")
        return _check_by_names, (tuple((rule.id, rule.severity) for rule in self.rules),)


def _check_by_names(names: Iterable[tuple[str, Any]]) -> _Check:
    return _Check(tuple(replace(RULE_BY_ID[name], severity=severity) for name, severity in names))
