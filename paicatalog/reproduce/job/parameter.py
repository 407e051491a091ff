"""Parameters that commands refer to: variables of the entry script, which its environment can override."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.template.render import CLOSE, OPEN, Segment, TemplateError, render_template
from paicatalog.reproduce.job.secret import Secret, secret_pieces
from paicatalog.reproduce.shell.code import Code, ShellValue, joined, plain, shell_value
from paicatalog.reproduce.shell.word import shell_word

PREFIX = "$parameters"
_RESERVED = re.compile(
    r"PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|TERM|LANG|LC_.*|TZ|TMPDIR|TMP|TEMP|HOSTNAME|HOST|MAIL|EDITOR|DISPLAY|UID"
    r"|EUID|PPID|RANDOM|SECONDS|LINENO|IFS|PS[0-9]|ENV|OPT.*|BASH.*|SHLVL|SHELLOPTS|GROUPS|DIRSTACK|FUNCNAME|REPLY"
    r"|HIST.*|LD_.*|PAI_.*|SLURM.*|CUDA_VISIBLE_DEVICES|KUBE.*|DOCKER_.*|COMPOSE_.*|parameter_?.*|_.*"
)
"""Names that systems, shells and the exported scripts set anyway, so that a value is not an override."""
_WORDS = re.compile(r"\s*|[\w@%+=:,./-]+(?:[ \t\n]+[\w@%+=:,./-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that can be overridden when the job starts."""

    reference: str
    """The name in commands: `$parameters.lr`."""
    variable: str
    """The environment variable that overrides it: `lr`."""
    script_variable: str
    """The variable of the script that contains the value: `parameter_lr`."""
    text: str
    """The value as OpenPAI renders it."""
    value: Code
    """The value as a word of bash."""
    splits: bool
    """Whether it expands to several words outside quotes, as options do."""


def parameters_in(
    codes: Iterable[Code], data: Mapping[str, Any], overrides: Mapping[str, object], secrets: Sequence[Secret]
) -> tuple[Parameter, ...]:
    """Return the parameters that the rendered `codes` refer to, in order; `overrides` replace the job's values.

    A value that is empty, or that OpenPAI's shell would split into plain words, is split here too; any other value is
    one word. The job's own value decides, so that an override is used in the same way.
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
    return Parameter(
        reference=reference,
        variable=variable,
        script_variable=f"parameter_{variable.removeprefix('PARAMETER_')}",
        text=text,
        value=_with_secrets(text, reference, secrets) if text == own else shell_value(text, reference),
        splits=bool(_WORDS.fullmatch(own)),
    )


def is_parameter(segment: Segment) -> bool:
    """Return whether a segment of rendered text is a parameter, or another reference without a value."""
    reference = segment.reference or ""
    return reference.startswith(PREFIX) or bool(
        reference and not segment.resolved and not reference.startswith("$secrets")
    )


def _with_secrets(value: str, reference: str, secrets: Sequence[Secret]) -> Code:
    """Return a value as a word of bash, with variables for the secrets that it refers to."""
    pieces = tuple(secret_pieces(value, secrets))
    if len(pieces) == 1:
        return shell_value(value, reference)
    words = (
        f'"${{{piece.variable}}}"' if isinstance(piece, Secret) else piece and shell_word(piece) for piece in pieces
    )
    return (ShellValue("".join(words), reference),)


def assignment_lines(parameters: Iterable[Parameter]) -> Iterator[Code]:
    """Yield the script lines that assign the parameters."""
    listed = tuple(parameters)
    if not listed:
        return
    yield joined(f"# The environment can replace these values, as in: {_example(listed)} ./run.sh\n")
    for parameter in listed:
        yield joined(f"{parameter.script_variable}=", parameter.value, "\n")
    for parameter in listed:
        yield joined(f"{parameter.script_variable}=${{{parameter.variable}-${parameter.script_variable}}}\n")
    yield joined(f"unset {' '.join(parameter.variable for parameter in listed)}\n")


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
