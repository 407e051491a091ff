"""The shape of a credential in a text: the characters that give it away, and a regular expression from there on."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from paicatalog.rules.command_words import CommandWords
from paicatalog.rules.placeholder import is_varied

_MARGIN = 80
"""How many characters before a sign `Shape.after` is given."""


@dataclass(frozen=True)
class Shape:
    """A kind of credential, and how it is recognized."""

    kind: str
    """With its article: "a GitHub token"."""
    signs: str
    """Character strings, separated by blanks. Each occurrence of one, in upper or lower case, may be a credential."""
    pattern: str
    """What follows the sign, as a regular expression. It must match in linear time: repetitions that something has to
    follow are limited or possessive. The secret is the group that takes part, or else the whole match."""
    published: str = ""
    """Where the shape is described: a rule of gitleaks (MIT) or a detector of trufflehog, or the vendor's own words."""
    accepts: Callable[[str], bool] = is_varied
    """Whether a text of this shape is a credential, and not a placeholder."""
    after: Callable[[str], bool] | None = None
    """Whether the sign may stand behind this text: the last characters before it."""
    programs: str = ""
    """Words, separated by blanks, of which the command must contain one, such as the program that has this option. The
    sign then begins a word of the command."""
    other_programs: str = ""
    """Words of which the command must contain none: the option means something else there."""
    before: int = 0
    """The number of characters before the sign that belong to the credential; `pattern` begins there."""
    within_words: bool = False
    """Whether the sign counts inside a word: `PASSWORD` does in `DB_PASSWORD`."""
    any_case: bool = False
    """Whether the pattern matches upper and lower case."""

    @cached_property
    def regex(self) -> str:
        """The regular expression that the text matches from the sign on, if the secret does not begin before it."""
        sign = "|".join(map(re.escape, self.signs.split()))
        boundary = r"(?<!\S)" if self.programs else r"\b" if self.signs[0].isalnum() else ""
        text = f"{'' if self.within_words else boundary}(?:{sign})" + ("" if self.before else self.pattern)
        return f"(?i:{text})" if self.any_case or self.before else text

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern if self.before else self.regex, re.ASCII)

    @cached_property
    def _programs(self) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(self.programs.split()), frozenset(self.other_programs.split())

    def span(self, text: str, sign: int, words: CommandWords) -> tuple[int, int] | None:
        """Return (start, end) of the secret whose sign is at the offset `sign`; None if there is none."""
        match = self._compiled.match(text, sign - self.before) if sign >= self.before else None
        if match is None or not self._fits(text, sign, words):
            return None
        start, end = match.span(match.lastindex or 0)
        return (start, end) if self.accepts(text[start:end]) else None

    def _fits(self, text: str, sign: int, words: CommandWords) -> bool:
        if self.after and not self.after(text[max(0, sign - _MARGIN) : sign]):
            return False
        some, none = self._programs
        return not some or (not some.isdisjoint(words.at(sign)) and none.isdisjoint(words.at(sign)))
