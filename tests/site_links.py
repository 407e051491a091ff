"""The links of a built site, and those that lead nowhere."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

ATTRIBUTES = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action", "source": "src"}


class LinksAndAnchors(HTMLParser):
    """What a page links to and loads, and the places on it."""

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


def read(page: Path) -> LinksAndAnchors:
    """Read a page, once for each time that it is written."""
    return _read(page, page.stat().st_mtime_ns)


@cache
def _read(page: Path, _written: int) -> LinksAndAnchors:
    parser = LinksAndAnchors()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def target_of(page: Path, link: str, site: Path, *, root: str = "/") -> Path:
    """The file that a link of a page leads to; `root` is the path that the site is published at."""
    path = unquote(urlsplit(link).path)
    path = "/" + path.removeprefix(root) if path.startswith(root) else path
    base = site if path.startswith("/") else page.parent
    target = (base / path.lstrip("/")).resolve() if path else page
    return target / "index.html" if target.is_dir() else target


def own_links(page: Path) -> list[str]:
    """The links of a page to the same site."""
    return [link for link in read(page).links if not urlsplit(link).scheme and not link.startswith("//")]


def dead_links(site: Path, *, root: str = "/") -> list[str]:
    """Each link to a file or anchor of the site that is not there, with the page that it is on."""
    broken = []
    for page in sorted(site.rglob("*.html")):
        for link in own_links(page):
            target = target_of(page, urldefrag(link).url, site, root=root)
            anchor = unquote(urldefrag(link).fragment)
            if not target.is_file():
                broken.append(f"{page.relative_to(site)}: {link}: no such file")
            elif target.suffix == ".html" and not anchor.startswith("?") and anchor not in read(target).anchors:
                broken.append(f"{page.relative_to(site)}: {link}: no such anchor")
    return broken
