"""Running Git without those `GIT_*` variables of the user's environment that change what it prints."""

import os
import subprocess
from pathlib import Path

from paicatalog.installed_program import installed_program

_KEPT = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""The beginnings of variables that are kept: they say which repositories Git may read and where it looks for them."""
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    # What is read is what is committed: no objects that stand in for others in this clone only, no invented parents.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "LC_ALL": "C",
}
_WITHOUT_MONITOR = ("-c", "core.fsmonitor=false")
"""Otherwise Git runs the program that the configuration of the repository names, whenever it looks for changes."""


class GitError(Exception):
    """Git is missing or fails. The message is Git's own."""


def run_git(folder: Path, *arguments: str, stdin: bytes = b"", environment: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Run Git in `folder` with `stdin` as standard input and return its standard output; raises GitError."""
    git = installed_program("git")
    if git is None:
        raise GitError("Git cannot be run: not found in the folders of PATH")
    try:
        # No shell reads the arguments; callers mark where options end.
        done = subprocess.run(  # noqa: S603
            [git, "--no-pager", *_WITHOUT_MONITOR, *arguments],
            cwd=folder,
            env=_inherited() | _elsewhere(folder) | _ENVIRONMENT | dict(environment),
            input=stdin,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise GitError(f"Git cannot be run: {error.strerror}") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise GitError(said[0].removeprefix("fatal: ") if said else f"Git failed with exit code {done.returncode}")
    return done.stdout


def in_repository(folder: Path) -> bool:
    """Return whether `folder` or a folder above it has a Git directory, which Git may still refuse to read."""
    return any((above / ".git").exists() for above in (folder, *folder.parents))


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}


def _elsewhere(folder: Path) -> dict[str, str]:
    """Return GIT_DIR and GIT_WORK_TREE with absolute paths if the user's Git directory is not in or above `folder`.

    Where it is, they are left out: in a hook, Git sets them for the repository of the hook, whatever `folder` is.
    """
    git_dir = os.environ.get("GIT_DIR")
    if not git_dir or in_repository(folder.absolute()):
        return {}
    found = {"GIT_DIR": git_dir, "GIT_WORK_TREE": os.environ.get("GIT_WORK_TREE") or "."}
    return {name: str(Path(path).absolute()) for name, path in found.items()}
