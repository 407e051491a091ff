"""`paicatalog bundle`: print a job as one self-contained protocol file."""

from pathlib import Path

import click

from paicatalog import __version__
from paicatalog.catalog.lock import lock as resolved
from paicatalog.cli.config_file import config_file_option
from paicatalog.cli.files.atomic_write import write_atomically
from paicatalog.cli.files.job_file import end_with_problems, read_job
from paicatalog.cli.files.shared_components import SelfContained, catalog_option, self_contained
from paicatalog.cli.say import say
from paicatalog.protocol.document import Document
from paicatalog.publishing.published_catalog import publish_document
from paicatalog.real_path import real_path
from paicatalog.reproduce.folder.json_file import json_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@catalog_option
@config_file_option
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the bundle to this file.")
@click.option("--show-secrets", is_flag=True, help="Print secrets that the job's file contains instead of ******.")
@click.option("--lock", is_flag=True, help="Write what was resolved to NAME.lock.json, beside the bundle.")
def bundle(
    *, file: Path, folder: Path | None, config_file: Path, output: Path | None, show_secrets: bool, lock: bool
) -> None:
    """Print the job in FILE with every shared component in it that it takes by name.

    Comments, order and quotes stay; a job that has everything is printed as it is, but for its secrets. The lock names
    each component with its version and the hash of its file, and the commit. Exit codes: 0 bundled, 1 the job is not
    valid, 2 a component is missing, or wrong use.
    """
    document = read_job(file)
    found = self_contained(
        document if show_secrets else publish_document(document), folder=folder, config_file=config_file
    )
    if found.document.problems:
        end_with_problems(found.document)
    content = found.document.source.content
    if output is not None:
        _require_other_file(output, file, found)
    lock_file = _lock_file(file, output, found) if lock else None
    if output is None:
        click.echo(content, nl=False)
    else:
        write_atomically(content, output)
    if lock_file is not None:
        write_atomically(*lock_file)
    _print_summary(output, found, lock_file[1] if lock_file else None)
    _print_secrets(file, document, found, show_secrets=show_secrets)


def _require_other_file(output: Path, file: Path, found: SelfContained) -> None:
    """Raise UsageError if the bundle would replace one of the files that it is made of."""
    sources = (file, *(Path(each.component.path or "") for each in found.used))
    if any(real_path(output) == real_path(source) for source in sources):
        raise click.UsageError(f"{output} is what the bundle is made of: name another file with `--output`.")


def _lock_file(file: Path, output: Path | None, found: SelfContained) -> tuple[bytes, Path]:
    """Return the content and path of the lock. Raises UsageError if another file has this path."""
    target = (
        (output or Path(found.job.name)).with_suffix(".lock.json") if output else Path(f"{found.job.name}.lock.json")
    )
    if target.exists() and b'"lockVersion"' not in target.read_bytes()[:1_000]:
        raise click.UsageError(f"{target} exists and is no lock: rename it, or name another `--output`.")
    content = found.document.source.content
    record = resolved(found.job, found.used, content=file.read_bytes(), bundle=content, shown_from=Path.cwd())
    return json_file({"generator": f"paicatalog {__version__}", **record}).encode(), target


def _print_summary(output: Path | None, found: SelfContained, lock: Path | None) -> None:
    """Print which files were written."""
    if output is not None:
        parts = ", ".join(f"{each.component.type} {each.component.name}" for each in found.used)
        say(f"{output}: {f'with {parts} in it' if parts else 'as it was, since it has everything'}.", err=True)
    if lock is not None:
        say(f"{lock}: what it was made of.", err=True)


def _print_secrets(file: Path, document: Document, found: SelfContained, *, show_secrets: bool) -> None:
    """Print which files contain secrets, and whether the bundle does."""
    if publish_document(document) is not document:
        rest = (
            "so does its bundle. Keep both to yourself."
            if show_secrets
            else "the bundle has ****** instead. Add `--show-secrets` to keep them."
        )
        say(f"{file} contains secrets; {rest}", err=True)
    for each in found.used:
        source = each.component.document.source if each.component.document else None
        if source and Path(source.path).read_bytes() != source.content:
            say(f"{source.path} holds a secret, which is not copied: the bundle has ****** there.", err=True)
