"""A mistake: a small edit of a valid file, and the one finding that is expected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

BASES = {path.name: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "bases").iterdir()}
"""The valid files that mistakes are made in, by name."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """An edit and the expected finding."""

    base: str
    """The name of the file that is edited."""
    what: str
    """A description of the edit, for the name of the test."""
    old: str = ""
    """The text that is replaced. It must occur exactly once after `behind`."""
    new: str = ""
    behind: str = ""
    """A text before the edit; "" for the beginning of the file."""
    at: int | str = 0
    """The line of the finding: its offset from the first line of the edit, or a text that it contains."""
    hint: str = ""
    """A text that the hint must contain, in addition to something to type."""
    content: bytes | None = None
    """The content of the file, if it is not text."""
    file: str = ""
    """The file with the finding, if it is not `base`."""
    kind: str = ""
    rule: str = ""
    severity: str = ""
    """The expected severity; "" for an error or a warning."""
    beside: tuple[tuple[str, str], ...] = ()
    """Other files of the catalog, as (name, text)."""

    @property
    def text(self) -> str:
        """Return the text of the file with the mistake, or of the valid file if the mistake is not text."""
        if self.content is not None:
            return BASES[self.base]
        start = self._start()
        base = BASES[self.base]
        return base[:start] + self.new + base[start + len(self.old) :]

    @property
    def line(self) -> int:
        """Return the expected line of the finding, from 1."""
        if self.content is not None:
            assert isinstance(self.at, int)
            return self.at
        text = self.text
        if isinstance(self.at, str):
            assert self.at in text, f"{self.at!r} is not in the file"
            return text[: text.index(self.at)].count("\n") + 1
        start = self._start()
        unchanged = 0
        while self.old[unchanged : unchanged + 1] == self.new[unchanged : unchanged + 1] != "":
            unchanged += 1
        while self.new[unchanged : unchanged + 1] == "\n":
            unchanged += 1
        return text[: start + unchanged].count("\n") + 1 + self.at

    @property
    def range(self) -> tuple[int, int]:
        """Start and end of the edit in the base."""
        start = self._start()
        return start, start + len(self.old)

    def _start(self) -> int:
        base = BASES[self.base]
        begin = base.index(self.behind) + len(self.behind) if self.behind else 0
        found = base.count(self.old, begin)
        assert found == 1 or (self.behind and found), f"{self.old!r} stands {found} times in {self.base}"
        return base.index(self.old, begin)


def kind(name: str, rule: str, mistakes: Sequence[Mistake], *, severity: str = "") -> Iterator[Mistake]:
    """Set the kind of mistakes, and the rule that reports them."""
    return (replace(mistake, kind=name, rule=rule, severity=severity) for mistake in mistakes)


def change(
    base: str, old: str, new: str, *, behind: str = "", at: int | str = 0, hint: str = "", file: str = ""
) -> Mistake:
    """Replace `old`, which must be unique (or the first after `behind`), by `new`."""
    what = f"{old.strip()[:40]!r} becomes {new.strip()[:40]!r}"
    return Mistake(base, what, old, new, behind, at, hint, file=file)


def drop(base: str, line: str, *, at: int | str, behind: str = "", hint: str = "") -> Mistake:
    """Delete the line that begins with `line`, and the more indented lines below it."""
    old = _block(base, line, behind)
    return Mistake(base, f"{line!r} is deleted", old, "", _before(base, line, behind), at, hint)


def repeat(base: str, line: str, *, behind: str = "", at: int | str = 0, hint: str = "") -> Mistake:
    """Repeat a line, and the more indented lines below it, after the first occurrence."""
    old = _block(base, line, behind)
    before = _before(base, line, behind)
    return Mistake(base, f"{line!r} is there twice", old, old + old, before, at, hint)


def put(base: str, line: str, new: str, *, behind: str = "", at: int | str = 0, hint: str = "") -> Mistake:
    """Insert `new` below the line that begins with `line`, with the same indentation."""
    text = BASES[base]
    start = _line_start(text, line, behind)
    indent = text[start : start + len(text[start:]) - len(text[start:].lstrip(" "))]
    old = text[start : text.index("\n", start) + 1]
    added = "".join(f"{indent}{each}\n" for each in new.split("\n"))
    return Mistake(base, f"{new!r} is added below {line!r}", old, old + added, _before(base, line, behind), at, hint)


def raw(base: str, what: str, content: bytes, *, line: int, hint: str = "") -> Mistake:
    """Replace the whole file by bytes."""
    return Mistake(base, what, at=line, hint=hint, content=content)


def beside(mistake: Mistake, **files: str) -> Mistake:
    """Add files to the catalog. `_` in a name stands for a dot."""
    return replace(mistake, beside=tuple((name.replace("_", "."), text) for name, text in files.items()))


def _line_start(text: str, line: str, behind: str) -> int:
    begin = text.index(behind) + len(behind) if behind else 0
    for start in [begin, *(index + 1 for index, char in enumerate(text) if char == "\n" and index >= begin)]:
        if text[start:].lstrip(" ").startswith(line) and (start == 0 or text[start - 1] == "\n"):
            return start
    raise AssertionError(f"no line begins with {line!r}")


def _block(base: str, line: str, behind: str) -> str:
    text = BASES[base]
    start = _line_start(text, line, behind)
    first, *rest = text[start:].splitlines(keepends=True)
    indent = len(first) - len(first.lstrip(" "))
    block = first
    for each in rest:
        if each.strip() and len(each) - len(each.lstrip(" ")) <= indent:
            break
        block += each
    return block


def _before(base: str, line: str, behind: str) -> str:
    """Return the text up to the line, to make the edit in that line only."""
    return BASES[base][: _line_start(BASES[base], line, behind)]
