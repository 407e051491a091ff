"""The contents that files had after the commits that changed them, read from Git a few files at a time."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git
from paicatalog.catalog.git.history import FileHistory

# What a partial clone lacks is not fetched: building a site asks no other host for anything.
_git = partial(run_git, environment=(("GIT_NO_LAZY_FETCH", "1"),))
_AT_ONCE = 64
"""Files whose contents are read together: starting Git for each would take longer than all the rest."""
_LARGEST = 100_000


class OldContents:
    """Gives the contents of files, best asked for in the order of `histories`; few are kept in memory."""

    def __init__(self, folder: Path, histories: Sequence[FileHistory], *, most: int) -> None:
        self.folder = folder
        self.most = most
        self._wanted = [history.contents[:most] for history in histories if len(history.contents) > 1]
        self._place = {names: at for at, names in enumerate(self._wanted)}
        self._read: Mapping[str, bytes] = {}

    def of(self, history: FileHistory) -> tuple[bytes | None, ...]:
        """Return the contents after the newest commits, at most as many as asked for; None for what is not there."""
        names = history.contents[: self.most]
        at = self._place.get(names)
        if at is None:
            return ()
        if not self._read.keys() >= set(names):
            near = dict.fromkeys(name for group in self._wanted[at : at + _AT_ONCE] for name in group)
            self._read = dict.fromkeys(near, b"") | self._contents(list(near))
        return tuple(self._read[name] or None for name in names)

    def _contents(self, names: Sequence[str]) -> dict[str, bytes]:
        try:
            small = [name for name, size in self._sizes(names) if size <= _LARGEST]
            return dict(_batch(_git(self.folder, "cat-file", "--batch", given=_lines(small))))
        except GitError:
            return {}

    def _sizes(self, names: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Yield those that are there: of a shallow or a partial clone not all are."""
        for line in _git(self.folder, "cat-file", "--batch-check", given=_lines(names)).decode("ascii").splitlines():
            name, kind, *size = line.split(" ")
            if kind == "blob":
                yield name, int(size[0])


def _lines(names: Sequence[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("ascii")


def _batch(answer: bytes) -> Iterator[tuple[str, bytes]]:
    """Read what `git cat-file --batch` prints: `NAME blob SIZE`, the content and a line break for each."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        name, _, size = answer[at:end].decode("ascii").split(" ")
        at = end + 1 + int(size)
        yield name, answer[end + 1 : at]
        at += 1
