"""Running Git without the `GIT_*` variables of the user's environment."""

import os
import subprocess
from pathlib import Path

_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    # What is read is what is committed: no objects that stand in for others in this clone only, no invented parents.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "LC_ALL": "C",
}


class GitError(Exception):
    """Git is missing or fails. The message is Git's own."""


def run_git(folder: Path, *arguments: str, stdin: bytes = b"", environment: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Run Git in `folder` with `stdin` as standard input and return its standard output; raises GitError."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "--no-pager", *arguments],
            cwd=folder,
            env=inherited | _ENVIRONMENT | dict(environment),
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
