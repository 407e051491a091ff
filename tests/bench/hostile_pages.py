"""Open all pages of a catalog with 200 attempts to run code in each field: `python tests/bench/hostile_pages.py`.

The pages are served under `default-src 'self'`. The output is the number of pages, what ran or was blocked on them, and
the number of components whose raw file or API record lacks a character. It needs an installed Chromium, like the tests.
"""

import logging
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "build"))

from browsing import chromium, serve
from mkdocs_build import build_here
from opened_pages import complaints, page_urls
from payloads import PAYLOADS, each_in_every_field, lost
from test_hostile_content import write_repository


def main() -> None:
    """Build the site, open its pages and print the figures."""
    logging.disable()
    components = list(each_in_every_field())
    with tempfile.TemporaryDirectory() as folder:
        files = {f"{data['name']}.yaml": data for data in components}
        site = build_here(write_repository(Path(folder) / "repository", files))
        urls = page_urls(site)
        _say(f"{len(PAYLOADS)} payloads in {len(components)} components on {len(urls)} pages")
        _, address = serve(site)
        with chromium() as browser:
            found = complaints(browser, address, urls)
        _say(f"executed, blocked or requested: {len(found)}")
        for url, what in found[:20]:
            _say(f"  {url}: {what}")
        _say(f"lost: {len(lost(site, components))}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
