"""The filters of the browse page: what they are called and which items have which value."""

from collections.abc import Mapping, Sequence

from paicatalog.site.grade import LETTERS
from paicatalog.site.number_code import encode_ascending

FACETS: Mapping[str, str] = {
    "type": "Type",
    "tag": "Tag",
    "framework": "Framework",
    "gpus": "GPUs",
    "memory": "Memory",
    "scale": "Scale",
    "plugin": "Runtime plugin",
    "contributor": "Contributor",
    "license": "License",
    "grade": "Reproducibility",
    "findings": "Findings",
    "status": "Status",
}
"""Name in the address -> heading, in the order of the page. What else an entry has comes behind."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "type": {
        "job": "Jobs",
        "data": "Data",
        "script": "Scripts",
        "dockerimage": "Docker images",
        "output": "Outputs",
        "page": "Documentation",
    },
    "grade": {letter: letter for letter in LETTERS},
    "gpus": {"0": "None", "1": "1 GPU"},
    "memory": {
        "up-to-8-gb": "Up to 8 GB",
        "8-to-32-gb": "8 to 32 GB",
        "32-to-128-gb": "32 to 128 GB",
        "128-to-512-gb": "128 to 512 GB",
        "over-512-gb": "More than 512 GB",
    },
    "findings": {"none": "Nothing to mend", "warning": "With warnings", "error": "With errors"},
    "scale": {"single": "One container", "distributed": "Distributed"},
    "status": {"valid": "Valid", "invalid": "Invalid", "deprecated": "Deprecated", "older": "Older versions"},
}
"""What values are called where their own name will not do, in the order of the page."""

CODES = frozenset({"gpus", "memory", "grade", "findings"})
"""Filters whose values are no words that anybody would search for."""

Row = tuple[str, str, str]
"""Value, what it is called, the items' numbers encoded."""


def facet_table(facets: Sequence[Mapping[str, tuple[str, ...]]]) -> dict[str, object]:
    """Return every filter with its values, commonest first, and the items that have each."""
    found: dict[str, dict[str, list[int]]] = {}
    for at, own in enumerate(facets):
        for name, values in own.items():
            by_value = found.setdefault(name, {})
            for value in dict.fromkeys(values):
                by_value.setdefault(value, []).append(at)
    order = list(FACETS)
    names = sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))
    return {name: {"label": FACETS.get(name, name.capitalize()), "values": _rows(name, found[name])} for name in names}


def _rows(name: str, by_value: Mapping[str, Sequence[int]]) -> list[Row]:
    words = VALUES.get(name, {})
    order = {value: at for at, value in enumerate(words)}

    def rank(value: str) -> tuple[int, int, str]:
        if name == "gpus":
            return int(value), 0, value
        return order.get(value, len(order)), -len(by_value[value]), value

    return [
        (value, words.get(value) or _words(name, value), encode_ascending(by_value[value]))
        for value in sorted(by_value, key=rank)
    ]


def _words(name: str, value: str) -> str:
    return f"{int(value):,} GPUs" if name == "gpus" else value
