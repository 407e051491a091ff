"""The commands with which the servers of 2018 fetched a task's data and script into its working directory."""

import posixpath
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.contribute.upgrade.deployment import AddedCommand, commands_of
from paicatalog.contribute.upgrade.tree import Entry, node_of

_REASON = "The old server fetched the {kind} by itself."


def fetch_commands(kind: str, prerequisite: Mapping[str, Any], name: str) -> tuple[Entry, ...]:
    """Return the commands that fetch a data or script component into the folder `name`.

    The result is empty if the scheme of its address is unknown. A component with a `command` is fetched by that.
    """
    if own := commands_of(node_of(prerequisite.get("command"))):
        folder = AddedCommand(f"mkdir -p <% ${kind}.name %>", _REASON.format(kind=kind))
        return (folder.entry(), *own)
    uri = prerequisite.get("uri")
    listed = isinstance(uri, list)
    addresses = [str(each).strip() for each in (uri if isinstance(uri, list) else str(uri or "").split(","))]
    template = f"<% ${kind}.uri[0] %>" if kind == "data" else f"<% ${kind}.uri %>"
    if len(addresses) == 1:
        written = addresses[0] if "@" in addresses[0] and "github" in addresses[0] else template
        lines = list(_only(addresses[0], written, name, unpack=not listed))
    else:
        lines = [f"mkdir -p {name}", *(line for each in addresses for line in _one_of_several(each, name))]
        lines = lines if len(lines) > 1 else []
    reasons = [_REASON.format(kind=kind), *[""] * len(lines)]
    return tuple(AddedCommand(line, reason).entry() for line, reason in zip(lines, reasons, strict=False))


def _only(address: str, written: str, name: str, *, unpack: bool) -> Iterator[str]:
    if "github" in address:
        yield from _cloned(written, name)
    elif address.startswith("hdfs:"):
        yield f'hdfs dfs -get "{written}" {name}'
    elif address.startswith("http"):
        file = posixpath.basename(address.partition("?")[0].partition("#")[0])
        if (unpack and ".tar" in file) or file.endswith(".tgz"):
            yield f"mkdir -p {name}"
            yield f'wget -O - "{written}" | tar -x{"z" if file.endswith("gz") else ""} -C {name} --strip-components 1'
        elif unpack and file.endswith(".gz"):
            yield f'wget -O - "{written}" | gunzip > {name}'
        else:
            yield f"mkdir -p {name}"
            yield f'wget -P {name} "{written}"'
            if unpack and file.endswith(".zip"):
                yield f"unzip -d {name} {name}/{shlex.quote(file)}"


def _one_of_several(address: str, name: str) -> Iterator[str]:
    if "github" in address:
        repository, _, revision = address.partition("@")
        folder = f"{name}/{shlex.quote(posixpath.basename(repository).removesuffix('.git'))}"
        yield f'git clone "{repository}" {folder}'
        if revision:
            yield f"git -C {folder} checkout {shlex.quote(revision)}"
    elif address.startswith("hdfs:"):
        yield f'hdfs dfs -get "{address}" {name}/'
    elif address.startswith("http"):
        yield f'wget -P {name} "{address}"'


def _cloned(address: str, name: str) -> Iterator[str]:
    repository, _, revision = address.partition("@")
    yield f'git clone "{repository}" {name}'
    if revision:
        yield f"git -C {name} checkout {shlex.quote(revision)}"
