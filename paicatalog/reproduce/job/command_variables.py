"""Replacement of parameters and secrets in rendered commands by shell variables, quoted to fit their context."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from paicatalog.reproduce.job.parameter import Parameter, is_parameter
from paicatalog.reproduce.job.secret import Secret, secret_pieces
from paicatalog.reproduce.shell.code import Code
from paicatalog.reproduce.shell.quoting import PLACEHOLDER, HereDocument, Placeholder, Quoting, find_placeholders

Variable = Parameter | Secret

_NUMBER_PATTERN = "_number='^([0-9]+|0[xX][0-9a-fA-F]+|[-+*/%()<>=&|^~!?:,[:space:]])*$'\n"
"""A bash line with the pattern of safe arithmetic values. A name is not safe: `a[$(reboot)]` would run a command."""
_LEFT_OPERAND = re.compile(r"""["']?\s+-(?:eq|ne|lt|le|gt|ge)\s""")
_RIGHT_OPERAND = re.compile(r"""\s-(?:eq|ne|lt|le|gt|ge)\s+["']?$""")
_EXPANSION = re.compile(r"[\\$`]")
_NAME = re.compile(r"[A-Za-z0-9_]+")
_SYNTAX = {
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
    variables = dict(_offsets(pieces))
    text = "".join(piece if isinstance(piece, str) else PLACEHOLDER for piece in pieces)
    placeholders = find_placeholders(text, tuple(variables))
    edits = [edit for each in placeholders for edit in _variable_edits(each, variables[each.offset])]
    edits += [edit for each in _raw_here_documents(placeholders) for edit in _expansion_edits(each, text, variables)]
    arithmetic = dict.fromkeys(variables[each.offset] for each in placeholders if _is_arithmetic(each, text))
    split = dict.fromkeys(variables[each.offset] for each in placeholders if _is_split(each, variables[each.offset]))
    numbers = [_NUMBER_PATTERN, *map(_check_line, arithmetic)] if arithmetic else []
    return "".join([*numbers, *map(_array_line, split), _apply(text, edits)])


def _is_arithmetic(placeholder: Placeholder, text: str) -> bool:
    """Return whether bash evaluates the value as arithmetic, as it also does for both operands of `[[ 1 -lt 2 ]]`."""
    if placeholder.quoting is Quoting.ARITHMETIC:
        return True
    if (
        placeholder.quoting not in (Quoting.NONE, Quoting.DOUBLE, Quoting.SINGLE)
        or text.rfind("[[", 0, placeholder.offset) < 0
    ):
        return False
    line = text[text.rfind("[[", 0, placeholder.offset) : placeholder.offset]
    return "]]" not in line and bool(_LEFT_OPERAND.match(text, placeholder.offset + 1) or _RIGHT_OPERAND.search(line))


def _is_split(placeholder: Placeholder, variable: Variable) -> bool:
    return placeholder.quoting is Quoting.NONE and isinstance(variable, Parameter) and variable.splits


def _check_line(variable: Variable) -> str:
    words = f"{variable.variable} holds no number, and the commands calculate with it."
    return f"[[ ${_name(variable)} =~ $_number ]] || {{ echo '{words}' >&2; exit 1; }}\n"


def _array_line(variable: Variable) -> str:
    name = _name(variable)
    return f"read -r -d '' -a {name}_words <<<\"${name}\" || true\n"


def _name(variable: Variable) -> str:
    return variable.script_variable if isinstance(variable, Parameter) else variable.variable


def _pieces(code: Code, parameters: Mapping[str, Parameter], secrets: Sequence[Secret]) -> Iterator[str | Variable]:
    plain = ""
    for segment in code:
        if is_parameter(segment):
            yield from secret_pieces(plain, secrets)
            yield parameters[segment.reference or ""]
            plain = ""
        else:
            plain += segment.text.replace(PLACEHOLDER, "")
    yield from secret_pieces(plain, secrets)


def _offsets(pieces: Sequence[str | Variable]) -> Iterator[tuple[int, Variable]]:
    at = 0
    for piece in pieces:
        if isinstance(piece, str):
            at += len(piece)
        else:
            yield at, piece
            at += 1


def _variable_edits(placeholder: Placeholder, variable: Variable) -> Iterator[_Edit]:
    name = _name(variable)
    if _is_split(placeholder, variable):
        written = f'${{{name}_words[@]+"${{{name}_words[@]}}"}}'
    else:
        written = _SYNTAX[placeholder.quoting].format(name)
    yield _Edit(placeholder.offset, placeholder.offset + 1, written)
    if placeholder.after_dollar:
        yield _Edit(placeholder.offset - 1, placeholder.offset - 1, "\\")
    if placeholder.escaped:
        # Outside quotes the backslash only escaped the value's first character; elsewhere it is a literal backslash.
        yield _Edit(placeholder.offset - 1, placeholder.offset, "" if placeholder.quoting is Quoting.NONE else "\\\\")


def _raw_here_documents(placeholders: Sequence[Placeholder]) -> list[HereDocument]:
    return list({each.document.body: each.document for each in placeholders if each.document}.values())


def _expansion_edits(document: HereDocument, text: str, variables: Mapping[int, Variable]) -> Iterator[_Edit]:
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
    for match in _EXPANSION.finditer(text, first, last):
        if match.start() not in variables:
            yield _Edit(match.start(), match.end(), f"\\{match[0]}")


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    parts, last = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*parts, text[last:]])
