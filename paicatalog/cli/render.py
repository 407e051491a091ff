"""`paicatalog render`: print a job's commands as rendered by the OpenPAI REST server."""

import json
from pathlib import Path

import click

from paicatalog.cli.files.job_file import (
    chosen_parameters,
    deployment_option,
    end_with_problems,
    read_job,
    require_deployment,
    set_option,
)
from paicatalog.protocol.template.entrypoint import RenderedJob, render_job
from paicatalog.protocol.template.parser import TemplateError
from paicatalog.publishing.published_catalog import publish_document
from paicatalog.rules.secret_words import without_tokens


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@deployment_option
@set_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--show-secrets", is_flag=True, help="Print secrets instead of ******.")
def render(file: Path, deployment: str | None, assignments: tuple[str, ...], form: str, show_secrets: bool) -> None:
    """Print what each task role of the job in FILE runs.

    Parameters are filled in as the server does it. `<% $secrets.x %>` stays: the container knows secrets. Those that
    the file contains are masked.
    """
    document = read_job(file)
    if document.problems:
        end_with_problems(document)
    if not show_secrets:
        document = publish_document(document)
    require_deployment(document.data, deployment)
    parameters = chosen_parameters(document.data, assignments)
    try:
        job = render_job(document.data, deployment=deployment, parameters=parameters, show_secrets=show_secrets)
    except TemplateError as error:
        raise click.ClickException(f"{file}: {error.problem} in {without_tokens(error.tag)}") from error
    click.echo(_json(job) if form == "json" else _text(job))


def _json(job: RenderedJob) -> str:
    entrypoints = {role: job.text(role) for role in job.entrypoints}
    return json.dumps({"entrypoints": entrypoints, "auth": job.auth}, indent=2, ensure_ascii=False)


def _text(job: RenderedJob) -> str:
    """Return the scripts of all task roles, each below a comment with its name unless there is only one."""
    scripts = {role: job.text(role) for role in job.entrypoints}
    if len(scripts) == 1:
        return next(iter(scripts.values()))
    return "\n\n".join(f"# Task role {role}\n{script}" for role, script in scripts.items())
