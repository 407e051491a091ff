"""Relative links of a page, rewritten so that they lead to the same places from a page at another depth.

Which attributes are URLs: https://html.spec.whatwg.org/multipage/indices.html#attributes-3
"""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from paicatalog.site.built_site.html_tokens import Token, TokenKind

_LINKS = frozenset({"href", "src", "action", "poster", "cite", "data", "formaction", "xlink:href"})
_CANDIDATES = frozenset({"srcset", "imagesrcset"})
_NEXT_CANDIDATE = re.compile(r",\s+|(?<=\d[wx]),")
_DOTTED = r"\.\.(?:\\?/[^\s\"'<>()]*)?|\.\\?/[^\s\"'<>()]*"
"""A value that is certainly a relative link: `..`, `../assets/x.js`, `./`; in JSON, `/` may be written as `\\/`."""
_WHOLE = re.compile(_DOTTED)
_IN_SCRIPT = re.compile(rf"(?<=[\"'])(?:{_DOTTED})(?=[\"'])")
_IN_STYLE = re.compile(rf"(?<=url\()\s*[\"']?(?P<link>{_DOTTED})(?=[\"']?\s*\))")


@dataclass(frozen=True, slots=True)
class Move:
    """A page that moves to the folder of another depth."""

    page: str
    """The file of the page, relative to the site's root: `catalog/index.html`."""
    depth: int
    """The number of folders in the new URL."""
    base: str = ""
    """The page's `<base href>`, to which its links are relative; "" if it has none."""

    def token(self, token: Token) -> Token:
        """Return a token with all its relative links rewritten: in attributes, inline scripts and styles."""
        if token.kind is TokenKind.START:
            moved = tuple((name, self._value(name, value)) for name, value in token.attributes)
            return token if moved == token.attributes else token.with_attributes(moved)
        if token.kind is TokenKind.CODE:
            changed = self._styled(token.source) if token.tag == "style" else self._scripted(token.source)
            return Token(token.kind, changed, token.tag)
        return token

    def link(self, link: str) -> str:
        """Return a link, rewritten if it is relative and has a path."""
        try:
            parts = urlsplit(link.strip())
        except ValueError:  # The generator wrote what is no URL.
            return link
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return link
        if urlsplit(self.base).path.startswith("/") or urlsplit(self.base).netloc:
            return urljoin(self.base, link)
        return urlunsplit(SplitResult("", "", self._path(parts.path), parts.query, parts.fragment))

    def _path(self, path: str) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), self.base, path))
        up = "../" * self.depth
        moved = posixpath.normpath(up + target) if target == "." else up + target
        return f"{moved}/" if path.endswith("/") else moved

    def _value(self, name: str, value: str) -> str:
        if name in _LINKS:
            return self.link(value)
        if name in _CANDIDATES:
            return ", ".join(self._candidate(each) for each in _NEXT_CANDIDATE.split(value))
        if name == "style":
            return self._styled(value)
        return self.link(value) if _WHOLE.fullmatch(value) else value

    def _candidate(self, candidate: str) -> str:
        link, *descriptor = candidate.split()[:2] or [""]
        return " ".join((self.link(link), *descriptor))

    def _scripted(self, code: str) -> str:
        return _IN_SCRIPT.sub(lambda match: self._escaped(match[0]), code)

    def _escaped(self, link: str) -> str:
        moved = self.link(link.replace("\\/", "/"))
        return moved.replace("/", "\\/") if "\\/" in link else moved

    def _styled(self, code: str) -> str:
        return _IN_STYLE.sub(lambda match: match[0].replace(match["link"], self.link(match["link"])), code)
