"""Parameters that commands refer to: variables of the entry script, which its environment can override."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.template.render import CLOSE, OPEN, Segment, TemplateError, render_template
from paicatalog.reproduce.job.commands.author_text import splits
from paicatalog.reproduce.job.secret import Secret, secret_pieces
from paicatalog.reproduce.shell.code import Code, ShellValue, joined, literal, plain, shell_value
from paicatalog.reproduce.shell.word import shell_word

PREFIX = "$parameters"
_RESERVED = re.compile(r"[A-Z0-9_]+|[A-Z][A-Z0-9]*_.*|[a-z]+_proxy|npm_.*|parameter_?.*|_.*")
"""Names that the environment may have for another purpose, so that a value there is not an override.

The parameters' names are the job's choice, and its commands get the values of these variables. A job must not get
`AWS_SECRET_ACCESS_KEY` of those who run it. Names without lower-case letters are those of systems and utilities (POSIX,
Base Definitions, 8.1); of the others, tools use some that begin in capitals (`TF_VAR_token`), those of proxies, whose
addresses may contain passwords, and those of npm.
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that can be overridden when the job starts."""

    reference: str
    """The name in commands: `$parameters.lr`."""
    variable: str
    """The environment variable that overrides it: `lr`."""
    text: str
    """The value as OpenPAI renders it."""
    own: str
    """The job's own value, which `text` may replace, as OpenPAI renders it."""
    own_word: str
    """The job's own value as a word of bash, with variables for the secrets that it refers to."""
    literal: str
    """The job's own value, with a letter in place of each of these secrets."""
    splits: bool
    """Whether it expands to several words outside quotes, as options do."""

    @property
    def stem(self) -> str:
        """Its name in the script: `lr`."""
        return self.variable.removeprefix("PARAMETER_")

    @property
    def script_variable(self) -> str:
        """The variable of the script that contains the value: `parameter_lr`."""
        return f"parameter_{self.stem}"

    @property
    def own_variable(self) -> str:
        """The variable of the script that contains the job's own value, if the script needs it: `_own_lr`."""
        return f"_own_{self.stem}"


def parameters_in(
    codes: Iterable[Code], data: Mapping[str, Any], overrides: Mapping[str, object], secrets: Sequence[Secret]
) -> tuple[Parameter, ...]:
    """Return the parameters that the rendered `codes` refer to, in order; `overrides` replace the job's values.

    Where it is not quoted, an override is one word, or is split at spaces if the job's own value is no single word.
    """
    references = dict.fromkeys(segment.reference for code in codes for segment in code if is_parameter(segment))
    own, replaced = _scope(data, {}), _scope(data, overrides)
    taken: set[str] = set()
    return tuple(
        _parameter(
            reference, _variable(reference, taken), _rendered(reference, own), _rendered(reference, replaced), secrets
        )
        for reference in references
        if reference
    )


def _parameter(reference: str, variable: str, own: str, text: str, secrets: Sequence[Secret]) -> Parameter:
    pieces = tuple(secret_pieces(own, secrets))
    letters = "".join("x" if isinstance(piece, Secret) else piece for piece in pieces)
    return Parameter(
        reference=reference,
        variable=variable,
        text=text,
        own=own,
        own_word=_with_secrets(pieces),
        literal=letters,
        splits=splits(letters),
    )


def is_parameter(segment: Segment) -> bool:
    """Return whether a segment of rendered text is a parameter, or another reference without a value."""
    reference = segment.reference or ""
    return reference.startswith(PREFIX) or bool(
        reference and not segment.resolved and not reference.startswith("$secrets")
    )


def _with_secrets(pieces: Sequence[str | Secret]) -> str:
    """Return a value as a word of bash, with variables for the secrets that it refers to."""
    if len(pieces) == 1:
        return shell_word(str(pieces[0]))
    return "".join(
        f'"${{{piece.variable}}}"' if isinstance(piece, Secret) else piece and shell_word(piece) for piece in pieces
    )


def assignment_lines(parameters: Iterable[Parameter], *, kept: Container[Parameter]) -> Iterator[Code]:
    """Yield the script lines that assign the parameters. The own values of those that are `kept` stay beside others."""
    listed = tuple(parameters)
    if not listed:
        return
    yield joined(f"# The environment can replace these values, as in: {_example(listed)} ./run.sh\n")
    for parameter in filter(kept.__contains__, listed):
        yield literal(f"{parameter.own_variable}={parameter.own_word}\n")
    for parameter in listed:
        yield joined(f"{parameter.script_variable}=", _value(parameter, is_kept=parameter in kept), "\n")
    for parameter in listed:
        yield joined(f"{parameter.script_variable}=${{{parameter.variable}-${parameter.script_variable}}}\n")
    yield joined(f"unset {' '.join(parameter.variable for parameter in listed)}\n")


def _value(parameter: Parameter, *, is_kept: bool) -> Code:
    """Return the value as a word of bash, which the form on a job's page can replace."""
    if parameter.text != parameter.own:
        return shell_value(parameter.text, parameter.reference)
    return (ShellValue(f"${parameter.own_variable}" if is_kept else parameter.own_word, parameter.reference),)


def _example(listed: tuple[Parameter, ...]) -> str:
    return f"{listed[0].variable}=..."


def _variable(reference: str, taken: set[str]) -> str:
    stem = re.sub(r"\W", "_", reference.removeprefix(PREFIX).lstrip(".$"), flags=re.ASCII) or "PARAMETERS"
    base = f"PARAMETER_{stem}" if _RESERVED.fullmatch(stem) or stem[0].isdigit() else stem
    variable, number = base, 1
    while variable in taken:
        number += 1
        variable = f"{base}_{number}"
    taken.add(variable)
    return variable


def _scope(data: Mapping[str, Any], overrides: Mapping[str, object]) -> Mapping[str, object]:
    own = data.get("parameters")
    return {PREFIX: {**(own if isinstance(own, dict) else {}), **overrides}}


def _rendered(reference: str, scope: Mapping[str, object]) -> str:
    tag = f"{OPEN} {reference} {CLOSE}"
    try:
        return plain(render_template(tag, scope))
    except TemplateError:
        return tag
