"""Replacement of parameters and secrets in rendered commands by shell variables, quoted to fit their context."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from paicatalog.reproduce.job.commands.author_text import Place, is_bare, is_calculation, means_the_same
from paicatalog.reproduce.job.commands.own_values import OwnValues
from paicatalog.reproduce.job.commands.pieces import Variable, pieces_of, with_fixed_values, written
from paicatalog.reproduce.job.parameter import Parameter
from paicatalog.reproduce.job.secret import Secret
from paicatalog.reproduce.shell.code import Code
from paicatalog.reproduce.shell.quoting import HereDocument, Placeholder, Quoting

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
class Commands:
    """Commands that contain variables instead of values."""

    script: str
    text: frozenset[Parameter] = frozenset()
    """Parameters whose own value is text that bash reads as a part of the commands."""
    fixed: frozenset[Parameter] = frozenset()
    """Parameters that cannot have another value: bash reads what follows differently because of them."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def with_variables(code: Code, parameters: Sequence[Parameter], secrets: Sequence[Secret]) -> Commands:
    """Return the code as a script that contains variables instead of values.

    Each variable expands to exactly its value: in quotes of any kind, in here-documents (those with a quoted delimiter
    are rewritten so that bash expands them) and, outside quotes, as one word unless the parameter splits. In arithmetic
    contexts, a value other than numbers and operators ends the script before its first command.

    A parameter's own value, which on OpenPAI is a part of the commands that bash reads, is one here too: where a
    variable would not mean the same, the script puts together its commands when it starts (`own_values.sh`).
    """
    pieces, found, fixed = with_fixed_values(pieces_of(code, parameters, secrets), secrets)
    text, variables = written(pieces)
    placeholders = [place.placeholder for place, _ in found]
    own = OwnValues(text, [each.own for each in parameters])
    edits = [edit for place, variable in found for edit in _edits(place, variable, text, own)]
    edits += [edit for each in _raw_here_documents(placeholders) for edit in _expansion_edits(each, text, variables)]
    arithmetic = dict.fromkeys(variables[each.offset] for each in placeholders if _is_arithmetic(each, text))
    split = dict.fromkeys(variables[each.offset] for each in placeholders if _is_split(each, variables[each.offset]))
    checks = [_check_line(variable, own.parameters) for variable in arithmetic]
    lines = [*([_NUMBER_PATTERN] if checks else []), *checks, *map(_array_line, split)]
    return Commands("".join(lines) + own.script(_apply(text, edits)), frozenset(own.parameters), frozenset(fixed))


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


def _check_line(variable: Variable, as_text: Container[Variable]) -> str:
    name = _name(variable)
    words = f"{variable.variable} holds no number, and the commands calculate with it."
    own = ""
    if isinstance(variable, Parameter) and variable in as_text:
        own = f'[ "${name}" = "${variable.own_variable}" ] || '
    return f"{own}[[ ${name} =~ $_number ]] || {{ echo '{words}' >&2; exit 1; }}\n"


def _array_line(variable: Variable) -> str:
    name = _name(variable)
    return f"read -r -d '' -a {name}_words <<<\"${name}\" || true\n"


def _name(variable: Variable) -> str:
    return variable.script_variable if isinstance(variable, Parameter) else variable.variable


def _edits(place: Place, variable: Variable, text: str, own: OwnValues) -> Iterator[_Edit]:
    """Yield the edits that put a variable in the place of a placeholder, or a mark for the own value of a parameter."""
    placeholder = place.placeholder
    if not isinstance(variable, Parameter) or _is_data(variable, place, text):
        yield from _variable_edits(placeholder, variable)
    elif is_bare(place):
        yield _Edit(placeholder.offset, placeholder.offset + 1, own.bare_mark(variable))
    else:
        start, end = _extent(placeholder)
        mark = own.mark(variable, data=_data(placeholder, variable, text), before=text[start : end - 1])
        yield _Edit(start, end, mark)


def _is_data(parameter: Parameter, place: Place, text: str) -> bool:
    """Return whether a variable does for the job's own value, too."""
    return means_the_same(parameter.literal, place) and (
        is_calculation(parameter.literal) or not _is_arithmetic(place.placeholder, text)
    )


def _extent(placeholder: Placeholder) -> tuple[int, int]:
    """Return start and end offset of a placeholder, with a backslash or dollar sign before it that acts on it."""
    acts = placeholder.escaped or placeholder.after_dollar
    return placeholder.offset - acts, placeholder.offset + 1


def _data(placeholder: Placeholder, variable: Variable, text: str) -> str:
    """Return the code of a variable in the extent of a placeholder."""
    start, end = _extent(placeholder)
    edits = _variable_edits(placeholder, variable)
    return _apply(text[start:end], [_Edit(each.start - start, each.end - start, each.text) for each in edits])


def _variable_edits(placeholder: Placeholder, variable: Variable) -> Iterator[_Edit]:
    name = _name(variable)
    if _is_split(placeholder, variable):
        syntax = f'${{{name}_words[@]+"${{{name}_words[@]}}"}}'
    else:
        syntax = _SYNTAX[placeholder.quoting].format(name)
    yield _Edit(placeholder.offset, placeholder.offset + 1, syntax)
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


def _position(edit: _Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    parts, last = [], 0
    for edit in sorted(edits, key=_position):
        parts += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*parts, text[last:]])
