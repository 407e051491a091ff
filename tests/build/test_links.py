"""Every link and anchor of the built site leads somewhere."""

import re
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from site_links import dead_links, own_links, read, target_of

pytestmark = pytest.mark.xdist_group("shipped")

CODE = re.compile(r"^(`{3,}).*?^\1$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")


def test_every_link_and_anchor_resolves(shipped_site: Path) -> None:
    broken = dead_links(shipped_site)
    assert not broken, "\n".join(broken[:40])
    assert sum(len(own_links(page)) for page in shipped_site.rglob("*.html")) > 1000


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
