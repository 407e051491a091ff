"""Replacement of parameters and secrets in rendered commands by shell variables, quoted to fit their context."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from paicatalog.reproduce.job.parameter import Parameter, names_parameter
from paicatalog.reproduce.job.secret import Secret, secret_pieces
from paicatalog.reproduce.shell.code import Code
from paicatalog.reproduce.shell.quoting import HOLE, Document, Hole, Quoting, find_holes

Variable = Parameter | Secret

_NUMBER = "_number='^([0-9]+|0[xX][0-9a-fA-F]+|[-+*/%()<>=&|^~!?:,[:space:]])*$'\n"
"""A bash line with the pattern of safe arithmetic values. A name is not safe: `a[$(reboot)]` would run a command."""
_COMPARED = re.compile(r"""["']?\s+-(?:eq|ne|lt|le|gt|ge)\s""")
_COMPARING = re.compile(r"""\s-(?:eq|ne|lt|le|gt|ge)\s+["']?$""")
_EXPANDED = re.compile(r"[\\$`]")
_NAME = re.compile(r"[A-Za-z0-9_]+")
_QUOTED = {
    Quoting.DOUBLE: "${{{}}}",
    Quoting.DOCUMENT: "${{{}}}",
    Quoting.RAW_DOCUMENT: "${{{}}}",
    Quoting.ARITHMETIC: "${{{}}}",
    Quoting.COMMENT: "${}",
    Quoting.SINGLE: "'\"${{{}}}\"'",
    Quoting.ANSI: "'\"${{{}}}\"$'",
    Quoting.NONE: '"${{{}}}"',
}


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def with_variables(code: Code, parameters: Sequence[Parameter], secrets: Sequence[Secret]) -> str:
    """Return the code as a script that contains variables instead of values.

    Each variable expands to exactly its value: in quotes of any kind, in here-documents (those with a quoted delimiter
    are rewritten so that bash expands them) and, outside quotes, as one word unless the parameter splits. In arithmetic
    contexts, a value other than numbers and operators ends the script before its first command.
    """
    pieces = tuple(_pieces(code, {parameter.reference: parameter for parameter in parameters}, secrets))
    named = dict(_offsets(pieces))
    text = "".join(piece if isinstance(piece, str) else HOLE for piece in pieces)
    holes = find_holes(text, tuple(named))
    edits = [edit for hole in holes for edit in _filled(hole, named[hole.offset])]
    edits += [edit for document in _raw_documents(holes) for edit in _expanding(document, text, named)]
    calculated = dict.fromkeys(named[hole.offset] for hole in holes if _is_calculated(hole, text))
    split = dict.fromkeys(named[hole.offset] for hole in holes if _is_split(hole, named[hole.offset]))
    numbers = [_NUMBER, *map(_number_line, calculated)] if calculated else []
    return "".join([*numbers, *map(_words_line, split), _edited(text, edits)])


def _is_calculated(hole: Hole, text: str) -> bool:
    """Return whether bash evaluates the value as arithmetic, as it also does for both operands of `[[ 1 -lt 2 ]]`."""
    if hole.quoting is Quoting.ARITHMETIC:
        return True
    if hole.quoting not in (Quoting.NONE, Quoting.DOUBLE, Quoting.SINGLE) or text.rfind("[[", 0, hole.offset) < 0:
        return False
    line = text[text.rfind("[[", 0, hole.offset) : hole.offset]
    return "]]" not in line and bool(_COMPARED.match(text, hole.offset + 1) or _COMPARING.search(line))


def _is_split(hole: Hole, variable: Variable) -> bool:
    return hole.quoting is Quoting.NONE and isinstance(variable, Parameter) and variable.splits


def _number_line(variable: Variable) -> str:
    words = f"{variable.variable} holds no number, and the commands calculate with it."
    return f"[[ ${_name(variable)} =~ $_number ]] || {{ echo '{words}' >&2; exit 1; }}\n"


def _words_line(variable: Variable) -> str:
    name = _name(variable)
    return f"read -r -d '' -a {name}_words <<<\"${name}\" || true\n"


def _name(variable: Variable) -> str:
    return variable.holder if isinstance(variable, Parameter) else variable.variable


def _pieces(code: Code, parameters: Mapping[str, Parameter], secrets: Sequence[Secret]) -> Iterator[str | Variable]:
    plain = ""
    for segment in code:
        if names_parameter(segment):
            yield from secret_pieces(plain, secrets)
            yield parameters[segment.reference or ""]
            plain = ""
        else:
            plain += segment.text.replace(HOLE, "")
    yield from secret_pieces(plain, secrets)


def _offsets(pieces: Sequence[str | Variable]) -> Iterator[tuple[int, Variable]]:
    at = 0
    for piece in pieces:
        if isinstance(piece, str):
            at += len(piece)
        else:
            yield at, piece
            at += 1


def _filled(hole: Hole, variable: Variable) -> Iterator[_Edit]:
    name = _name(variable)
    if _is_split(hole, variable):
        written = f'${{{name}_words[@]+"${{{name}_words[@]}}"}}'
    else:
        written = _QUOTED[hole.quoting].format(name)
    yield _Edit(hole.offset, hole.offset + 1, written)
    if hole.after_dollar:
        yield _Edit(hole.offset - 1, hole.offset - 1, "\\")
    if hole.escaped:
        # Outside quotes the backslash only escaped the value's first character; elsewhere it is a literal backslash.
        yield _Edit(hole.offset - 1, hole.offset, "" if hole.quoting is Quoting.NONE else "\\\\")


def _raw_documents(holes: Sequence[Hole]) -> list[Document]:
    return list({hole.document.body: hole.document for hole in holes if hole.document}.values())


def _expanding(document: Document, text: str, named: Mapping[int, Variable]) -> Iterator[_Edit]:
    """Yield the edits that make bash expand the variables in a here-document, and nothing else."""
    (start, end), (first, last) = document.delimiter, document.body
    word = re.sub(r"['\"\\]", "", text[start:end])
    if _NAME.fullmatch(word):
        yield _Edit(start, end, word)
    else:
        other = "END_OF_DOCUMENT"
        while other in text:
            other += "_"
        yield _Edit(start, end, other)
        closing = text.find(word, last)
        yield _Edit(closing, closing + len(word), other)
    for match in _EXPANDED.finditer(text, first, last):
        if match.start() not in named:
            yield _Edit(match.start(), match.end(), f"\\{match[0]}")


def _edited(text: str, edits: Sequence[_Edit]) -> str:
    parts, last = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*parts, text[last:]])
