"""Every link and anchor of the built site leads somewhere."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

pytestmark = pytest.mark.xdist_group("shipped")

CODE = re.compile(r"^(`{3,}).*?^\1$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
ATTRIBUTES = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action", "source": "src"}


class _LinksAndAnchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = {""}
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name.removeprefix("xlink:"): value for name, value in attrs}  # of links in SVG
        if loaded := found.get("src") or (found.get("href") if tag == "link" else None):
            self.loaded += [loaded] if found.get("rel") != "canonical" else []
        self.anchors |= {value for name in ("id", "name") if (value := found.get(name))}
        if (link := found.get(ATTRIBUTES.get(tag, ""))) is not None and found.get("rel") != "canonical":
            self.links.append(link)


@cache
def read(page: Path) -> _LinksAndAnchors:
    parser = _LinksAndAnchors()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def target_of(page: Path, link: str, site: Path) -> Path:
    path = unquote(urlsplit(link).path)
    base = site if path.startswith("/") else page.parent
    target = (base / path.lstrip("/")).resolve() if path else page
    return target / "index.html" if target.is_dir() else target


def test_every_link_and_anchor_resolves(shipped_site: Path) -> None:
    broken, seen = [], 0
    for page in sorted(shipped_site.rglob("*.html")):
        for link in read(page).links:
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            seen += 1
            target = target_of(page, urldefrag(link).url, shipped_site)
            anchor = unquote(urldefrag(link).fragment)
            if not target.is_file():
                broken.append(f"{page.relative_to(shipped_site)}: {link}: no such file")
            elif target.suffix == ".html" and not anchor.startswith("?") and anchor not in read(target).anchors:
                broken.append(f"{page.relative_to(shipped_site)}: {link}: no such anchor")
    assert not broken, "\n".join(broken[:40])
    assert seen > 1000


def test_every_page_has_a_twin_in_markdown_whose_links_resolve(shipped_site: Path) -> None:
    for page in sorted(shipped_site.rglob("index.html")):
        if 'http-equiv="refresh"' in page.read_text(encoding="utf-8"):
            continue  # a redirect; programs read the page that it leads to
        twin = page.with_name("index.md")
        assert twin.read_text(encoding="utf-8").startswith(("# ", "[", "- [")), twin
        text = CODE.sub("", twin.read_text(encoding="utf-8"))
        own = [link for link in LINK.findall(text) if not urlsplit(link).scheme]
        assert [link for link in own if not target_of(page, urldefrag(link).url, shipped_site).is_file()] == [], twin


def test_no_page_loads_anything_from_another_host(shipped_site: Path) -> None:
    for page in shipped_site.rglob("*.html"):
        assert not [link for link in read(page).loaded if urlsplit(link).netloc], page
