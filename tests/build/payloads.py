"""Attempts to run code on a page: ways out of the place where a text is shown, with ways to run code from there."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, cycle, product
from pathlib import Path
from typing import Any

import yaml
from test_hostile_content import FILES, HOSTILE

EXITS = (
    *("", '"', "'", "`", '">', "'>", "-->", "]]>", '\\"', "*/", "</title>", "</textarea>", "</script>", "</style>"),
    *("</template></svg>", "](x) [", "```\n\n", "${", "{{", "&quot;&gt;"),
)
"""Ends of attributes, comments, strings, elements, Markdown and templates."""
VECTORS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
    "<iframe srcdoc='<script>top.pwned=1</script>'></iframe>",
    "<a href=' java&#10;script:window.pwned=1' id=x style=position:fixed;inset:0>x</a>",
    "<meta http-equiv=refresh content='0;url=javascript:window.pwned=1'><base href=//elsewhere.example>",
    "<details open ontoggle=window.pwned=1><form action=javascript:window.pwned=1><button autofocus onfocus=pwned=1>",
    "<style>@import '//elsewhere.example/x.css'</style><link rel=stylesheet href=//elsewhere.example/x.css>",
    "[x](javascript:window.pwned=1) <javascript:window.pwned=1> ![x](data:text/html,<script>pwned=1</script>)",
    " onmouseover=window.pwned=1 autofocus onfocus=window.pwned=1 x=",
)
PAYLOADS = tuple(f"{out}{vector}" for out, vector in product(EXITS, VECTORS))


def each_in_a_field() -> Iterator[dict[str, Any]]:
    """Yield components until each payload was in one field, and each field had one."""
    count = sum(len(_strings(data)) for data in FILES.values())
    payloads = cycle(PAYLOADS)
    for number in range(-(-len(PAYLOADS) // count) + 1):
        yield from (_filled(data, payloads, number) for data in FILES.values())


def each_in_every_field() -> Iterator[dict[str, Any]]:
    """Yield components of each type for each payload, which is in all fields."""
    for number, payload in enumerate(PAYLOADS):
        yield from (_filled(data, cycle([payload]), number) for data in FILES.values())


def lost(site: Path, components: Iterable[dict[str, Any]]) -> list[str]:
    """Return the names of the components whose raw file or API record lacks a character."""
    return [str(data["name"]) for data in components if not _is_whole(site, data)]


def _is_whole(site: Path, data: dict[str, Any]) -> bool:
    name = f"{data['type']}/{data['name']}"
    raw = (site / f"raw/{name}.yaml").read_text(encoding="utf-8")
    record = json.loads((site / f"api/v1/{name}.json").read_text(encoding="utf-8"))
    return bool(yaml.load(raw, yaml.CSafeLoader) == record["component"]["data"] == data)


def _strings(value: Any) -> list[str]:
    """Return the hostile texts in a file, keys included."""
    if isinstance(value, dict):
        return list(chain.from_iterable(_strings(item) for pair in value.items() for item in pair))
    if isinstance(value, list):
        return list(chain.from_iterable(map(_strings, value)))
    return [value] if isinstance(value, str) and HOSTILE in value else []


def _filled(data: dict[str, Any], payloads: Iterator[str], number: int) -> dict[str, Any]:
    return {**_with_payloads(data, payloads), "name": f"{data['name']}-{number}"}


def _with_payloads(value: Any, payloads: Iterator[str]) -> Any:
    if isinstance(value, dict):
        return {_with_payloads(key, payloads): _with_payloads(item, payloads) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_payloads(item, payloads) for item in value]
    return value.replace(HOSTILE, next(payloads)) if isinstance(value, str) and HOSTILE in value else value
