"""The components that a job uses, as rows of a table on its page."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from paicatalog.catalog.catalog import Catalog, Link, LinkKind
from paicatalog.catalog.catalog_facts import scalar_text
from paicatalog.catalog.component import Component, Prerequisite
from paicatalog.catalog.deprecation import deprecation, successor
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import Hyperlink, PageLinks
from paicatalog.site.pages.component.component_view import web_link
from paicatalog.site.theme.language import gettext
from paicatalog.site.theme.type_icons import type_icon
from paicatalog.site.theme.type_names import type_word

_ICONS = {type_: type_icon(type_.value) for type_ in ComponentType}


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a prerequisite."""

    badge: str
    """The style: `drift`, `deprecated`, `info`."""
    text: str
    """The label, one or two words."""
    words: str


@dataclass(frozen=True, slots=True)
class UsedComponent:
    """One prerequisite of the job."""

    id: str
    type: str
    type_word: str
    icon: Markup
    name: Hyperlink
    version: str
    uris: tuple[Hyperlink, ...]
    roles: tuple[str, ...]
    notes: tuple[Note, ...]


def used_components(component: Component, links: PageLinks) -> tuple[UsedComponent, ...]:
    """Return the job's prerequisites in the order of its file, each linked to its component."""
    found = links.build.context.catalog.uses(component.identity)
    return tuple(_used(link, links) for link in sorted(found, key=lambda link: link.prerequisite.index))


def anchor(prerequisite: Prerequisite) -> str:
    """Return the id of the prerequisite's row."""
    return f"component-{prerequisite.index}"


def _used(link: Link, links: PageLinks) -> UsedComponent:
    own = link.prerequisite
    target = links.build.context.catalog.get(link.target) if link.target else None
    uris = own_uris(own) or (target.uris if target and link.filled else ())
    return UsedComponent(
        id=anchor(own),
        type=own.identity.type.value,
        type_word=type_word(own.identity.type),
        icon=_ICONS[own.identity.type],
        name=Hyperlink(own.identity.name, links.component(link.target).url if link.target else ""),
        version=own.identity.version or "",
        uris=tuple(web_link(uri) for uri in uris[:10]),
        roles=own.roles,
        notes=tuple(_notes(link, target, links.build.context.catalog)),
    )


def own_uris(prerequisite: Prerequisite) -> tuple[str, ...]:
    """Return the URIs that are stated in the job itself."""
    found = prerequisite.data.get("uri")
    return tuple(filter(None, map(scalar_text, found if isinstance(found, list) else [found])))


def _notes(link: Link, target: Component | None, catalog: Catalog) -> Iterator[Note]:
    if link.drift and target:
        yield Note("drift", gettext("drift"), _shared_address(target))
    if target and (found := deprecation(target)):
        yield Note("deprecated", gettext("deprecated"), _deprecation_text(target, found[0], catalog))
    if link.filled:
        yield Note(
            "info", gettext("from the catalog"), gettext("the job names it only; the rest is the shared component's")
        )
    if link.kind is LinkKind.URI and target:
        yield Note("info", gettext("same address"), gettext("shared as %(name)s", name=target.name))


def _deprecation_text(target: Component, reason: str, catalog: Catalog) -> str:
    """Return the reason for the deprecation, with the last component of the chain of successors."""
    last = successor(target, catalog)
    named = f"{last.name} {last.version}" if last and last.version else last.name if last else ""
    return " ".join(filter(None, [reason, gettext("Use %(successor)s instead.", successor=named) if named else ""]))


def _shared_address(target: Component) -> str:
    addresses = ", ".join(target.uris) or gettext("no address")
    return gettext("the shared component has %(addresses)s", addresses=addresses)
