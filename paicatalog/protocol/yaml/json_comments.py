"""Comments in JSON (`//` and `/* */`), which OpenPAI's editor of version 1 wrote and YAML does not have."""

import re
from collections.abc import Iterator

_PIECE = re.compile(
    r'(?P<text>"(?:[^"\\\n]|\\.)*+"?)|(?<![^\s,:{}\[\]"])(?://(?P<line>[^\n]*)|/\*(?P<block>.*?)(?:\*/|\Z))', re.DOTALL
)
"""A string, which may contain what looks like a comment, or a comment; one that is not closed extends to the end."""
_STARS = re.compile(r"[ \t*]*")


def with_yaml_comments(text: str) -> str:
    """Return JSON text with its comments written as those of YAML. Everything else keeps its line and column."""
    pieces, at = [], 0
    for match in _PIECE.finditer(text):
        if match["text"] is None:
            pieces += [text[at : match.start()], "".join(_comment(text, match))]
            at = match.end()
    return "".join([*pieces, text[at:]])


def _comment(text: str, match: re.Match[str]) -> Iterator[str]:
    if match["line"] is not None:
        yield f" #{match['line']}"
        return
    *above, last = match["block"].split("\n")
    for number, line in enumerate(above):
        yield f" # {_STARS.sub('', line, count=1)}\n" if number == 0 or _STARS.sub("", line, count=1) else "\n"
    rest = text[match.end() :].split("\n", 1)[0]
    if rest.strip():
        yield " " * len(f"{'' if above else '/*'}{last}*/")  # A comment of YAML would hide the rest of the line.
    elif words := _STARS.sub("", last, count=1).rstrip():
        yield f" # {words}"
