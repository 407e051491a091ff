"""The content security policy of the site: what it allows, and how each host sends it (W3C, CSP Level 3).

Everything comes from the site itself, no code is inline, no page is framed by other sites and no form leads elsewhere.
Sources are added for what the theme and the pages of the docs folder load from other hosts, and for what the option
`content_security_sources` names. Pages made from protocol files load nothing and add nothing, so that an error in their
escaping would not widen the policy.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from paicatalog.config import PolicyHost, is_policy_source
from paicatalog.site.page import StaticFile
from paicatalog.site.theme.external_code import is_executed

_STRICT: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'self'",),
    "object-src": ("'none'",),
}
_HEADER_ONLY = frozenset({"frame-ancestors"})
"""The directives that browsers ignore in a page, with a message in the console (CSP, section 3.3)."""
_HEADER_FILES: Mapping[PolicyHost, tuple[str, str]] = {
    PolicyHost.NETLIFY: ("_headers", "/*\n  Content-Security-Policy: {}\n"),
    PolicyHost.CLOUDFLARE: ("_headers", "/*\n  Content-Security-Policy: {}\n"),
    PolicyHost.APACHE: (".htaccess", 'Header always set Content-Security-Policy "{}"\n'),
    PolicyHost.NGINX: ("content-security-policy.conf", 'add_header Content-Security-Policy "{}" always;\n'),
}
"""Path of the host's file below the site's root, and its text around the policy."""
_DIRECTIVES = {
    ("script", "src"): "script-src",
    ("img", "src"): "img-src",
    ("iframe", "src"): "frame-src",
    ("video", "src"): "media-src",
    ("audio", "src"): "media-src",
    ("source", "src"): "media-src",
}
_LINKS = {"stylesheet": "style-src", "icon": "img-src"}
_CSS_DATA = re.compile(r"""url\(\s*["']?data:(?P<type>image|font)""", re.IGNORECASE)

Source = tuple[str, str]
"""A directive, and a source that it allows: `("img-src", "https://example.com")`."""


@dataclass(frozen=True, slots=True)
class ContentSecurityPolicy:
    """The policy of all pages of a site."""

    sources: frozenset[Source] = frozenset()
    """What is allowed in addition to the site itself."""

    def text(self, *, in_page: bool = False) -> str:
        """Return the policy as the value of the header, or, with `in_page`, of a `<meta>` element."""
        added: dict[str, list[str]] = {}
        for directive, source in sorted(self.sources):
            added.setdefault(directive, []).append(source)
        names = dict.fromkeys([*_STRICT, *added])
        directives = (f"{name} {' '.join(_all(name, added.get(name, [])))}" for name in names)
        return "; ".join(each for each in directives if not in_page or each.split()[0] not in _HEADER_ONLY)

    def element(self) -> bytes:
        """Return the policy as an element of a page's head."""
        return f'<meta http-equiv="Content-Security-Policy" content="{self.text(in_page=True)}">'.encode()

    def file(self, host: PolicyHost) -> StaticFile | None:
        """Return the file from which a host takes the header; None if the policy is in the pages."""
        if host is PolicyHost.META:
            return None
        url, form = _HEADER_FILES[host]
        return StaticFile(url, form.format(self.text()).encode())


def _all(directive: str, added: Iterable[str]) -> list[str]:
    """Return the sources of a directive. `'self'` is repeated, as no directive inherits from `default-src`."""
    own = [source for source in _STRICT.get(directive, ("'self'",)) if source != "'none'" or not added]
    return [*own, *added]


@dataclass(slots=True)
class LoadedByPage(HTMLParser):
    """What a page loads from other hosts, and its code that the policy blocks."""

    sources: set[Source] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    """Kinds of inline code: `<script>`, `<style>`, `style=`, `onclick=`."""

    @classmethod
    def of(cls, html: str) -> "LoadedByPage":
        page = cls()
        page.feed(html)
        page.close()
        return page

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in attributes and is_executed(attributes.get("type", ""))):
            self.blocked.add(f"<{tag}>")
        self.blocked.update(f"{name}=" for name in attributes if name == "style" or name.startswith("on"))
        self.sources.update(_sources(tag, attributes))


def _sources(tag: str, attributes: Mapping[str, str]) -> Iterator[Source]:
    for name, value in attributes.items():
        if (directive := _directive(tag, name, attributes)) and (origin := _origin(value)):
            yield directive, origin


def _directive(tag: str, name: str, attributes: Mapping[str, str]) -> str | None:
    if (tag, name) != ("link", "href"):
        return _DIRECTIVES.get((tag, name))
    kinds = attributes.get("rel", "").lower().split()
    if "preconnect" in kinds and "crossorigin" in attributes:
        return "font-src"  # Only fonts are requested so; the theme announces the host of its fonts.
    return next((_LINKS[kind] for kind in kinds if kind in _LINKS), None)


def _origin(url: str) -> str | None:
    """Return what a policy calls the host of a URL, `data:` for data, and None for a URL of the site itself."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme == "data":
        return "data:"
    origin = f"{parts.scheme}://{parts.netloc}".removeprefix("://")
    return origin if parts.netloc and is_policy_source(origin) else None


def sources_of_style_sheet(css: str) -> Iterator[Source]:
    """Yield what a style sheet of the docs folder contains in `data:` URLs."""
    for data in _CSS_DATA.finditer(css):
        yield ("img-src" if data["type"].lower() == "image" else "font-src"), "data:"
