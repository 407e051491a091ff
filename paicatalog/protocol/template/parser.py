"""Parsing of templates `<% %>` as mustache.js 2.3 does it, keeping what the REST server prints: text and names.

Sections, partials, comments and `<%{x}%>` print nothing, but have effects: a section hides its content, a standalone
tag removes its whole line, and an unclosed tag or section is an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paicatalog.protocol.javascript.values import SPACE

OPEN, CLOSE = "<%", "%>"

_PIECE = re.compile(r"[^\n]*\n|[^\n]+")
_KINDS = frozenset("#^/>{&=!")
_SILENT = frozenset("#^>{&=")


class TemplateError(Exception):
    """A template that the server refuses."""

    def __init__(self, problem: str, tag: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.tag = tag
        """The text of the tag, shortened if it is not closed."""
        self.offset = offset
        """Offset of the tag in the template."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a template that is printed: text, or a name to look up."""

    text: str
    named: bool
    offset: int
    """Offset in the template."""


@dataclass(frozen=True, slots=True)
class _Tag:
    kind: str
    value: str
    start: int
    end: int


_NAME = re.compile(r"<%[ \t]*(\$\w[\w.\[\]-]*)[ \t]*%>", re.ASCII)


def simple_names(template: str) -> list[tuple[int, str]] | None:
    """Return offset and name of each tag if all of them are names such as `$parameters.lr`, else None.

    This takes a regular expression only, and no parser.
    """
    found = [(match.start(), match[1]) for match in _NAME.finditer(template)]
    return found if len(found) == template.count(OPEN) else None


def split_names(template: str) -> list[str] | None:
    """Return text and names alternately if all tags are names as in `simple_names`, else None."""
    pieces = _NAME.split(template)
    return pieces if len(pieces) // 2 == template.count(OPEN) else None


@dataclass(frozen=True, slots=True)
class SilentTag:
    """A tag that prints nothing."""

    sign: str
    """What it begins with: `#`, `^`, `>`, `&`, `{` or `=`, which changes the delimiters."""
    name: str
    text: str
    """Including its brackets; of a section, only its first tag."""
    offset: int
    """Offset in the template."""


def silent_tags(template: str) -> tuple[SilentTag, ...]:
    """Return the tags in `template` that print nothing, without comments; raises TemplateError."""
    parser = _Parser(template)
    for _ in parser.tokens() if OPEN in template else ():
        pass
    return tuple(
        SilentTag(tag.kind, tag.value, template[tag.start : tag.end], tag.start)
        for tag in parser.tags
        if tag.kind and tag.kind in _SILENT
    )


def parse_template(template: str) -> tuple[Token, ...]:
    """Return the pieces of `template` that are printed; raises TemplateError if the server refuses it."""
    if OPEN not in template:
        return (Token(template, named=False, offset=0),) if template else ()
    return tuple(_Parser(template).tokens())


class _Parser:
    """One pass over a template, with the state that `parseTemplate` of mustache.js keeps."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.open, self.close = OPEN, CLOSE
        self.kept: list[Token | None] = []
        self.blanks: list[int] = []
        """Indices in `kept` of the white space of the current line."""
        self.line_has_tag = self.line_has_text = False
        self.sections: list[_Tag] = []
        self.tags: list[_Tag] = []

    def tokens(self) -> Iterator[Token]:
        position = 0
        while position < len(self.template):
            start = self.template.find(self.open, position)
            self._text(position, start if start >= 0 else len(self.template))
            if start < 0:
                break
            tag = self._tag(start)
            self.tags.append(tag)
            self._process(tag)
            position = tag.end
        if self.sections:
            raise self._error(f"the section `{self.sections[-1].value}` is not closed", self.sections[-1])
        return (token for token in self.kept if token is not None)

    def _text(self, start: int, end: int) -> None:
        for match in _PIECE.finditer(self.template, start, end):
            piece = match[0]
            if piece.strip(SPACE):
                self.line_has_text = True
            else:
                self.blanks.append(len(self.kept))
            self._keep(Token(piece, named=False, offset=match.start()))
            if piece.endswith("\n"):
                self._end_line()

    def _keep(self, token: Token) -> None:
        self.kept.append(None if self.sections else token)

    def _end_line(self) -> None:
        if self.line_has_tag and not self.line_has_text:
            for index in self.blanks:
                self.kept[index] = None
        self.blanks.clear()
        self.line_has_tag = self.line_has_text = False

    def _tag(self, start: int) -> _Tag:
        position = self._skip_space(start + len(self.open))
        kind = self.template[position : position + 1]
        kind = kind if kind in _KINDS else ""
        begin = self._skip_space(position + len(kind))
        if kind == "=":
            value, after = self._read_until("=", begin)
        elif kind == "{":
            value, after = self._read_until("}" + self.close, begin)
            after = after - len(self.close)
        else:
            value, after = self._read_until(self.close, begin)
            after = after - len(self.close)
        close = self.template.find(self.close, after)
        if close < 0 or after < begin:
            raise TemplateError("a tag is not closed", self._excerpt(start), start)
        return _Tag(kind, value, start, close + len(self.close))

    def _read_until(self, stop: str, begin: int) -> tuple[str, int]:
        """Return the text before `stop` without trailing white space, and the position after `stop`, -1 for none."""
        found = self.template.find(stop, begin)
        if found < 0:
            return self.template[begin:], -1
        return self.template[begin:found].rstrip(SPACE), found + len(stop)

    def _skip_space(self, position: int) -> int:
        while position < len(self.template) and self.template[position] in SPACE:
            position += 1
        return position

    def _process(self, tag: _Tag) -> None:
        self.line_has_tag = True
        if tag.kind == "":
            self.line_has_text = True
            self._keep(Token(tag.value, named=True, offset=tag.start))
        elif tag.kind in "&{":
            self.line_has_text = True
        elif tag.kind in "#^":
            self.sections.append(tag)
        elif tag.kind == "/":
            self._close_section(tag)
        elif tag.kind == "=":
            self._change_tags(tag)

    def _close_section(self, tag: _Tag) -> None:
        if not self.sections:
            raise self._error(f"the section `{tag.value}` is closed but was never opened", tag)
        opened = self.sections.pop()
        if opened.value != tag.value:
            raise self._error(f"the section `{opened.value}` is not closed", opened)

    def _change_tags(self, tag: _Tag) -> None:
        parts = re.split(f"[{SPACE}]+", tag.value)
        if len(parts) < 2:
            raise self._error("a change of tags needs two of them", tag)
        self.open, self.close = parts[:2]

    def _error(self, problem: str, tag: _Tag) -> TemplateError:
        return TemplateError(problem, self.template[tag.start : tag.end], tag.start)

    def _excerpt(self, start: int) -> str:
        return self.template[start : start + 60].split("\n", 1)[0]
