"""`paicatalog export`: write a folder with everything that reproduces a job on one platform."""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from paicatalog.cli.config_file import WrongConfiguration, config_file_option, is_given, read_config
from paicatalog.cli.files.job_file import (
    chosen_parameters,
    deployment_option,
    end_with_problems,
    read_job,
    require_deployment,
    set_option,
)
from paicatalog.cli.files.output_folder import OutputFolder
from paicatalog.cli.files.shared_components import catalog_option, self_contained
from paicatalog.cli.say import say
from paicatalog.config import OPTIONS
from paicatalog.protocol.document import Document
from paicatalog.publishing.published_catalog import publish_document
from paicatalog.reproduce.folder.readme import folder_files
from paicatalog.reproduce.instructions import OPENPAI, Instructions, Untranslated
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.runnable_job import runnable_job
from paicatalog.reproduce.platforms import PLATFORMS, Platform
from paicatalog.reproduce.shell.code import plain
from paicatalog.rules.token_shapes import tokens
from paicatalog.rules.wording import escape_controls, suggestion

_EXAMPLE = OPTIONS["cluster"].default or ""
_CLUSTER = re.compile(r"https?://[^\s\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class _Job:
    """A valid job without secrets, and what was removed to make it valid."""

    text: str
    data: Mapping[str, Any]
    left_out: tuple[Untranslated, ...] = ()
    masked: bool = False
    """Whether its file contains literal secrets, which are replaced here."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "platform", metavar="PLATFORM", required=True, help=f"One of {', '.join(PLATFORMS)}.")
@deployment_option
@set_option
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Default: ./NAME-PLATFORM.")
@click.option("--cluster", metavar="URL", help="The OpenPAI cluster's address, instead of that of `mkdocs.yml`.")
@click.option("--invalid", is_flag=True, help="Export a job with errors all the same, without what is wrong in it.")
@click.option("--force", is_flag=True, help="Replace an export although files in it were added or changed since.")
@catalog_option
@config_file_option
def export(
    *,
    file: Path,
    platform: str,
    deployment: str | None,
    assignments: tuple[str, ...],
    output: Path | None,
    cluster: str | None,
    invalid: bool,
    force: bool,
    folder: Path | None,
    config_file: Path,
) -> None:
    """Write a folder with everything that runs the job in FILE on a platform: README.md in it says how.

    Shared components that the job takes by name are put in. Secrets are in no file: they are asked for when the job
    starts. Exit codes: 0 exported, 1 the job is not valid or the platform cannot run it, 2 wrong use or configuration.
    """
    chosen = _platform(platform)
    found = self_contained(read_job(file), folder=folder, config_file=config_file)
    job = _valid_job(found.document, invalid=invalid)
    require_deployment(job.data, deployment)
    request = Request(
        data=job.data,
        text=job.text,
        name=job.data["name"],
        cluster=_cluster(cluster, config_file),
        deployment=deployment,
        parameters=_parameters(job.data, assignments),
    )
    instructions = _instructions(chosen, request, job)
    target = output or Path(f"{request.file_stem}-{chosen.id}")
    notices = tuple(_notices(file, job))
    files = folder_files(instructions, request, notices=notices)
    OutputFolder.prepare(target, force=force).write(files)
    _print_summary(target, instructions, request, notices, len(files))


def _platform(name: str) -> Platform:
    if name not in PLATFORMS:
        raise click.UsageError(f"There is no platform `{escape_controls(name)}`. {suggestion(name, PLATFORMS)}")
    return PLATFORMS[name]


def _valid_job(document: Document, *, invalid: bool) -> _Job:
    """Return the job to export, without secrets.

    Exit if it is invalid, or with `invalid`, if a part that it needs to run is invalid.
    """
    published = publish_document(document)
    masked = published is not document
    if not document.problems:
        return _Job(published.source.text, published.data, masked=masked)
    if not invalid:
        end_with_problems(document, "Mend this, or export the job without what is wrong in it: `--invalid`.")
    valid = runnable_job(published)
    if isinstance(valid, str):
        end_with_problems(
            document, f"Even with `--invalid`, the job cannot do without what is wrong at {escape_controls(valid)}."
        )
    return _Job(published.source.text, valid.data, valid.left_out, masked=masked)


def _parameters(data: Mapping[str, Any], assignments: Iterable[str]) -> dict[str, object]:
    """Return the parameters set by `--set`. Raises UsageError if one looks like a credential."""
    chosen = chosen_parameters(data, assignments)
    for key, value in chosen.items():
        if found := next(tokens(str(value)), None):
            raise click.UsageError(
                f"`--set {key}=...` looks like {found.kind}, and an export holds its parameters in plain text: "
                "make it one of the job's `secrets`, which are asked for when it starts."
            )
    return chosen


def _cluster(given: str | None, config_file: Path) -> str:
    """Return the address of the cluster: that given, else that of the configuration, else the example."""
    if given is not None:
        if not _CLUSTER.fullmatch(given):
            raise click.UsageError(f"`{escape_controls(given)}` is no address of a cluster: write one with https://.")
        return given.rstrip("/")
    if not is_given("config_file") and not config_file.is_file():
        return _EXAMPLE
    try:
        return read_config(config_file).cluster
    except WrongConfiguration:
        if is_given("config_file"):
            raise
        return _EXAMPLE  # Ignore errors in a `mkdocs.yml` that was not named: it may belong to another site.


def _instructions(platform: Platform, request: Request, job: _Job) -> Instructions:
    found = platform.instruct(request)
    if found.refusal:
        raise click.ClickException(escape_controls(found.refusal))
    return replace(found, untranslated=(*job.left_out, *found.untranslated))


def _notices(file: Path, job: _Job) -> Iterator[str]:
    """Yield the notices shown at the beginning of README.md, and after the export."""
    name = file.name.replace("`", "")
    if job.left_out:
        yield (
            "The job's file has errors, and OpenPAI refuses it. This is the job without what is wrong in it, which is "
            f"listed below. `paicatalog validate {name}` says more."
        )
    if job.masked:
        yield (
            f"Secrets are written out in `{name}`. None is here: `******` or `(secret)` stands in its place, and "
            "commands that hold one will not work."
        )


def _print_summary(target: Path, found: Instructions, request: Request, notices: Sequence[str], files: int) -> None:
    """Print where the export is, how it differs from OpenPAI, and the next command."""
    say(f"{target}: {files} files that run {request.name} on {found.title}.")
    for notice in notices:
        say(notice, err=True)
    number = len(found.untranslated)
    if number:
        differ = "thing differs" if number == 1 else "things differ"
        say(f"{number} {differ} from OpenPAI: see {target / 'untranslated.md'}.")
    else:
        say("It does all that the job asks for.")
    if found.platform == OPENPAI and request.cluster == _EXAMPLE:
        say("The cluster's address is an example: set PAI_CLUSTER to yours, or export with `--cluster`.")
    first = next((plain(step.code) for step in found.steps if step.code), "")
    rest = f" && {first.strip()}" if first.count("\n") == 1 else ", and follow README.md"
    say(f"Next: cd {shlex.quote(str(target))}{rest}")
