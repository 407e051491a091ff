"""What keeps Git from giving the history of a folder, each as a message for the user."""

import re
from collections.abc import Iterator
from pathlib import Path

from paicatalog.catalog.git.command import GitError, in_repository, run_git
from paicatalog.catalog.git.history import shallow_commits

_LACKING = "pages lack dates, authors and history"
_OWNER = re.compile(r"dubious ownership in repository at '(.*)'|unsafe repository \('(.*)' is owned by someone else\)")


def access_problems(folder: Path) -> Iterator[str]:
    """Yield a message if Git cannot read the repository that `folder` is in, or has a part of its history only."""
    if problem := refusal(folder):
        yield f"{problem[0]}: {_LACKING}. {problem[1]}"
    elif shallow_commits(folder):
        yield (
            "This clone is shallow: pages, API and feed lack the dates of older changes. Run `git fetch --unshallow` "
            "before the build (in GitHub Actions: `fetch-depth: 0`)."
        )


def refusal(folder: Path) -> tuple[str, str] | None:
    """Return why Git cannot read the repository that `folder` is in, and what to do; None if it can.

    A folder outside any repository is no problem.
    """
    try:
        run_git(folder, "rev-parse", "--git-dir")
    except GitError as error:
        return _explained(str(error)) if in_repository(folder.resolve()) else None
    return None


def _explained(message: str) -> tuple[str, str]:
    if found := _OWNER.search(message):
        path = found[1] or found[2]
        problem = f"Git refuses to read {path}, which belongs to another user"
        return problem, f"Run `git config --global --add safe.directory {path}`."
    if message.startswith("Git cannot be run"):
        return "Git is not installed", "Install it, and run the command again."
    return f"Git cannot read the repository ({message})", "Run `git status` there to see what is wrong."
