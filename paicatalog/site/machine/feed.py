"""The feeds of the latest changes (Atom, RFC 4287)."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component
from paicatalog.catalog.git.commit_log import Commit
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import BuildContext
from paicatalog.site.code.unprintable import clean
from paicatalog.site.facts.description import plain_description
from paicatalog.site.page import StaticFile
from paicatalog.site.theme.type_names import TYPE_WORDS
from paicatalog.site.urls.addresses import FEED, root, type_feed_url

MOST_ENTRIES = 50
_NAMESPACE = uuid.UUID("6f7b3c1e-9d0a-5c44-8a52-3b6d1f0e2a77")
"""Ids must not depend on where the site is published, so they are computed from the component's type and name."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Change = tuple[Component, Commit]


def feed_files(build: BuildContext) -> Iterator[StaticFile]:
    """Yield `feed.xml` with the latest change of each component, newest first, and a feed for each type."""
    changes = sorted(_changes(build), key=_newest_first)
    name = build.context.config.site_name
    yield _feed(FEED, name, changes, build)
    for type_ in ComponentType:
        own = [change for change in changes if change[0].type is type_]
        yield _feed(type_feed_url(type_), f"{name}: {TYPE_WORDS[type_][1].lower()}", own, build)


def _feed(url: str, title: str, listed: Sequence[Change], build: BuildContext) -> StaticFile:
    config, changes = build.context.config, listed[:MOST_ENTRIES]
    updated = changes[0][1].date if changes else _NEVER
    base = config.site_url or root(url)  # A relative link is relative to the feed.
    name = config.site_url if url == FEED else config.site_url and config.site_url + url
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(title)}</title>",
        f"<id>{_text(name) or _urn(title)}</id>",
        f"<updated>{_moment(updated)}</updated>",
        f"<link href={quoteattr(base or './')}/>",
        *([f'<link rel="self" href={quoteattr(config.site_url + url)}/>'] if config.site_url else []),
        *(_entry(component, commit, build, base) for component, commit in changes),
        "</feed>",
    ]
    return StaticFile(url, ("\n".join(lines) + "\n").encode("utf-8", "replace"))


def _changes(build: BuildContext) -> Iterator[Change]:
    for component in build.context.catalog.components:
        if component.history:
            yield component, component.history.changed


def _newest_first(change: Change) -> tuple[float, str, str, str]:
    component, commit = change
    return -commit.date.timestamp(), component.type.value, component.name, component.version or ""


def _entry(component: Component, commit: Commit, build: BuildContext, base: str) -> str:
    added = component.history is not None and component.history.added is component.history.changed
    title = f"{component.name} ({TYPE_WORDS[component.type][0].lower()}) {'added' if added else 'changed'}"
    address = base + build.addresses.page(component.identity)
    return "\n".join(
        [
            "<entry>",
            f"<title>{_text(title)}</title>",
            f"<id>{_urn(component.type.value, component.name, component.version or '', commit.id)}</id>",
            f"<updated>{_moment(commit.date)}</updated>",
            f"<author><name>{_text(commit.author) or 'unknown'}</name></author>",
            f"<link href={quoteattr(address)}/>",
            f"<summary>{_text(_summary(component, commit))}</summary>",
            "</entry>",
        ]
    )


def _summary(component: Component, commit: Commit) -> str:
    return f"{commit.subject}. {plain_description(component, CatalogFacts.of(component.data))}"


def _text(text: str) -> str:
    return escape(clean(text))


def _moment(date: datetime) -> str:
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _urn(*parts: str) -> str:
    return uuid.uuid5(_NAMESPACE, "\n".join(map(clean, parts))).urn
