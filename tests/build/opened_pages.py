"""Opening every page of a site, to see what runs, what the policy blocks, and what is requested of other hosts."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

WATCH = """
    window.broken = [];
    addEventListener("securitypolicyviolation", (event) => {
        broken.push(`${event.effectiveDirective} ${event.blockedURI}`);
    }, true);
    window.alert = window.confirm = window.prompt = () => { window.pwned = 1; };
"""
RESULT = (
    "() => [...broken, ...(window.pwned ? ['pwned'] : []), ...(document.readyState === 'loading' ? ['loading'] : [])]"
)


def page_urls(site: Path) -> list[str]:
    """Return the URLs of all pages but those that the catalog has no part in."""
    files = (path.relative_to(site) for path in site.rglob("*.html"))
    own = (file for file in files if file.parts[0] not in ("rules", "protocol", "reference", "404.html"))
    return sorted(file.as_posix().removesuffix("index.html") for file in own)


def complaints(browser: Any, address: str, urls: Iterable[str]) -> list[tuple[str, str]]:
    """Open pages; return the URL of a page with what ran, was blocked or asked another host there.

    An attempt that the policy blocks counts like one that succeeds.
    """
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 4000})
    context.add_init_script(WATCH)
    found: list[tuple[str, str]] = []
    here = ""
    context.on("request", lambda asked: urlsplit(asked.url).port is None and found.append((here, asked.url)))
    context.on("weberror", lambda error: found.append((here, str(error.error))))
    page = context.new_page()
    for here in urls:
        page.goto(here, wait_until="load")
        found += [(here, said) for said in page.evaluate(RESULT)]
        if urlsplit(page.url).path.lstrip("/") != here:
            found.append((here, f"left for {page.url}"))
    context.close()
    return found
