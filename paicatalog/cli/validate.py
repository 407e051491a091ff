"""`paicatalog validate`: check protocol files."""

import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from paicatalog import pipeline
from paicatalog.catalog.git.changes import Changes, UnknownChangeError
from paicatalog.catalog.git.work_tree import repository_root
from paicatalog.cli.config_file import config_file_option, read_config, read_settings
from paicatalog.cli.job_summary import append_job_summary
from paicatalog.cli.rule_name import find_rule
from paicatalog.cli.say import say
from paicatalog.parallel.garbage_collection import collector_disabled
from paicatalog.publishing.reported_file import ReportedFile, reported_files
from paicatalog.report import FORMATS, FORMATS_OF_CODE_HOSTS, Write, writer
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile
from paicatalog.rules.rule import Rule
from paicatalog.rules.settings import Settings


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@config_file_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.option(
    "--since", metavar="REF", help="Tell only of what has changed since this branch, tag or commit, and what it breaks."
)
@click.option("--select", metavar="RULE", multiple=True, help="Ask this rule only. Can be given several times.")
@click.option("--ignore", metavar="RULE", multiple=True, help="Leave this rule out. Can be given several times.")
@click.option("--no-cache", is_flag=True, help="Check every file anew, and remember nothing.")
@collector_disabled()
def validate(
    *,
    paths: tuple[Path, ...],
    config_file: Path,
    form: str,
    output: Path | None,
    strict: bool,
    since: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    no_cache: bool,
) -> None:
    """Check protocol files: what OpenPAI would refuse, what must not be published, what is probably a mistake.

    PATH is a file or a folder; without one, the catalog of `mkdocs.yml` is checked. What `mkdocs.yml` says of rules and
    findings counts for each PATH too, but `--select` and `--ignore` come first. `paicatalog explain RULE` tells more
    about a rule. Exit codes: 0 nothing fails, 1 a finding does, 2 wrong use or configuration.
    """
    config = None if _require_existing(paths) else read_config(config_file)
    settings, found = (config.settings, (config.catalog_dir,)) if config else (read_settings(config_file), paths)
    here, rules, whole = _shown_from(form), _selected_rules(select, ignore, settings), config is not None
    changes = None if since is None else _changes(found, since, here)
    all_now = pipeline.check(
        found, shown_from=here, rules=rules, use_cache=not no_cache, settings=settings, whole=whole
    )
    for notice in all_now.notices:
        say(notice, err=True)
    checked = all_now.files
    if config and config.redirects:
        # This imports `paicatalog.site`, which few runs need.
        from paicatalog.cli.redirects import check_redirects  # noqa: PLC0415

        check_redirects(config, all_now.catalog)
    if not checked:
        raise click.UsageError(" ".join(pipeline.missing_files(found, shown_from=here)))
    for problem in (*(config.warnings if config else ()), *pipeline.missing_submodules_of(found, shown_from=here)):
        click.echo(f"Warning: {problem}", err=True)
    if changes:
        checked = pipeline.caused_by(changes, all_now, shown_from=here, rules=rules, settings=settings, whole=whole)
    elif config and not (select or ignore):
        checked += pipeline.report_unused_ignores(all_now, config, config_file, shown_from=here)
    files = reported_files(checked)
    _report(files, partial(writer(form), strict=strict), output)
    if form == "github":
        append_job_summary(files)
    gc.freeze()  # Python collects garbage at exit, which would take time for nothing.
    sys.exit(1 if _fails(checked, strict=strict) else 0)


def _require_existing(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    for path in paths:
        if not os.path.lexists(path):
            raise click.UsageError(f"There is no file or folder {path}.")
    return paths


def _shown_from(form: str) -> Path:
    """Return the folder that paths in a report are relative to: code hosts look for files from the repository's root.

    Git refuses to name it in a folder of another user, as in a container; GitHub Actions names it in a variable.
    """
    here = Path.cwd()
    if form not in FORMATS_OF_CODE_HOSTS:
        return here
    workspace = os.environ.get("GITHUB_WORKSPACE")
    root = repository_root(here) or (Path(workspace).resolve() if workspace else here)
    return root if here.is_relative_to(root) else here


def _changes(paths: tuple[Path, ...], ref: str, shown_from: Path) -> Changes:
    try:
        return pipeline.changes_at(paths, ref, shown_from=shown_from)
    except UnknownChangeError as error:
        raise click.UsageError(str(error)) from error


def _selected_rules(select: tuple[str, ...], ignore: tuple[str, ...], settings: Settings) -> tuple[Rule, ...]:
    selected = [find_rule(name) for name in select] or settings.enabled(RULES)
    ignored = [find_rule(name) for name in ignore]
    return tuple(rule for rule in RULES if rule in selected and rule not in ignored)


def _report(files: Sequence[ReportedFile], write: Write, output: Path | None) -> None:
    if output is None:
        # Escape what the terminal's encoding lacks, instead of failing.
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        write(files, sys.stdout, color=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
        return
    try:
        with output.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            write(files, stream)
    except OSError as error:
        raise click.UsageError(f"The report cannot be written to {output}: {error.strerror}.") from error


def _fails(checked: Sequence[CheckedFile], *, strict: bool) -> bool:
    return any(finding.severity.fails(strict=strict) for file in checked for finding in file.findings)
