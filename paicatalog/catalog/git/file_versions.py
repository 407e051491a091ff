"""Earlier contents of files, read from Git in batches."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from paicatalog.catalog.git.command import GitError, run_git
from paicatalog.catalog.git.history import FileHistory

# Objects missing in a partial clone are not fetched: building a site must not use the network.
_git = partial(run_git, environment=(("GIT_NO_LAZY_FETCH", "1"),))
_BATCH_SIZE = 64
"""Files read in one batch: starting Git for each would take longer than everything else."""
_MAXIMUM_SIZE = 100_000
"""Bytes; larger contents are not read."""


class OldContents:
    """Reads earlier contents of files. Fastest in the order of `histories`, since one batch is kept in memory."""

    def __init__(self, folder: Path, histories: Sequence[FileHistory], *, most: int) -> None:
        self.folder = folder
        self.most = most
        self._wanted = [history.contents[:most] for history in histories if len(history.contents) > 1]
        self._place = {names: at for at, names in enumerate(self._wanted)}
        self._read: Mapping[str, bytes] = {}

    def of(self, history: FileHistory) -> tuple[bytes | None, ...]:
        """Return the contents after the newest commits, at most `most`; None if missing, empty or too large.

        A file that never changed has none.
        """
        names = history.contents[: self.most]
        at = self._place.get(names)
        if at is None:
            return ()
        if not self._read.keys() >= set(names):
            near = dict.fromkeys(name for group in self._wanted[at : at + _BATCH_SIZE] for name in group)
            self._read = dict.fromkeys(near, b"") | self._contents(list(near))
        return tuple(self._read[name] or None for name in names)

    def _contents(self, names: Sequence[str]) -> dict[str, bytes]:
        try:
            small = [name for name, size in self._sizes(names) if size <= _MAXIMUM_SIZE]
            return dict(_batch(_git(self.folder, "cat-file", "--batch", stdin=_lines(small))))
        except GitError:
            return {}

    def _sizes(self, names: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Yield (name, bytes) of the contents that exist: a shallow or partial clone lacks some."""
        for line in _git(self.folder, "cat-file", "--batch-check", stdin=_lines(names)).decode("ascii").splitlines():
            name, kind, *size = line.split(" ")
            if kind == "blob":
                yield name, int(size[0])


def _lines(names: Sequence[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("ascii")


def _batch(answer: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content from the output of `git cat-file --batch`: `NAME blob SIZE`, content, line break."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        name, _, size = answer[at:end].decode("ascii").split(" ")
        at = end + 1 + int(size)
        yield name, answer[end + 1 : at]
        at += 1
