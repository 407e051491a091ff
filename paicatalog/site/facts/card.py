"""Cards: the data that lists, the home page and search results show for a component."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component, Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.code.shortened import LONGEST_SUMMARY, shortened
from paicatalog.site.code.unprintable import clean
from paicatalog.site.context import SiteContext
from paicatalog.site.facts.description import plain_description
from paicatalog.site.facts.footprint import Footprint, footprint
from paicatalog.site.theme.language import gettext_noop, ngettext
from paicatalog.site.theme.type_names import type_word
from paicatalog.site.urls.addresses import component_url


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one component; missing texts are ""."""

    url: str
    """Relative to the site's root."""
    kind: str
    """The component type."""
    title: str
    version: str
    summary: str
    tags: tuple[str, ...]
    contributor: str
    footprint: Footprint | None
    """For jobs only."""
    used_by: int
    """The number of jobs that use the component; for a job, of other jobs that consume its output."""
    status: tuple[str, ...]
    """`invalid`, `deprecated`, `embedded` (without its own file)."""
    added: str
    """ISO date and time in UTC; "" without a Git history."""
    changed: str
    newest: bool
    """Whether this is the component's newest version."""

    @property
    def kind_word(self) -> str:
        return type_word(ComponentType(self.kind))

    @property
    def hardware(self) -> str:
        """The hardware that the job requests, in words."""
        return self.footprint.words if self.footprint else ""

    @property
    def usage(self) -> str:
        """How often it is used, in words; "" if it is not used."""
        if not self.used_by:
            return ""
        if self.kind == ComponentType.JOB:
            return ngettext("feeds %(num)s job", "feeds %(num)s jobs", self.used_by)
        return ngettext("used by %(num)s job", "used by %(num)s jobs", self.used_by)


def all_cards(context: SiteContext) -> tuple[Card, ...]:
    """Return the card of every component in the default order of lists.

    Newest versions come before older ones. Each of both is sorted by type (jobs first), status (cards without one
    first), use (most used first), date of the last change (latest first) and name.
    """
    usage = _usage(context.catalog)
    cards = (
        _card(component, usage, newest=_is_newest(component, context.catalog))
        for component in context.catalog.components
    )
    return tuple(sorted(_latest_first(cards), key=_rank))


def _latest_first(cards: Iterable[Card]) -> list[Card]:
    named = sorted(cards, key=lambda card: (card.title.lower(), card.title, card.url))
    return sorted(named, key=lambda card: card.changed, reverse=True)


def _rank(card: Card) -> tuple[bool, int, bool, int]:
    return not card.newest, _TYPE_ORDER[card.kind], bool(card.status), -card.used_by


_TYPE_ORDER: Mapping[str, int] = {type_.value: at for at, type_ in enumerate(ComponentType)}


def _usage(catalog: Catalog) -> Mapping[Identity, int]:
    used = Counter(target for _, target in {(link.job, link.target) for link in catalog.links if link.target})
    fed = Counter(producer for producer, _ in {(flow.producer, flow.consumer) for flow in catalog.flows})
    return used + fed


def _is_newest(component: Component, catalog: Catalog) -> bool:
    newest = catalog.newest(component.type, component.name)
    return newest is not None and newest.identity == component.identity


def _card(component: Component, usage: Mapping[Identity, int], *, newest: bool) -> Card:
    data = component.data
    facts = CatalogFacts.of(data)
    dates = component.history
    return Card(
        url=component_url(component.identity, newest=newest),
        kind=component.type.value,
        title=clean(shortened(component.name)),
        version=clean(shortened(component.version or "")),
        summary=clean(shortened(facts.summary, LONGEST_SUMMARY)) or plain_description(component, facts),
        tags=tuple(map(clean, facts.tags)),
        contributor=clean(shortened(scalar_text(data.get("contributor")))),
        footprint=footprint(data) if component.type is ComponentType.JOB else None,
        used_by=usage.get(component.identity, 0),
        status=_status(component, facts),
        added=dates.added.date.astimezone(UTC).isoformat() if dates and dates.added else "",
        changed=dates.changed.date.astimezone(UTC).isoformat() if dates else "",
        newest=newest,
    )


def _status(component: Component, facts: CatalogFacts) -> tuple[str, ...]:
    flags = {
        gettext_noop("invalid"): not component.valid,
        gettext_noop("deprecated"): facts.deprecated,
        gettext_noop("embedded"): component.derived,
    }
    return tuple(name for name, given in flags.items() if given)
