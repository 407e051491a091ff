"""Diffs of a component's file for the history on its page, limited in length."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from paicatalog.catalog.component import Component
from paicatalog.catalog.git.file_versions import OldContents
from paicatalog.protocol.document import SourceFile
from paicatalog.publishing.published_catalog import publish_versions

MOST_CHANGES = 8
"""Commits of one file whose change is shown."""
_MOST_LINES = 40
_MOST_LETTERS = 160
_CONTEXT = 2
"""Unchanged lines shown around a change."""
_KEY = re.compile(r"([A-Za-z]\w*):")


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a diff. The sign is `+` (added), `-` (removed), " " (unchanged) or "…" (lines are left out)."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """The change of one commit to the file."""

    keys: tuple[str, ...]
    """The root keys of the file below which something changed."""
    added: int
    removed: int
    lines: tuple[DiffLine, ...]
    more: int
    """The number of lines left out at the end."""


def file_changes(component: Component, contents: OldContents) -> tuple[FileChange | None, ...]:
    """Return the change of each of the newest commits to a component's file.

    An item is None if the commit did not change the content, or if the content before or after it is not available.
    """
    found = contents.of(component.history) if component.history and component.path else ()
    known = {content: SourceFile(component.path or "", content) for content in found if content}
    texts = dict(zip(known, publish_versions(list(known.values())), strict=True))
    return tuple(_change(texts[old], texts[new]) if old and new else None for new, old in pairwise(found))


def _change(before: str, after: str) -> FileChange | None:
    """Return the difference between two texts; None if they are equal, as when a file is only moved."""
    old, new = (text.replace("\r\n", "\n").removesuffix("\n").split("\n") for text in (before, after))
    start = _common_prefix_length(old, new)
    end = _common_prefix_length(old[start:][::-1], new[start:][::-1])
    codes = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end]).get_opcodes()
    spans = [(a + start, b + start, c + start, d + start) for tag, a, b, c, d in codes if tag != "equal"]
    if not spans:
        return None
    lines = list(_lines(old, new, spans))
    return FileChange(
        keys=tuple(dict.fromkeys(key for a, b, c, d in spans for key in (*_keys(old, a, b), *_keys(new, c, d)))),
        added=sum(d - c for _, _, c, d in spans),
        removed=sum(b - a for a, b, _, _ in spans),
        lines=tuple(lines[:_MOST_LINES]),
        more=max(len(lines) - _MOST_LINES, 0),
    )


def _common_prefix_length(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the common prefix, in lines."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _keys(lines: Sequence[str], start: int, end: int) -> Iterator[str]:
    """Yield the root keys that a range of lines belongs to; that of the first line may precede the range."""
    for at in range(start, end):
        if found := _KEY.match(lines[at]):
            yield found[1]
        elif at == start and lines[at].strip():
            above = (match[1] for line in reversed(lines[:at]) if (match := _KEY.match(line)))
            yield from (key for key in (next(above, ""),) if key)


def _lines(old: list[str], new: list[str], spans: Sequence[tuple[int, int, int, int]]) -> Iterator[DiffLine]:
    shown = 0
    for at, (a, b, c, d) in enumerate(spans):
        first = max(a - _CONTEXT, shown)
        if first > shown:
            yield DiffLine("\u2026", "")
        yield from _diff_lines(" ", old[first:a])
        yield from _diff_lines("-", old[a:b])
        yield from _diff_lines("+", new[c:d])
        shown = min(b + _CONTEXT, spans[at + 1][0] if at + 1 < len(spans) else len(old))
        yield from _diff_lines(" ", old[b:shown])


def _diff_lines(sign: str, lines: Sequence[str]) -> Iterator[DiffLine]:
    for line in lines:
        yield DiffLine(sign, line if len(line) <= _MOST_LETTERS else f"{line[:_MOST_LETTERS]}\u2026")
