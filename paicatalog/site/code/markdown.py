"""Rendering of untrusted Markdown, such as descriptions, to safe HTML.

Raw HTML is shown as text. Links with another scheme than `http`, `https` and `mailto` (relative paths of the author's
repository included) are reduced to their text. Images would cause requests to other hosts, so they become links.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape

from paicatalog.site.code.yaml_html import yaml_html

_SAFE_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_CODE = re.compile(r"`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)")
_PLAIN = re.compile(rf"(?:[\w ,.;:()/'\"%$?@{{}}^=+\n\u2013\u2014-]++|{_CODE.pattern})*+")
_BLOCK_MARKUP = re.compile(r"^(?: {4}| {0,3}(?:[-=+]|\d+[.)]))|  $", re.MULTILINE)
"""Markup made of plain characters: indented code, lists, underlined headings, hard line breaks."""
_LONGEST = 100_000
"""Characters; for some input, the parser's time grows with the square of the length."""
_DEEPEST_LEVEL = 6

Tokens = Sequence[Token]


def markdown(text: str, *, shift: int = 2) -> Markup:
    """Return `text` as HTML, with each heading moved down by `shift` levels, at most to `<h6>`."""
    if len(text) > _LONGEST:
        return Markup('<p class="pc-verbatim">{}</p>\n').format(text)
    if _PLAIN.fullmatch(text) and not _BLOCK_MARKUP.search(text):
        return _paragraphs(text)
    # With html=False, all tags in the output are made by the parser.
    return Markup(_PARSER.render(text, {"shift": shift}))  # noqa: S704


def inline_code(text: str) -> Markup:
    """Return a message as HTML: text between backticks becomes `<code>`, all other text is escaped."""
    # Escaped first; the tags are added to escaped text.
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704


def _paragraphs(text: str) -> Markup:
    """Render paragraphs of plain text and `code`, as most descriptions are; the parser takes several times as long."""
    blocks = (re.sub(r"(?<! ) *+\n *+", "\n", block.strip()) for block in re.split(r"\n *+\n", text))
    return Markup("").join(Markup("<p>{}</p>\n").format(inline_code(block)) for block in blocks if block)


def _shift_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + state.env.get('shift', 0), _DEEPEST_LEVEL)}"


def _sanitize_links(state: StateCore) -> None:
    for block in state.tokens:
        if block.children:
            block.children = _safe_inline(block.children)


def _safe_inline(children: list[Token]) -> list[Token]:
    """Remove links that are not safe or not absolute, and turn images into links."""
    safe: list[Token] = []
    kept_links: list[bool] = []
    for token in children:
        if token.type == "link_open":
            kept_links.append(bool(_SAFE_LINK.match(str(token.attrGet("href") or ""))))
            token.attrSet("rel", "nofollow")
        if token.type == "image":
            safe.extend(_picture_link(token, linked=any(kept_links)))
        elif token.type not in ("link_open", "link_close") or kept_links[-1]:
            safe.append(token)
        if token.type == "link_close":
            kept_links.pop()
    return safe


def _picture_link(image: Token, *, linked: bool) -> list[Token]:
    source = str(image.attrGet("src") or "")
    words = Token("text", "", 0, content=image.content or source.rsplit("/", 1)[-1] or "picture")
    if linked or not _SAFE_LINK.match(source):
        return [words]
    attributes: dict[str, str | int | float] = {"href": source, "rel": "nofollow", "class": "pc-picture"}
    return [Token("link_open", "a", 1, attrs=attributes), words, Token("link_close", "a", -1)]


def _wrapped(before: str, rule: Callable[..., str], after: str) -> Callable[[RendererHTML, Tokens, int, Any, Any], str]:
    def render(self: RendererHTML, tokens: Tokens, at: int, options: Any, env: Any) -> str:
        return f"{before}{rule(self, tokens, at, options, env)}{after}"

    return render


def _code(_self: RendererHTML, tokens: Tokens, at: int, _options: Any, _env: Any) -> str:
    """Render a code block. It scrolls sideways, so it must be focusable by keyboard."""
    content, language = tokens[at].content, tokens[at].info.strip().lower()
    code = yaml_html(content, ids="") if language in ("yaml", "yml") else content
    return str(Markup('<pre class="pc-pre" tabindex="0"><code>{}</code></pre>\n').format(code))


def _table_open(*_: object) -> str:
    """Render the start of a table. Material's script wraps a table without a class in an element without focus."""
    return '<div class="pc-scroll" tabindex="0"><table class="pc-cells">\n'


def _cell(self: RendererHTML, tokens: Tokens, at: int, options: Any, env: Any) -> str:
    """Render the start of a table cell with a class for its alignment; the parser's `style` would be inline code."""
    if style := tokens[at].attrs.pop("style", None):
        tokens[at].attrJoin("class", f"pc-{str(style).removeprefix('text-align:')}")
    return self.renderToken(tokens, at, options, env)


def _plain_token(self: RendererHTML, tokens: Tokens, at: int, options: Any, env: Any) -> str:
    return self.renderToken(tokens, at, options, env)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.core.ruler.push("shift_headings", _shift_headings)
    parser.core.ruler.push("sanitize_links", _sanitize_links)
    for name in ("fence", "code_block"):
        parser.add_render_rule(name, _code)
    parser.add_render_rule("table_open", _table_open)
    for name in ("th_open", "td_open"):
        parser.add_render_rule(name, _cell)
    parser.add_render_rule("table_close", _wrapped("", _plain_token, "</div>\n"))
    return parser


_PARSER = _parser()
