"""The protocol reference: one page, generated from the same schema that files are checked with."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.schema import component_schema
from paicatalog.site.build_context import BuildContext, PageLinks
from paicatalog.site.code.markdown import markdown
from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.code.snippet import yaml_lines
from paicatalog.site.code.yaml_html import yaml_html
from paicatalog.site.context import SiteContext
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.theme.language import gettext, gettext_noop
from paicatalog.site.theme.type_icons import type_icon
from paicatalog.site.theme.type_names import type_word
from paicatalog.site.urls.addresses import PROTOCOL, SCHEMA

TITLE = gettext_noop("Protocol reference")
DESCRIPTION = gettext_noop(
    "Every key of the OpenPAI protocol, version 2: what it means, its type, whether it is required, "
    "its default and an example."
)
_ENTRY = "NAME"
"""Placeholder in a path for a key that the author of a file chooses."""
_NOT_AN_ID = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a component's file."""

    id: str
    path: str
    """From the root: `taskRoles.NAME.commands`; `[]` denotes the items of a list."""
    depth: int
    type: str
    required: bool
    default: str
    rules: tuple[str, ...]
    description: Markup
    example: Markup


@dataclass(frozen=True, slots=True)
class TypeSection:
    """The keys of one component type."""

    id: str
    title: str
    icon: Markup
    description: str
    keys: tuple[Key, ...]


def reference_pages(context: SiteContext) -> Iterator[Page]:
    """Yield the page of the protocol reference."""
    links = PageLinks(BuildContext.of(context), PROTOCOL)
    title, description = gettext(TITLE), gettext(DESCRIPTION)
    html = links.build.render(
        "protocol.html.jinja",
        root=links.root,
        title=title,
        description=description,
        schema_url=links.to(SCHEMA),
        sections=tuple(_section(kind) for kind in ComponentType),
    )
    yield Page(PROTOCOL, title, description, html, SearchEntry("page", title, description, plain_text(html)))


def _section(kind: ComponentType) -> TypeSection:
    schema = component_schema(kind)
    return TypeSection(
        id=kind.value,
        title=type_word(kind),
        icon=type_icon(kind.value),
        description=schema["description"],
        keys=tuple(_keys(schema, kind.value, ())),
    )


def _keys(schema: Mapping[str, Any], kind: str, path: tuple[str, ...]) -> Iterator[Key]:
    """Yield the keys below a schema, parents first."""
    required = schema.get("required", ())
    for name, own in schema.get("properties", {}).items():
        yield _key(own, kind, (*path, name), required=name in required)
        yield from _keys(own, kind, (*path, name))
    entry = schema.get("additionalProperties")
    if isinstance(entry, dict):
        yield _key(entry, kind, (*path, _ENTRY), required=False)
        yield from _keys(entry, kind, (*path, _ENTRY))
    items = schema.get("items")
    if isinstance(items, dict):
        yield from _keys(items, kind, (*path[:-1], f"{path[-1]}[]"))


def _key(schema: Mapping[str, Any], kind: str, path: tuple[str, ...], *, required: bool) -> Key:
    shown = ".".join(path)
    return Key(
        id=_NOT_AN_ID.sub("", f"{kind}.{shown}"),
        path=shown,
        depth=len(path),
        type=_type_words(schema),
        required=required,
        default=json.dumps(schema["default"]) if "default" in schema else "",
        rules=tuple(_rules(schema)),
        description=markdown(schema.get("description", schema.get("title", ""))),
        example=_example(schema, path[-1]),
    )


def _example(schema: Mapping[str, Any], name: str) -> Markup:
    examples = schema.get("examples") or ()
    if not examples:
        return Markup("")
    return yaml_html("".join(f"{line}\n" for line in yaml_lines({name: examples[0]})), ids="")


_WORDS = {
    "array": "list",
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "mapping",
    "null": "nothing",
}


_PLURALS = {"text": "texts", "mapping": "mappings", "whole number": "whole numbers", "number": "numbers"}


def _type_words(schema: Mapping[str, Any]) -> str:
    found = schema.get("type")
    names = found if isinstance(found, list) else [found] if found else []
    words = " or ".join(_WORDS.get(str(name), str(name)) for name in names)
    items = schema.get("items")
    of = _PLURALS.get(_type_words(items), "") if isinstance(items, dict) else ""
    return f"{words} of {of}" if of else words


def _rules(schema: Mapping[str, Any]) -> Iterator[str]:
    if "enum" in schema:
        yield "one of " + ", ".join(f"{json.dumps(value)}" for value in schema["enum"])
    if "pattern" in schema:
        yield f"matches {schema['pattern']}"
    if "propertyNames" in schema:
        yield f"names match {schema['propertyNames'].get('pattern', '')}"
    if "minimum" in schema:
        yield f"at least {schema['minimum']}"
    if "maxLength" in schema:
        yield f"at most {schema['maxLength']} characters"
    if "minItems" in schema or "minProperties" in schema:
        yield f"at least {schema.get('minItems', schema.get('minProperties'))} entry"
