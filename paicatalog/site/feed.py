"""The feed of what changed last (Atom, RFC 4287)."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from paicatalog.catalog.component import Component
from paicatalog.catalog.history import Commit
from paicatalog.site.address import FEED
from paicatalog.site.catalog_facts import CatalogFacts
from paicatalog.site.clean import clean
from paicatalog.site.component_view import TYPE_WORDS
from paicatalog.site.page import StaticFile
from paicatalog.site.search_entry import plain_description
from paicatalog.site.setting import Setting

MOST_ENTRIES = 50
_NAMESPACE = uuid.UUID("6f7b3c1e-9d0a-5c44-8a52-3b6d1f0e2a77")
"""Ids must stay the same wherever the site is published: they are made of what a component is called."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Change = tuple[Component, Commit]


def feed_file(setting: Setting) -> StaticFile:
    """Return `feed.xml`: the components that changed last, newest first."""
    config = setting.context.config
    changes = sorted(_changes(setting), key=_newest_first)[:MOST_ENTRIES]
    updated = changes[0][1].date if changes else _NEVER
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(config.site_name)}</title>",
        f"<id>{_text(config.site_url) or _urn(config.site_name)}</id>",
        f"<updated>{_moment(updated)}</updated>",
        f"<link href={quoteattr(config.site_url or './')}/>",
        *([f'<link rel="self" href={quoteattr(config.site_url + FEED)}/>'] if config.site_url else []),
        *(_entry(component, commit, setting) for component, commit in changes),
        "</feed>",
    ]
    return StaticFile(FEED, ("\n".join(lines) + "\n").encode("utf-8", "replace"))


def _changes(setting: Setting) -> Iterator[Change]:
    for component in setting.context.catalog.components:
        if component.history:
            yield component, component.history.changed


def _newest_first(change: Change) -> tuple[float, str, str, str]:
    component, commit = change
    return -commit.date.timestamp(), component.type.value, component.name, component.version or ""


def _entry(component: Component, commit: Commit, setting: Setting) -> str:
    added = component.history is not None and len(component.history.commits) == 1
    title = f"{component.name} ({TYPE_WORDS[component.type][0].lower()}) {'added' if added else 'changed'}"
    address = setting.context.config.site_url + setting.addresses.page(component.identity)
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
