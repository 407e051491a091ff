"""A file of an old dialect to one of protocol 2: the dialects' converters, and the proof that the result is valid."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from paicatalog.contribute.upgrade.drafts.draft_2018 import convert_2018
from paicatalog.contribute.upgrade.drafts.draft_2019 import convert_2019
from paicatalog.contribute.upgrade.note import Note, StoppedError
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
    """A file in protocol 2."""

    text: str
    dialect: Dialect
    """The old one."""
    notes: tuple[Note, ...]
    """What could not be carried over as it was."""


@dataclass(frozen=True, slots=True)
class Current:
    """A file that is in protocol 2 already."""

    valid: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """A file that cannot be converted."""

    reasons: tuple[str, ...]
    """What stops it; each the rest of a sentence that begins with the file's name and "cannot be converted:"."""


def upgrade(document: Document) -> Upgraded | Current | Stopped:
    """Convert a document; what comes out is valid, and runs the same commands with the same resources."""
    if document.dialect is Dialect.V2:
        return Current(document.valid)
    convert = _CONVERTERS.get(document.dialect)
    if document.data is None or (convert and not _only_old(document)):
        return Stopped(_unreadable(document))
    if convert is None:
        return Stopped(("it is a protocol file of no dialect that is known",))
    return _converted(document, convert)


def _converted(document: Document, convert: Callable[[Tree, list[Note]], Tree]) -> Upgraded | Stopped:
    notes: list[Note] = []
    try:
        tree = convert(read_tree(_yaml(document.source.text)), notes)
    except StoppedError as error:
        return Stopped((str(error),))
    text = _with_breaks(yaml_text(tree), document.source.text)
    if reasons := _reasons(parse(SourceFile(document.source.path, text.encode("utf-8")))):
        return Stopped(reasons)
    return Upgraded(text, document.dialect, tuple(dict.fromkeys(notes)))


def _yaml(text: str) -> str:
    """Return the text, in JSON with comments made those of YAML."""
    return with_yaml_comments(text) if isinstance(compose_yaml(text), Problem) else text


def _with_breaks(text: str, source: str) -> str:
    """Return the text with the line breaks of a source that has the longer ones throughout."""
    breaks = source.count("\r\n")
    return text.replace("\n", "\r\n") if breaks and breaks == source.count("\n") else text


def _only_old(document: Document) -> bool:
    """Whether the dialect is all that is wrong; what does not read as YAML cannot be converted."""
    return all(problem.kind in (ProblemKind.OLD_DIALECT, ProblemKind.NOT_A_MAPPING) for problem in document.problems)


def _unreadable(document: Document) -> tuple[str, ...]:
    return _reasons(document, lines=True) or ("it is empty",)


def _reasons(document: Document, *, lines: bool = False) -> tuple[str, ...]:
    """Return what makes the document invalid, in the words of the rules."""
    found = [each for each in check_document(document) if each.rule in _PROTOCOL_RULES]
    return tuple(
        f"{f'line {each.span.line}: ' if lines else ''}{each.message} {each.hint}".strip().rstrip(".") for each in found
    )
