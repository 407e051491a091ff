"""`paicatalog render`: a job's commands as the OpenPAI REST server renders them."""

import difflib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.construct import read_scalar
from paicatalog.protocol.document import Document
from paicatalog.protocol.entrypoint import RenderedJob, render_job
from paicatalog.protocol.problem import ProblemKind
from paicatalog.protocol.read import read_document
from paicatalog.protocol.template_parser import TemplateError
from paicatalog.rules.check import check_document

_PROTOCOL_RULES = frozenset(ProblemKind)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--deployment", metavar="NAME", help="Use this deployment instead of `defaults.deployment`.")
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="Give a parameter another value.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--show-secrets", is_flag=True, help="Print secrets in registry logins instead of ******.")
def render(file: Path, deployment: str | None, settings: tuple[str, ...], form: str, show_secrets: bool) -> None:
    """Print what each task role of the job in FILE runs.

    Parameters are filled in as the server does it. `<% $secrets.x %>` stays: the container knows secrets.
    """
    document = _read(file)
    _require_deployment(document.data, deployment)
    parameters = _parameters(document.data, settings)
    try:
        job = render_job(document.data, deployment=deployment, parameters=parameters, show_secrets=show_secrets)
    except TemplateError as error:
        raise click.ClickException(f"{file}: {error.problem} in {error.tag}") from error
    click.echo(_json(job) if form == "json" else _text(job))


def _read(file: Path) -> Document:
    if not file.is_file():
        raise click.UsageError(f"There is no file {file}: name the protocol file of a job.")
    document = read_document(file, file.as_posix())
    if document.problems:
        _print_problems(document)
        sys.exit(1)
    if document.type is not ComponentType.JOB:
        raise click.UsageError(f"{file} describes no job but a {document.type}: only jobs have commands to render.")
    return document


def _print_problems(document: Document) -> None:
    """Print what makes the file invalid, a line each; what publishing asks for does not hinder rendering."""
    for finding in check_document(document):
        if finding.rule in _PROTOCOL_RULES:
            place = f"{finding.path}:{finding.span.line}:{finding.span.column}"
            click.echo(f"{place}: {finding.message} {finding.hint}".rstrip(), err=True)


def _require_deployment(data: Mapping[str, Any], name: str | None) -> None:
    names = [item["name"] for item in data.get("deployments", [])]
    if name is None or name in names:
        return
    raise click.UsageError(f"The job has no deployment `{name}`: {_remedy(name, names, 'It has no deployments.')}")


def _parameters(data: Mapping[str, Any], settings: Iterable[str]) -> dict[str, object]:
    known = data.get("parameters", {})
    values: dict[str, object] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise click.UsageError(f"`--set {setting}` has no value: write `--set {setting}=VALUE`.")
        if key not in known:
            remedy = _remedy(key, list(known), "it has no parameters.")
            raise click.UsageError(f"The job has no parameter `{key}`: {remedy}")
        values[key] = read_scalar(value)
    return values


def _remedy(name: str, known: list[str], none: str) -> str:
    if not known:
        return none
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"it has {', '.join(f'`{each}`' for each in known)}."


def _json(job: RenderedJob) -> str:
    entrypoints = {role: job.text(role) for role in job.entrypoints}
    return json.dumps({"entrypoints": entrypoints, "auth": job.auth}, indent=2, ensure_ascii=False)


def _text(job: RenderedJob) -> str:
    """One role: its script alone, ready for a file; several: each under a comment that names it."""
    scripts = {role: job.text(role) for role in job.entrypoints}
    if len(scripts) == 1:
        return next(iter(scripts.values()))
    return "\n\n".join(f"# Task role {role}\n{script}" for role, script in scripts.items())
