"""The metadata in `extras.paicatalog`, as texts for display, whatever the types in the file are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.javascript.values import js_string


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Why a component should not be used any more, and what to use instead."""

    reason: str
    successor: str
    """Name of a component; empty if not given."""


@dataclass(frozen=True, slots=True)
class Result:
    """An expected result of a successful reproduction."""

    metric: str
    value: str
    tolerance: str


@dataclass(frozen=True, slots=True)
class CatalogFacts:
    """Metadata of a component that is not part of the protocol. Texts that are not given are empty."""

    tags: tuple[str, ...]
    summary: str
    license: str
    homepage: str
    citation: str
    deprecated: Deprecation | None
    results: tuple[Result, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "CatalogFacts":
        """Read the facts from a component's data."""
        extras = data.get("extras")
        found = extras.get("paicatalog") if isinstance(extras, Mapping) else None
        facts = found if isinstance(found, Mapping) else {}
        return cls(
            tags=tuple(dict.fromkeys(filter(None, map(scalar_text, _items(facts.get("tags")))))),
            summary=_one_line(facts.get("summary")),
            license=_one_line(facts.get("license")),
            homepage=_one_line(facts.get("homepage")),
            citation=scalar_text(facts.get("citation")).strip(),
            deprecated=_deprecation(facts.get("deprecated")),
            results=tuple(map(_result, _items(facts.get("results")))),
        )


def scalar_text(value: object) -> str:
    """Return a scalar as JavaScript prints it; "" for null, lists and mappings."""
    if value is None or isinstance(value, Mapping | list | tuple):
        return ""
    return js_string(value)


def _one_line(value: object) -> str:
    return " ".join(scalar_text(value).split())


def _items(value: object) -> Sequence[object]:
    if isinstance(value, list | tuple):
        return value
    return () if value is None else (value,)


def _deprecation(value: object) -> Deprecation | None:
    if value is None or value is False:
        return None
    if isinstance(value, Mapping):
        return Deprecation(_one_line(value.get("reason")), _one_line(value.get("successor")))
    return Deprecation("" if value is True else _one_line(value), "")


def _result(value: object) -> Result:
    if isinstance(value, Mapping):
        return Result(*(_one_line(value.get(key)) for key in ("metric", "value", "tolerance")))
    return Result(_one_line(value), "", "")
