"""The pages of the plain lists, by type and by tag: without JavaScript, all components can be reached by them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from paicatalog.publishing.markdown_text import escaped, markdown_link
from paicatalog.site.build_context import BuildContext
from paicatalog.site.context import SiteContext
from paicatalog.site.facts.card import Card
from paicatalog.site.page import Page
from paicatalog.site.pages.list_links import TAGS, ListLink, tag_list_url, tag_lists, type_lists
from paicatalog.site.theme.language import gettext, ngettext
from paicatalog.site.urls.addresses import markdown_url, root

ROWS = 100
TAGS_ON_PAGE = 500
_ROOT = "\x00"
"""Placeholder for the relative URL of the root in rows that several lists share; cleaned text cannot contain it."""
_NEIGHBORS = 2


@dataclass(frozen=True, slots=True)
class PaginationLink:
    """A link to a page of the same list; with `url` "", a gap between links."""

    number: int
    url: str
    current: bool = False


def list_pages(context: SiteContext, cards: Sequence[Card]) -> Iterator[Page]:
    """Yield all pages of all lists; `cards` is the result of `all_cards`."""
    build = BuildContext.of(context)
    named = sorted((card for card in cards if card.newest), key=lambda card: (card.title.lower(), card.url))
    rows = dict(zip((card.url for card in named), _rendered(build, named), strict=True))
    for link in type_lists(cards):
        own = [card for card in named if card.kind == link.kind]
        yield from _component_list(build, link, own, rows)
    links = tag_lists(cards)
    yield from _tag_index(build, links)
    tagged = _by_tag(named)
    for link in links:
        parent = ListLink(gettext("Tags"), TAGS, len(links))
        yield from _component_list(build, link, tagged[link.url], rows, parent=parent)


def _by_tag(cards: Sequence[Card]) -> Mapping[str, list[Card]]:
    found: dict[str, list[Card]] = {}
    for card in cards:
        for tag in {tag.lower() for tag in card.tags}:
            found.setdefault(tag_list_url(tag), []).append(card)
    return found


def _rendered(build: BuildContext, cards: Sequence[Card]) -> Iterator[str]:
    line = build.templates.get_template("card.html.jinja").module.line  # type: ignore[attr-defined]
    return (str(line(card, _ROOT)) for card in cards)


def _component_list(
    build: BuildContext,
    link: ListLink,
    cards: Sequence[Card],
    rows: Mapping[str, str],
    *,
    parent: ListLink | None = None,
) -> Iterator[Page]:
    pages = range(1, _page_count(len(cards), ROWS) + 1)
    what = _tagged(link) if parent else gettext("%(count)s in all", count=f"{link.count:,}")
    for number in pages:
        shown = cards[(number - 1) * ROWS : number * ROWS]
        url = _page_url(link.url, number)
        # Each row was rendered by a template that escapes.
        lines = Markup("\n".join(rows[card.url] for card in shown).replace(_ROOT, root(url)))  # noqa: S704
        yield _page(
            build,
            "list.html.jinja",
            url,
            page_title(gettext("Tag: %(name)s", name=link.words) if parent else link.words, number),
            intro=gettext("%(what)s, by name, each in its newest version.", what=what),
            lines=lines,
            turns=pagination(link.url, number, len(pages)),
            parent=parent,
            markdown="\n".join(markdown_item(card, root(url)) for card in shown),
        )


def markdown_item(card: Card, way: str) -> str:
    """Return a component as an item of a Markdown list; `way` is the relative URL of the site's root."""
    name = f"{card.title} {card.version}".strip()
    return f"- {markdown_link(escaped(name), way + markdown_url(card.url))}: {escaped(card.summary)}"


def _tag_index(build: BuildContext, links: Sequence[ListLink]) -> Iterator[Page]:
    last = _page_count(len(links), TAGS_ON_PAGE) if links else 0
    for number in range(1, last + 1):
        yield _page(
            build,
            "list_tags.html.jinja",
            _page_url(TAGS, number, mark="~"),
            page_title(gettext("Tags"), number),
            intro=ngettext("%(num)s tag.", "%(num)s tags, the commonest first.", len(links)),
            tags=links[(number - 1) * TAGS_ON_PAGE : number * TAGS_ON_PAGE],
            turns=pagination(TAGS, number, last, mark="~"),
            parent=None,
        )


def _page(
    build: BuildContext, template: str, url: str, title: str, *, intro: str, markdown: str = "", **variables: object
) -> Page:
    html = build.render(template, root=root(url), title=title, intro=intro, **variables)
    twin = f"# {escaped(title)}\n\n{escaped(intro)}\n\n{markdown}" if markdown else ""
    return Page(url=url, title=title, description=f"{title}: {intro}"[:160], html=html, markdown=twin)


def page_title(words: str, number: int) -> str:
    """Return the title of a page of a list."""
    return words if number == 1 else gettext("%(title)s, page %(number)s", title=words, number=number)


def _tagged(link: ListLink) -> str:
    return ngettext("%(num)s component tagged %(tag)s", "%(num)s components tagged %(tag)s", link.count, tag=link.words)


def _page_count(rows: int, size: int) -> int:
    return max((rows + size - 1) // size, 1)


def _page_url(url: str, number: int, *, mark: str = "") -> str:
    """Return the URL of a page of a list; `mark` distinguishes its number from a tag that is a number."""
    return url if number == 1 else f"{url}{mark}{number}/"


def pagination(url: str, current: int, last: int, *, mark: str = "") -> list[PaginationLink]:
    """Return links to the first page, the last page and the neighbors of the current one.

    Their number is limited, so that a page does not grow with its list.
    """
    if last == 1:
        return []
    near = range(current - _NEIGHBORS, current + _NEIGHBORS + 1)
    turns: list[PaginationLink] = []
    for number in sorted({1, last, *near} & set(range(1, last + 1))):
        if turns and number > turns[-1].number + 1:
            turns.append(PaginationLink(number - 1, ""))
        turns.append(PaginationLink(number, _page_url(url, number, mark=mark), number == current))
    return turns
