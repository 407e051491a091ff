"""A small catalog and its pages as files, for the tests of home, browse, lists and search."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

import paicatalog.site
from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.git.commit_log import Commit
from paicatalog.catalog.git.history import FileHistory
from paicatalog.catalog.linking import build_catalog
from paicatalog.config import Config
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.publishing.published_catalog import publish_catalog
from paicatalog.site.context import SiteContext
from paicatalog.site.facts.card import Card
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.urls.addresses import component_url, root

SITE = Path(paicatalog.site.__path__[0])


def job(name: str, *, gpu: int = 0, instances: int = 1, uses: Sequence[str] = (), more: str = "") -> str:
    """Return the text of a job. `uses` are the components embedded in addition to its image, as `type:name`."""
    listed = "".join(f"  - {{type: {kind}, name: {name_}}}\n" for kind, name_ in (use.split(":") for use in uses))
    return (
        f"protocolVersion: 2\nname: {name}\ntype: job\nversion: '1.0.0'\n{more}prerequisites:\n{listed}"
        f"  - {{type: dockerimage, name: base, uri: 'example.com/base:1.0'}}\n"
        f"taskRoles:\n  worker:\n    instances: {instances}\n    dockerImage: base\n"
        f"    resourcePerInstance: {{cpu: 4, memoryMB: 8192, gpu: {gpu}}}\n"
        f"    commands: ['python train.py --learning-rate 0.73']\n"
    )


def asset(kind: str, name: str, *, version: str = "1.0.0", more: str = "") -> str:
    """Return the text of a shared component."""
    uri = f"[https://example.com/{name}]" if kind == "data" else f"https://example.com/{name}"
    return f"protocolVersion: 2\nname: {name}\ntype: {kind}\nversion: '{version}'\n{more}uri: {uri}\n"


def facts(*, summary: str = "", tags: Sequence[str] = (), more: str = "") -> str:
    """Return the `extras` of a component."""
    return f"extras:\n  paicatalog:\n    summary: {summary!r}\n    tags: {list(tags)}\n{more}"


SMALL = (
    job(
        "mnist-training",
        gpu=1,
        uses=["data:mnist"],
        more="contributor: Ada\n" + facts(summary="Reads handwritten digits.", tags=["vision", "PyTorch"]),
    ),
    job("word-count", more=facts(summary="Counts words on any laptop.", tags=["text"])),
    job("big-model", gpu=8, instances=4, uses=["data:mnist"], more=facts(summary="Distributed.", tags=["vision"])),
    asset(
        "data", "mnist", more="contributor: Grace\n" + facts(summary="Pictures of digits.", tags=["vision", "pytorch"])
    ),
    asset("data", "mnist", version="0.9.0", more=facts(summary="Pictures of digits, before.")),
    asset("data", "cifar-10", more="description: Small pictures in ten classes, by Müller.\n"),
    asset("script", "old-tool", more=facts(summary="Do not use.", more="    deprecated: {reason: slow}\n")),
    asset("dockerimage", "base", more=facts(summary="图像分类 base image.")),
)


def catalog_of(texts: Sequence[str]) -> Catalog:
    """Parse and link protocol files, each last changed one day after the previous one."""
    documents = [parse(SourceFile(f"catalog/{at}.yaml", text.encode())) for at, text in enumerate(texts)]
    first = datetime(2025, 3, 1, tzinfo=UTC)
    histories = {
        document.source.path: FileHistory((Commit("c" * 40, "Ada", first + timedelta(days=at), "Add"),))
        for at, document in enumerate(documents)
    }
    return build_catalog(documents, histories)


def context_of(texts: Sequence[str] = SMALL) -> SiteContext:
    """Return the site context that pages are made from."""
    config = Config(Path(), Path("catalog"), Path("site"), site_name="Our jobs")
    return SiteContext(publish_catalog(catalog_of(texts), {}).catalog, {}, config)


def entries_of(cards: Sequence[Card], context: SiteContext) -> list[tuple[str, SearchEntry]]:
    """Return the search entries of all components and of one page of documentation."""
    texts = {
        component_url(c.identity, newest=context.catalog.newest(c.type, c.name) is c): c.document.source.text
        for c in context.catalog.components
        if c.document
    }
    found = [
        (
            card.url,
            SearchEntry(
                card.kind,
                card.title,
                card.summary,
                texts.get(card.url, ""),
                {"type": (card.kind,), "tag": card.tags, "contributor": tuple(filter(None, [card.contributor]))},
            ),
        )
        for card in cards
    ]
    guide = SearchEntry("page", "How to contribute", "Share a job.", "Open a pull request with your mnist job.")
    return [*found, ("guides/contribute/", guide)]


def write_page(folder: Path, page: Page) -> None:
    """Write a page as a complete HTML document, with the search field of the header."""
    templates = Environment(
        loader=FileSystemLoader(SITE / "overrides"), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    templates.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    templates.filters["url"] = lambda path: root(page.url) + str(path)
    header = templates.get_template("partials/search.html").render()
    way = root(page.url)
    path = folder / page.url / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{page.title}</title>'
        f'<link rel="stylesheet" href="{way}base.css"><link rel="stylesheet" href="{way}browse.css">'
        f'<link rel="stylesheet" href="{way}colors.css">'
        f'<script src="{way}language.js" defer></script><script src="{way}pages.js" defer></script>'
        f'<script src="{way}search.js" defer></script></head>'
        f"<body><header>{header}</header><main>{page.html}</main></body></html>",
        encoding="utf-8",
    )


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Log nothing."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder with a strict content security policy. Yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
