"""`paicatalog upgrade`: convert files of old dialects to protocol 2."""

import os
import sys
import tempfile
from pathlib import Path

import click

from paicatalog.cli.say import say
from paicatalog.contribute.upgrade.convert import Current, Unconvertible, Upgraded
from paicatalog.contribute.upgrade.convert import upgrade as convert
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse, read_document
from paicatalog.publishing.published_catalog import publish_document
from paicatalog.real_path import real_path
from paicatalog.rules.secret_words import without_tokens
from paicatalog.rules.wording import escape_controls

_NAMES = {
    Dialect.V2_2018: "the 2018 draft of the protocol",
    Dialect.V2_2019: "the early 2019 draft of the protocol",
    Dialect.V1: "version 1",
}


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Replace each file; of NAME.json write NAME.yaml beside it.")
@click.option("--show-secrets", is_flag=True, help="Print secrets instead of ******; --write always keeps them.")
def upgrade(files: tuple[Path, ...], write: bool, show_secrets: bool) -> None:
    """Convert files of old dialects to protocol 2, with the same commands and resources.

    Prints the result, with its secrets masked; what could not be carried over goes to the error output. Old are the
    drafts of 2018 (`protocol_version: v2`) and early 2019 (`$$x$$`), and the JSON of version 1 (`jobName`). Exit codes:
    0 all converted or nothing to do, 1 a file cannot be converted, 2 wrong use.
    """
    for file in files:
        if not file.is_file():
            raise click.UsageError(f"There is no file {file}: name the protocol files to convert.")
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    printed = [_upgrade(file, write=write, show_secrets=show_secrets, several=len(files) > 1) for file in files]
    sys.exit(0 if all(printed) else 1)


def _upgrade(file: Path, *, write: bool, show_secrets: bool, several: bool) -> bool:
    """Convert one file and print the outcome. Return False if it cannot be converted."""
    found = convert(read_document(file, file.as_posix()))
    if isinstance(found, Unconvertible):
        return _print_reason(file, without_tokens("; ".join(found.reasons)))
    if isinstance(found, Current):
        rest = "nothing to do." if found.valid else f"see `paicatalog validate {file}` for what is wrong with it."
        say(f"{file} is in protocol 2 already: {rest}", err=True)
        return True
    if write:
        target = file if file.suffix.lower() != ".json" else file.with_suffix(".yaml")
        if reason := _write(found.text, file, target):
            return _print_reason(file, reason)
        say(f"{target}: converted from {_NAMES[found.dialect]}.")
    else:
        text = found.text if show_secrets else _masked(file, found.text)
        click.echo((f"---\n# {escape_controls(str(file))}\n" if several else "") + text, nl=False)
    _print_notes(file, found)
    return True


def _masked(file: Path, text: str) -> str:
    """Return the result without secrets; print a notice if it has any."""
    document = parse(SourceFile(file.as_posix(), text.encode("utf-8", "replace")))
    published = publish_document(document)
    if published is document:
        return text
    say(
        f"{file} contains secrets, which are printed as ******. Use `--write` or `--show-secrets` to keep them.",
        err=True,
    )
    return published.source.text


def _print_reason(file: Path, reason: str) -> bool:
    say(f"{file} cannot be converted: {reason}.", err=True)
    return False


def _print_notes(file: Path, found: Upgraded) -> None:
    for note in found.notes:
        say(without_tokens(f"{file}: {note.key}: {note.why} {note.remedy}"), err=True)


def _write(text: str, file: Path, target: Path) -> str:
    """Write the result in one step. Return the reason if it cannot be written, else ""."""
    try:
        if target != file:
            with target.open("x", encoding="utf-8", newline="") as stream:
                stream.write(text)
            return ""
        _replace(text, real_path(file))
    except FileExistsError:
        return f"{target} exists, and it is not overwritten; rename or remove it"
    except OSError as error:
        return f"{target} cannot be written ({error.strerror})"
    return ""


def _replace(text: str, file: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    new = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        new.chmod(file.stat().st_mode & 0o7777)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
