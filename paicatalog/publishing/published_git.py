"""What Git says of files, without secrets: authors, subjects, tags and paths."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath

from paicatalog.catalog.git.commit_log import Commit
from paicatalog.catalog.git.commit_text import shortened
from paicatalog.catalog.git.history import FileHistory
from paicatalog.publishing.secret_search import SecretSearch

LONGEST_SUBJECT = 200
"""Characters; the rest is cut."""
LONGEST_NAME = 80
"""Characters of the name of an author or a tag."""
_CREDENTIALS = SecretSearch()


@lru_cache(maxsize=100_000)
def without_credentials(text: str) -> str:
    """Return a text that belongs to no file, such as the name of a tag, with credentials replaced."""
    return _CREDENTIALS.masked(text)


def published_tag(name: str) -> str:
    """Return the name of a tag without credentials, cut if it is long."""
    return shortened(without_credentials(name), LONGEST_NAME)


def publish_history(history: FileHistory, search: SecretSearch | None = None) -> FileHistory:
    """Return a file's history without credentials and the secrets of `search`, and with long texts cut.

    It is the same object if nothing changes.
    """
    commits = tuple([_commit(commit, search) for commit in history.commits])
    unchanged = all(new is old for new, old in zip(commits, history.commits, strict=True))
    return history if unchanged else replace(history, commits=commits)


def published_paths(paths: Iterable[str], searches: Mapping[str, SecretSearch]) -> Mapping[str, str]:
    """Return the published form of each path that contains a secret; different paths stay different.

    `searches` finds the secrets of files, by path.
    """
    known = set(paths)
    published: dict[str, str] = {}
    for path in sorted(known):
        masked = "/".join(_masked_name(name, searches.get(path)) for name in path.split("/"))
        if masked != path:
            published[path] = _free_path(masked, known)
            known.add(published[path])
    return published


def _masked_name(name: str, search: SecretSearch | None) -> str:
    """Return the name of a file or folder without secrets; the ending of a file may be no part of one."""
    masked, (stem, dot, ending) = _masked(name, search), name.rpartition(".")
    return masked if masked != name or not stem else f"{_masked(stem, search)}{dot}{ending}"


def _free_path(path: str, taken: set[str]) -> str:
    """Return `path`, or with a number before its ending if another file has it."""
    free, number, pure = path, 1, PurePosixPath(path)
    while free in taken:
        number += 1
        free = str(pure.with_name(f"{pure.stem}-{number}{pure.suffix}"))
    return free


def _commit(commit: Commit, search: SecretSearch | None) -> Commit:
    author = shortened(_masked(commit.author, search), LONGEST_NAME)
    subject = shortened(_masked(commit.subject, search), LONGEST_SUBJECT)
    if (author, subject) == (commit.author, commit.subject):
        return commit
    return replace(commit, author=author, subject=subject)


def _masked(text: str, search: SecretSearch | None) -> str:
    return search.masked(text) if search else without_credentials(text)
