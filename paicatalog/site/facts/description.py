"""The description of a component: its source text, and one line of plain text."""

import re

from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component
from paicatalog.site.code.unprintable import clean

_LONGEST_DESCRIPTION = 160
_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*+\)|[`*#>|]+")
_EMPHASIS = re.compile(r"(?<!\w)(_{1,2})(?=\S)((?:[^_\n]|(?<=[^\W_])_++(?=[^\W_]))++)(?<=\S)\1(?!\w)")
"""Emphasis with underscores. One within a word, as in `run_glue.py`, is not markup."""


def description(component: Component) -> str:
    """Return the component's description as Markdown; "" if it has none."""
    return scalar_text(component.data.get("description"))


def plain_description(component: Component, facts: CatalogFacts) -> str:
    """Return a component's summary or description as one line of plain text of at most 160 characters."""
    plain = _EMPHASIS.sub(r"\2", _MARKUP.sub(r"\1", facts.summary or description(component)))
    words = " ".join(plain.split())
    text = clean(words or f"{component.name}: {component.type.value} of the OpenPAI protocol.")
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"
