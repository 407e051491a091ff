"""What strangers write into any field is text in twins, feeds, and the metadata of pages."""

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from component_samples import context
from markdown_it import MarkdownIt
from markdown_it.token import Token
from payloads import PAYLOADS

from paicatalog.catalog.component import Component
from paicatalog.site.build_context import BuildContext, PageLinks
from paicatalog.site.code.html_to_markdown import page_twin
from paicatalog.site.facts.description import plain_description
from paicatalog.site.machine.api import api_files
from paicatalog.site.machine.component_markdown import markdown_file
from paicatalog.site.machine.feed import MOST_ENTRIES, feed_files
from paicatalog.site.machine.llms_text import llms_file
from paicatalog.site.machine.raw_files import raw_files
from paicatalog.site.page import Page
from paicatalog.site.pages.component.component_view import component_view
from paicatalog.site.pages.component.page_head import page_head
from paicatalog.site.site import Site

pytestmark = pytest.mark.xdist_group("payloads")


def job(number: int, text: str) -> dict[str, Any]:
    """Return a job with a text in every field that may have any."""
    facts = {
        "tags": [text],
        "summary": text,
        "license": text,
        "homepage": text,
        "citation": text,
        "deprecated": {"reason": text, "successor": text},
        "results": [{"metric": text, "value": text, "tolerance": text}],
    }
    return {
        "protocolVersion": 2,
        "name": f"job-{number}",
        "type": "job",
        "version": text,
        "contributor": text,
        "description": text,
        "prerequisites": [
            {"type": "dockerimage", "name": "image", "uri": text},
            {"type": "data", "name": "digits", "uri": [text], "description": text},
        ],
        "parameters": {text: text},
        "taskRoles": {
            "main": {
                "dockerImage": "image",
                "data": "digits",
                "resourcePerInstance": {"cpu": 1, "memoryMB": 1, "gpu": 0},
                "commands": [f"echo {text}"],
            }
        },
        "extras": {text: text, "paicatalog": facts},
    }


Made = tuple[Mapping[str, bytes], list[str], list[Page]]


@pytest.fixture(scope="module")
def made() -> Made:
    """The files for programs, the heads of the components' pages, and the other pages."""
    sources = [yaml.safe_dump(job(number, text), width=10_000) for number, text in enumerate(PAYLOADS)]
    found = context(*sources, site_url="https://jobs.example.com/")
    build = BuildContext.of(found)
    each = ((*raw_files(part, build), markdown_file(part, build)) for part in found.catalog.components)
    files = [*chain.from_iterable(each), *api_files(build), *feed_files(build), llms_file(build)]
    heads = [head(part, build) for part in found.catalog.components]
    return {file.url: file.content for file in files}, heads, list(Site.of(found).other_pages())


def head(component: Component, build: BuildContext) -> str:
    """Return the metadata of a component's page."""
    links = PageLinks(build, build.addresses.page(component.identity))
    view = component_view(component, links)
    return page_head(component, view, links, title=component.name, description=plain_description(component, view.facts))


def harmful(markdown: str) -> Iterator[str]:
    """Yield what a renderer that allows everything makes of Markdown, but for text, code and links that open pages."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = lambda _: True  # type: ignore[method-assign]
    blocks: list[Token] = parser.parse(markdown)
    for token in [part for block in blocks for part in (block, *(block.children or ()))]:
        if token.type in ("html_block", "html_inline", "image"):
            yield token.content
        address = str(token.attrs.get("href", "")).lower()
        if token.type == "link_open" and urlsplit(address).scheme not in ("", "https", "http", "mailto"):
            yield address


def test_twins_of_components_are_text(made: Made) -> None:
    twins = {url: content.decode() for url, content in made[0].items() if url.endswith((".md", "llms.txt"))}
    assert len(twins) == len(PAYLOADS) + 1
    for url, twin in twins.items():
        assert not list(harmful(twin)), url
        assert "\x1b" not in twin, url


def test_twins_of_other_pages_are_text(made: Made) -> None:
    pages = [page for page in made[2] if not page.url.startswith(("rules/", "protocol/"))]
    for page in pages:
        twin = page_twin(page.url, page.html, page.markdown).content.decode()
        assert not list(harmful(twin)), page.url


def test_feeds_are_well_formed_and_text(made: Made) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(made[0]["jobs/feed.xml"])
    assert len(feed.findall(f"{atom}entry")) == MOST_ENTRIES
    for summary in feed.iter(f"{atom}summary"):
        assert len(summary) == 0
        assert summary.get("type", "text") == "text"


class Head(HTMLParser):
    """The elements of a head, and the text of its scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.scripts += data


def test_metadata_of_pages_is_text(made: Made) -> None:
    kinds = set()
    for found in map(Head, made[1]):
        kinds.add(tuple((tag, tuple(sorted(given))) for tag, given in found.elements))
        record = json.loads(found.scripts)
        properties = {given.get("property"): given.get("content") for tag, given in found.elements if tag == "meta"}
        assert properties["og:description"] == record["description"]
        assert record["step"][0]["text"].startswith("echo ")
        assert not re.search(r"[<>&]", found.scripts)
    assert len(kinds) == 1, "a value adds no element and no attribute"


def test_records_hold_every_character(made: Made) -> None:
    for number, text in enumerate(PAYLOADS):
        (record,) = [json.loads(content) for url, content in made[0].items() if url == f"api/v1/job/job-{number}.json"]
        assert record["component"]["data"] == job(number, text)
        assert yaml.safe_load(made[0][f"raw/job/job-{number}.yaml"]) == job(number, text)
