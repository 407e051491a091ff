"""Every regular expression of the site's scripts, and their attacks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from attacks import attacks

ASSETS = Path(__file__).parents[2] / "paicatalog" / "site" / "assets"
_LITERAL = re.compile(
    r"""(?:[(,=:!&|?{;\[]|=>|\breturn)[ \n]*
    /(?P<source>(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)/(?P<flags>[a-z]*)
    (?=[.,);\]}\s])""",
    re.VERBOSE,
)
"""A literal after what an expression can follow: a slash after anything else divides, or is text."""
_CLASSES = {r"\p{L}": r"[^\W\d_]", r"\p{N}": r"\d", r"\p{Nd}": r"\d"}
"""Classes that Python does not know, and the nearest ones. Inside of brackets only the characters matter."""


@dataclass(frozen=True, slots=True)
class ScriptPattern:
    """A regular expression literal."""

    source: str
    flags: str
    place: str

    def attacks(self) -> list[tuple[str, str, str]]:
        """Return the attacks on the nearest pattern of Python."""
        written = self.source.replace("(?<", "(?P<").replace("(?P<!", "(?<!").replace("(?P<=", "(?<=")
        for name, same in _CLASSES.items():
            written = written.replace(f"[{name}", f"[{same.strip('[]^')}").replace(name, same.strip("[]^"))
        return list(attacks(re.compile(written)))


def script_patterns() -> Iterator[ScriptPattern]:
    """Yield the regular expressions of all scripts."""
    for file in sorted(ASSETS.rglob("*.js")):
        text = file.read_text(encoding="utf-8")
        for found in _LITERAL.finditer(text):
            line = text.count("\n", 0, found.start("source")) + 1
            yield ScriptPattern(found["source"], found["flags"], f"{file.name}:{line}")
