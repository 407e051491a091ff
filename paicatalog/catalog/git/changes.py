"""Changes of the files in a folder since a commit."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from paicatalog.catalog.git.access import refusal
from paicatalog.catalog.git.command import GitError, run_git

# Objects missing in a partial clone are not fetched: checking files must not use the network.
_git = partial(run_git, environment=(("GIT_NO_LAZY_FETCH", "1"), ("GIT_LITERAL_PATHSPECS", "1")))
_FILE_MODES = ("100644", "100755", "100664")


class UnknownChangeError(Exception):
    """The changes cannot be determined. The message is for the user."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences between a folder of the work tree and a commit. Paths are relative to the folder, with `/`."""

    paths: frozenset[str]
    """Files added, changed or deleted, including untracked ones. A renamed file counts as one deleted and one
    added."""
    former: Mapping[str, bytes]
    """Contents at the commit of the files changed or deleted."""


def changes_since(folder: Path, ref: str, names: Sequence[str] = ()) -> Changes:
    """Return the changes below `folder` since the merge base of HEAD and `ref`.

    `names` limits them to these files directly in the folder. Raises UnknownChangeError.
    """
    base = _base(folder, ref)
    try:
        return _changes(folder, base, names or (".",))
    except GitError as error:
        raise UnknownChangeError(f"What has changed since {ref} cannot be read: {error}.") from error


def _base(folder: Path, ref: str) -> str:
    """Return the full hash of the commit to compare with. This is the only place where user input is passed to Git."""
    try:
        _git(folder, "rev-parse", "--show-toplevel")
    except GitError as error:
        problem, remedy = refusal(folder) or (f"{folder} is not in a Git repository", "Leave out `--since`.")
        raise UnknownChangeError(f"{problem}. {remedy}") from error
    wanted = _commit(folder, ref)
    if wanted is None:
        raise UnknownChangeError(
            f"Git knows no commit `{ref}`: name a branch, a tag or a commit, such as `origin/main`. "
            "In CI it may have to be fetched first."
        )
    try:
        return _git(folder, "merge-base", wanted, "HEAD").decode("ascii").strip()
    except GitError as error:
        raise UnknownChangeError(
            f"The present commit and `{ref}` have no commit in common: in a clone that holds only the newest "
            "commits fetch the others (`git fetch --unshallow`)."
        ) from error


def _commit(folder: Path, ref: str) -> str | None:
    if ref.startswith("-") or "\0" in ref:
        return None  # Git would parse it as an option, or it is not a valid argument.
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode("ascii").strip()
    except GitError:
        return None


def _changes(folder: Path, base: str, names: Sequence[str]) -> Changes:
    # Of the commands that compare with the work tree, only `git status` does not lock or update the index.
    listed = ("diff-tree", "-r", "--name-only", "--no-renames", "--relative", "-z")
    committed = _git(folder, *listed, base, "HEAD", "--", *names)
    tracked = {*_paths(committed), *_uncommitted(folder, names)}
    untracked = set(_paths(_git(folder, "ls-files", "--others", "-z", "--", *names)))
    return Changes(frozenset(tracked | untracked), _contents(folder, base, tracked) if tracked else {})


def _uncommitted(folder: Path, names: Sequence[str]) -> Iterator[str]:
    options = ("--porcelain", "--no-renames", "--untracked-files=no", "--ignore-submodules=all", "-z")
    prefix = os.fsdecode(_git(folder, "rev-parse", "--show-prefix").removesuffix(b"\n"))
    for entry in _paths(_git(folder, "status", *options, "--", *names)):
        yield entry[len("XY ") :].removeprefix(prefix)


def _contents(folder: Path, commit: str, paths: Collection[str]) -> Mapping[str, bytes]:
    """Return the contents of `paths` at `commit`; paths that were not files there are left out."""
    tree = _git(folder, "ls-tree", "-r", "-z", commit)
    blobs = {path: blob for path, blob in _blobs(tree) if path in paths}
    if not blobs:
        return {}
    requested = "".join(f"{blob}\n" for blob in blobs.values()).encode("ascii")
    return dict(zip(blobs, _batch(_git(folder, "cat-file", "--batch", stdin=requested)), strict=True))


def _blobs(tree: bytes) -> Iterator[tuple[str, str]]:
    for entry in filter(None, tree.split(b"\0")):
        facts, _, path = entry.partition(b"\t")
        mode, _, blob = facts.decode("ascii").split(" ")
        if mode in _FILE_MODES:
            yield os.fsdecode(path), blob


def _batch(answer: bytes) -> Iterator[bytes]:
    """Yield the contents from the output of `git cat-file --batch`: a line that ends in the size, then the bytes."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        size = answer[at:end].rpartition(b" ")[2]
        if not size.isdigit():
            raise GitError("an old version of a file is missing here, fetch it first")
        yield answer[end + 1 : end + 1 + int(size)]
        at = end + 1 + int(size) + 1


def _paths(listed: bytes) -> Iterator[str]:
    yield from map(os.fsdecode, filter(None, listed.split(b"\0")))
