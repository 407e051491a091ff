"""Conversion of a file of any old dialect to protocol 2, and the check that the result is valid."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from paicatalog.contribute.upgrade.drafts.draft_2018 import convert_2018
from paicatalog.contribute.upgrade.drafts.draft_2019 import convert_2019
from paicatalog.contribute.upgrade.note import ConversionError, Note
from paicatalog.contribute.upgrade.source_tree import read_tree
from paicatalog.contribute.upgrade.tree import Tree
from paicatalog.contribute.upgrade.version_1.job import convert_1
from paicatalog.contribute.upgrade.yaml_text import yaml_text
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.json_comments import with_yaml_comments
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.rules.check import check_document

_CONVERTERS: Mapping[Dialect, Callable[[Tree, list[Note]], Tree]] = {
    Dialect.V2_2018: convert_2018,
    Dialect.V2_2019: convert_2019,
    Dialect.V1: convert_1,
}
_PROTOCOL_RULES = frozenset(ProblemKind)


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A file that was converted to protocol 2."""

    text: str
    dialect: Dialect
    """The dialect of the original."""
    notes: tuple[Note, ...]
    """What could not be converted without a change of meaning."""


@dataclass(frozen=True, slots=True)
class Current:
    """A file that already is in protocol 2."""

    valid: bool


@dataclass(frozen=True, slots=True)
class Unconvertible:
    """A file that cannot be converted."""

    reasons: tuple[str, ...]
    """Why; each completes a sentence that begins with the file's name and "cannot be converted:"."""


def upgrade(document: Document) -> Upgraded | Current | Unconvertible:
    """Convert a document to protocol 2. The result is valid and runs the same commands with the same resources."""
    if document.dialect is Dialect.V2:
        return Current(document.valid)
    convert = _CONVERTERS.get(document.dialect)
    if document.data is None or (convert and not _has_old_dialect_only(document)):
        return Unconvertible(_unreadable_reasons(document))
    if convert is None:
        return Unconvertible(("it is a protocol file of no dialect that is known",))
    return _converted(document, convert)


def _converted(document: Document, convert: Callable[[Tree, list[Note]], Tree]) -> Upgraded | Unconvertible:
    notes: list[Note] = []
    try:
        tree = convert(read_tree(_yaml(document.source.text)), notes)
    except ConversionError as error:
        return Unconvertible((str(error),))
    text = _with_line_breaks(yaml_text(tree), document.source.text)
    if reasons := _reasons(parse(SourceFile(document.source.path, text.encode("utf-8")))):
        return Unconvertible(reasons)
    return Upgraded(text, document.dialect, tuple(dict.fromkeys(notes)))


def _yaml(text: str) -> str:
    """Return the text as YAML: the comments of JSON become comments of YAML."""
    return with_yaml_comments(text) if isinstance(compose_yaml(text), Problem) else text


def _with_line_breaks(text: str, source: str) -> str:
    """Return the text with CRLF line breaks if the source uses no others."""
    breaks = source.count("\r\n")
    return text.replace("\n", "\r\n") if breaks and breaks == source.count("\n") else text


def _has_old_dialect_only(document: Document) -> bool:
    """Return whether the old dialect is the only problem. Files that are not valid YAML cannot be converted."""
    return all(problem.kind in (ProblemKind.OLD_DIALECT, ProblemKind.NOT_A_MAPPING) for problem in document.problems)


def _unreadable_reasons(document: Document) -> tuple[str, ...]:
    return _reasons(document, lines=True) or ("it is empty",)


def _reasons(document: Document, *, lines: bool = False) -> tuple[str, ...]:
    """Return the messages and hints of the findings that make the document invalid."""
    found = [each for each in check_document(document) if each.rule in _PROTOCOL_RULES]
    return tuple(
        f"{f'line {each.span.line}: ' if lines else ''}{each.message} {each.hint}".strip().rstrip(".") for each in found
    )
