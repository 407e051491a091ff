"""The filters of the browse page (facets): their labels, and the items that have each value."""

from collections.abc import Mapping, Sequence

from paicatalog.site.facts.grade import LETTERS
from paicatalog.site.search.number_encoding import encode_ascending
from paicatalog.site.theme.language import gettext, gettext_noop, ngettext

FACETS: Mapping[str, str] = {
    "type": gettext_noop("Type"),
    "tag": gettext_noop("Tag"),
    "framework": gettext_noop("Framework"),
    "gpus": gettext_noop("GPUs"),
    "memory": gettext_noop("Memory"),
    "scale": gettext_noop("Scale"),
    "plugin": gettext_noop("Runtime plugin"),
    "contributor": gettext_noop("Contributor"),
    "license": gettext_noop("License"),
    "grade": gettext_noop("Reproducibility"),
    "findings": gettext_noop("Findings"),
    "status": gettext_noop("Status"),
}
"""Name in the URL -> heading, in the order of the page. Other facets of entries are listed after these."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "type": {
        "job": gettext_noop("Jobs"),
        "data": gettext_noop("Data"),
        "script": gettext_noop("Scripts"),
        "dockerimage": gettext_noop("Docker images"),
        "output": gettext_noop("Outputs"),
        "page": gettext_noop("Documentation"),
    },
    "grade": {letter: letter for letter in LETTERS},
    "gpus": {"0": gettext_noop("None"), "1": gettext_noop("1 GPU")},
    "memory": {
        "up-to-8-gb": gettext_noop("Up to 8 GB"),
        "8-to-32-gb": gettext_noop("8 to 32 GB"),
        "32-to-128-gb": gettext_noop("32 to 128 GB"),
        "128-to-512-gb": gettext_noop("128 to 512 GB"),
        "over-512-gb": gettext_noop("More than 512 GB"),
    },
    "findings": {
        "none": gettext_noop("Nothing to mend"),
        "warning": gettext_noop("With warnings"),
        "error": gettext_noop("With errors"),
    },
    "scale": {"single": gettext_noop("One container"), "distributed": gettext_noop("Distributed")},
    "status": {
        "valid": gettext_noop("Valid"),
        "invalid": gettext_noop("Invalid"),
        "deprecated": gettext_noop("Deprecated"),
        "older": gettext_noop("Older versions"),
    },
}
"""Facet -> value -> label, in the order of the page; other values are their own labels."""

UNINDEXED_FACETS = frozenset({"gpus", "memory", "grade", "findings"})
"""Filters whose values are codes, and are not indexed as search terms."""

Row = tuple[str, str, str]
"""Value, label, encoded numbers of the items."""


def facet_table(facets: Sequence[Mapping[str, tuple[str, ...]]]) -> dict[str, object]:
    """Return each filter with its values, and the numbers of the items that have each value.

    The values of a filter in `VALUES` are `ordered`; those of others are sorted by frequency. The position in `facets`
    is the number of the item.
    """
    found: dict[str, dict[str, list[int]]] = {}
    for at, own in enumerate(facets):
        for name, values in own.items():
            by_value = found.setdefault(name, {})
            for value in dict.fromkeys(values):
                by_value.setdefault(value, []).append(at)
    order = list(FACETS)
    names = sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))
    return {
        name: {
            "label": gettext(FACETS.get(name, name.capitalize())),
            "ordered": name in VALUES,
            "values": _rows(name, found[name]),
        }
        for name in names
    }


def _rows(name: str, by_value: Mapping[str, Sequence[int]]) -> list[Row]:
    words = VALUES.get(name, {})
    order = {value: at for at, value in enumerate(words)}

    def rank(value: str) -> tuple[int, int, str]:
        if name == "gpus":
            return int(value), 0, value
        return order.get(value, len(order)), -len(by_value[value]), value

    return [
        (value, gettext(words[value]) if value in words else _words(name, value), encode_ascending(by_value[value]))
        for value in sorted(by_value, key=rank)
    ]


def _words(name: str, value: str) -> str:
    return ngettext("%(num)s GPU", "%(num)s GPUs", int(value)) if name == "gpus" else value
