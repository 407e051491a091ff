"""Lock files of bundles: version and checksum of each file used, and the commit they are from."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from paicatalog.catalog.bundle import BundledComponent
from paicatalog.catalog.component import Component
from paicatalog.catalog.git.history import head_commit, uncommitted
from paicatalog.catalog.git.work_tree import repository_root
from paicatalog.protocol.place import json_pointer

LOCK_VERSION = 1


def lock(
    job: Component, used: Sequence[BundledComponent], *, content: bytes, bundle: bytes, shown_from: Path
) -> dict[str, Any]:
    """Return the content of a lock file, as values that JSON can represent.

    `content` is the original file of the job, `bundle` the self-contained one. The paths of components are relative to
    `shown_from`; those in the lock file are relative to the top folder of the repository, or outside Git to
    `shown_from`. `uncommitted` lists the files that differ from `commit`, including those outside the repository; both
    are null without a commit.
    """
    first = used[0].component.path if used else job.path
    root = repository_root((shown_from / (first or "")).parent)
    commit = head_commit(root) if root else None
    names = {path: _from_root(shown_from / path, root or shown_from) for path in _paths(job, used)}
    return {
        "lockVersion": LOCK_VERSION,
        "job": {**_named(job, names), "sha256": _sha256(content)},
        "components": [
            {
                "pointer": json_pointer(each.pointer),
                **_named(each.component, names),
                "sha256": _sha256(_file_content(shown_from, each.component)),
            }
            for each in used
        ],
        "bundle": {"sha256": _sha256(bundle)},
        "commit": commit,
        "uncommitted": _uncommitted(root, sorted(set(names.values()))) if root and commit else None,
    }


def _paths(job: Component, used: Sequence[BundledComponent]) -> list[str]:
    return [part.path for part in (job, *(each.component for each in used)) if part.path is not None]


def _named(component: Component, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": component.type.value,
        "name": component.name,
        "version": component.version,
        "path": names.get(component.path or ""),
    }


def _from_root(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()


def _uncommitted(root: Path, paths: Sequence[str]) -> list[str]:
    within = [path for path in paths if not path.startswith("../")]
    return sorted({*uncommitted(root, within), *(path for path in paths if path not in within)})


def _file_content(shown_from: Path, component: Component) -> bytes:
    """Read the file of a component again, since secrets may be masked in the component's document."""
    return (shown_from / (component.path or "")).read_bytes()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
