"""The job given as an argument: reading its file, and the options `--deployment` and `--set`."""

import copy
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from paicatalog.cli.say import say
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.edit.yaml_scalar import scalar_kind, typed_value
from paicatalog.protocol.problem import ProblemKind
from paicatalog.protocol.read import read_document
from paicatalog.rules.check import check_document
from paicatalog.rules.wording import suggestion

_PROTOCOL_RULES = frozenset(ProblemKind)

deployment_option = click.option(
    "--deployment", metavar="NAME", help="Use this deployment instead of `defaults.deployment`."
)
set_option = click.option(
    "--set",
    "assignments",
    metavar="KEY=VALUE",
    multiple=True,
    help="Give a parameter another value; of a nested one, KEY has dots.",
)


def read_job(file: Path) -> Document:
    """Return the document of a job, valid or not. Exit if the file cannot be read or is not a job."""
    if file.is_dir():
        raise click.UsageError(f"{file} is a folder: name the protocol file of a job.")
    if not file.is_file():
        raise click.UsageError(f"There is no file {file}: name the protocol file of a job.")
    document = read_document(file, file.as_posix())
    if not isinstance(document.data, dict):
        end_with_problems(document)
    if document.type is not ComponentType.JOB and not (document.type is None and document.problems):
        raise click.UsageError(f"{file} describes no job but a {document.type}: only jobs have commands to run.")
    return document


def end_with_problems(document: Document, advice: str = "") -> NoReturn:
    """Print the findings that make the file invalid, one per line, and `advice`; exit with 1.

    Findings of other rules, such as those about publishing, are not printed: they do not prevent running the job.
    """
    for finding in check_document(document):
        if finding.rule in _PROTOCOL_RULES:
            place = f"{finding.path}:{finding.span.line}:{finding.span.column}"
            say(f"{place}: {finding.message} {finding.hint}".rstrip(), err=True)
    if advice:
        say(advice, err=True)
    sys.exit(1)


def require_deployment(data: Mapping[str, Any], name: str | None) -> None:
    """Raise UsageError with the most similar names if a valid job has no deployment called `name`."""
    names = [item["name"] for item in data.get("deployments", [])]
    if name is None or name in names:
        return
    raise click.UsageError(f"The job has no deployment `{name}`. {suggestion(name, names, 'It has none at all.')}")


def chosen_parameters(data: Mapping[str, Any], assignments: Iterable[str]) -> dict[str, object]:
    """Return the new values of a valid job's parameters that `assignments` (`KEY=VALUE`) change.

    KEY of a nested parameter has dots; the value of the whole top-level parameter is returned. As in the form on a
    job's page, text stays text. Raises UsageError with the most similar names for an unknown KEY.
    """
    parameters = data.get("parameters", {})
    chosen: dict[str, Any] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals:
            raise click.UsageError(f"`--set {assignment}` has no value: write `--set {assignment}=VALUE`.")
        if not _is_text(value):
            raise click.UsageError(f"The value of `--set {key}=...` is no text in UTF-8.")
        path = _path(parameters, key)
        if path is None:
            remedy = suggestion(key, _parameter_names(parameters), "It has none at all.")
            raise click.UsageError(f"The job has no parameter `{key}`. {remedy}")
        chosen.setdefault(path[0], copy.deepcopy(parameters[path[0]]))
        _set_value(chosen, path, value)
    return chosen


def _is_text(value: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _path(parameters: Any, key: str) -> list[Any] | None:
    """Return the keys and indices that lead to a parameter, or None.

    A key that contains dots takes precedence over nested keys.
    """
    if isinstance(parameters, dict) and key in parameters:
        return [key]
    first, dot, rest = key.partition(".")
    while dot:
        step = _step(parameters, first)
        if step is not None and (tail := _path(parameters[step], rest)) is not None:
            return [step, *tail]
        more, dot, rest = rest.partition(".")
        first = f"{first}.{more}"
    step = _step(parameters, key)
    return None if step is None else [step]


def _step(parameters: Any, key: str) -> str | int | None:
    if isinstance(parameters, dict):
        return key if key in parameters else None
    is_index = isinstance(parameters, list) and key.isascii() and key.isdecimal() and int(key) < len(parameters)
    return int(key) if is_index else None


def _set_value(values: Any, path: list[Any], text: str) -> None:
    *steps, last = path
    for step in steps:
        values = values[step]
    values[last] = typed_value(text, scalar_kind(values[last]))


def _parameter_names(parameters: Any, prefix: str = "") -> list[str]:
    """Return the dotted names of all parameters, nested ones included."""
    names = []
    for key, value in parameters.items() if isinstance(parameters, dict) else ():
        names.append(f"{prefix}{key}")
        names += _parameter_names(value, f"{prefix}{key}.")
    return names
