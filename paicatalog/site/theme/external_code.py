"""Inline scripts and styles as files, so that a content security policy can forbid inline code.

The theme's templates contain scripts, `<style>` elements and `style` attributes, and Markdown aligns table cells by
`style` attributes. While a template is rendered, each of its scripts becomes a file with the same text, linked from the
same place, so that the order of execution stays. Only the code in templates is moved. What a page shows is inserted as
a value; a script in it would remain inline, where the policy blocks it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape, unescape

from jinja2 import Environment, TemplateSyntaxError, pass_context
from jinja2.runtime import Context

from paicatalog.site.page import StaticFile
from paicatalog.site.theme.data_images import with_image_files
from paicatalog.site.urls.addresses import ASSETS_FOLDER

_ELEMENT = re.compile(
    r"<(?P<tag>script|style)\b(?P<attributes>[^<>]*+)>(?P<text>(?:(?!<(?P=tag)\b).)*?)</(?P=tag)\s*+>",
    re.DOTALL | re.IGNORECASE,
)
_STYLE_ATTRIBUTE = re.compile(
    r"""(?P<before><[a-z](?:[^<>"']|"[^"]*"|'[^']*')*?\s)style=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_TYPE = re.compile(r"""\stype\s*=\s*["']?(?P<type>[^\s"'>]*)""", re.IGNORECASE)
_MEDIA = re.compile(r"""\smedia\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_RELATIVE_URL = re.compile(r"""url\((?!\s*["']?(?:[a-z]+:|/))""", re.IGNORECASE)
_EXECUTED = frozenset({"", "module", "text/javascript", "application/javascript"})
"""JavaScript, as the HTML standard has it (section 4.12.1), without names that are no longer in use."""


def is_executed(type_: str) -> bool:
    """Return whether browsers execute scripts of a type. Others are data blocks, which no policy blocks."""
    return type_.lower() in _EXECUTED


def with_filters(source: str, environment: Environment) -> str:
    """Return the source of a template in which the inline code goes through the filters of `ExternalCode`.

    It is returned unchanged if the filters would divide a statement, such as an `{% if %}` that begins in a script and
    ends after it.
    """
    changed = _STYLE_ATTRIBUTE.sub(_with_style_filter, _ELEMENT.sub(_with_code_filter, source))
    if changed != source:
        try:
            environment.parse(changed)
        except TemplateSyntaxError:
            return source
    return changed


def _with_code_filter(element: re.Match[str]) -> str:
    type_ = _TYPE.search(element["attributes"])
    if element["tag"].lower() == "script" and (
        _SOURCE.search(element["attributes"]) or not is_executed(type_["type"] if type_ else "")
    ):
        return element[0]
    return f"{{% filter external_code %}}{element[0]}{{% endfilter %}}"


def _with_style_filter(attribute: re.Match[str]) -> str:
    text = attribute["double"] or attribute["single"] or ""
    return f"{attribute['before']}{{% filter external_style %}}{text}{{% endfilter %}}"


@dataclass(frozen=True, slots=True)
class ExternalCode:
    """The inline code of one build: files, and rules in the place of `style` attributes."""

    found: dict[str, bytes] = field(default_factory=dict)
    """URL of each file, relative to the site's root -> its content."""
    rules: dict[str, str] = field(default_factory=dict)
    """Value of the attribute `data-pc-style` -> the declarations that it stands for."""

    def install(self, environment: Environment) -> None:
        """Add the filters that `with_filters` writes into templates."""
        environment.filters["external_code"] = self._code_filter()
        environment.filters["external_style"] = self._style_attribute

    def files(self) -> list[StaticFile]:
        """Return the files, in an order that depends on their content only."""
        return [StaticFile(url, content) for url, content in sorted(self.found.items())]

    def style_sheet(self) -> bytes:
        """Return the rules. By `:not(#_)` they have the specificity of an id, as attributes overrule classes too."""
        lines = (f'[data-pc-style="{name}"]:not(#_){{{text}}}\n' for name, text in sorted(self.rules.items()))
        return "".join(lines).encode()

    def without_style_attributes(self, html: str) -> str:
        """Return the HTML of a Markdown page with rules in the place of its `style` attributes."""

        def replaced(attribute: re.Match[str]) -> str:
            return attribute["before"] + self._style_attribute(attribute["double"] or attribute["single"] or "")

        return _STYLE_ATTRIBUTE.sub(replaced, html) if "style=" in html else html

    def with_image_files(self, css: str) -> str:
        """Return a style sheet of the theme with files in the place of the images in it."""
        return with_image_files(css, self.found)

    def _code_filter(self) -> Callable[[Context, str], str]:
        @pass_context
        def external_code(context: Context, html: str) -> str:
            # A macro that is imported without context does not know the page's depth, which a relative URL needs.
            if "base_url" not in context:
                return html
            url = context.environment.filters["url"]
            return _ELEMENT.sub(lambda element: self._linked(element, lambda to: escape(url(context, to))), html)

        return external_code

    def _linked(self, element: re.Match[str], url: Callable[[str], str]) -> str:
        attributes, text = element["attributes"].rstrip(), element["text"].strip()
        if element["tag"].lower() == "script":
            return f'<script{attributes} src="{url(self._file(text, "js"))}"></script>'
        if _RELATIVE_URL.search(text):
            return element[0]
        media = _MEDIA.search(attributes)
        address = self._file(self.with_image_files(text), "css")
        return f'<link rel="stylesheet" href="{url(address)}"{media[0] if media else ""}>'

    def _style_attribute(self, value: str) -> str:
        text = unescape(value).strip()
        if re.search("[{}<]", text) or _RELATIVE_URL.search(text):
            return f'style="{value}"'
        name = _digest(text.encode())
        self.rules[name] = self.with_image_files(text)
        return f'data-pc-style="{name}"'

    def _file(self, text: str, ending: str) -> str:
        content = f"{text}\n".encode()
        address = f"{ASSETS_FOLDER}{_digest(content)}.{ending}"
        self.found[address] = content
        return address


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
