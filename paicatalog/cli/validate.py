"""`paicatalog validate`: the gate of every pull request."""

import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from paicatalog import pipeline
from paicatalog.cli.job_summary import append_job_summary
from paicatalog.cli.mkdocs_yml import config_file_option, read_config
from paicatalog.cli.rule_name import find_rule
from paicatalog.report import FORMATS, Write
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile
from paicatalog.rules.rule import Rule


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@config_file_option
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.option("--select", metavar="RULE", multiple=True, help="Ask this rule only. Can be given several times.")
@click.option("--ignore", metavar="RULE", multiple=True, help="Leave this rule out. Can be given several times.")
@click.option("--no-cache", is_flag=True, help="Check every file anew, and remember nothing.")
def validate(
    *,
    paths: tuple[Path, ...],
    config_file: Path,
    form: str,
    output: Path | None,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    no_cache: bool,
) -> None:
    """Check protocol files: what OpenPAI would refuse, what must not be published, what is probably a mistake.

    PATH is a file or a folder; without one, the catalog of `mkdocs.yml` is checked. `paicatalog explain RULE` tells
    more about a rule. Exit codes: 0 nothing fails, 1 a finding does, 2 wrong use or configuration.
    """
    rules = _chosen(select, ignore)
    found = _existing(paths) or (read_config(config_file).catalog_dir,)
    checked = pipeline.check(found, shown_from=Path.cwd(), rules=rules, remember=not no_cache).files
    if not checked:
        names = " and ".join(pipeline.shown(path, Path.cwd()) for path in found)
        raise click.UsageError(f"There are no protocol files in {names}: their names end in .yaml, .yml or .json.")
    _report(checked, partial(FORMATS[form], strict=strict), output)
    if form == "github":
        append_job_summary(checked)
    gc.freeze()  # At the end of the process nothing needs to be searched for garbage any more.
    sys.exit(1 if _fails(checked, strict=strict) else 0)


def _existing(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    for path in paths:
        if not os.path.lexists(path):
            raise click.UsageError(f"There is no file or folder {path}.")
    return paths


def _chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Rule, ...]:
    selected = [find_rule(name) for name in select] or RULES
    ignored = [find_rule(name) for name in ignore]
    return tuple(rule for rule in RULES if rule in selected and rule not in ignored)


def _report(checked: Sequence[CheckedFile], write: Write, output: Path | None) -> None:
    if output is None:
        # What the terminal cannot print is spelled out; it must not end the report.
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        write(checked, sys.stdout, color=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
        return
    try:
        with output.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            write(checked, stream)
    except OSError as error:
        raise click.UsageError(f"The report cannot be written to {output}: {error.strerror}.") from error


def _fails(checked: Sequence[CheckedFile], *, strict: bool) -> bool:
    return any(finding.severity.fails(strict=strict) for file in checked for finding in file.findings)
