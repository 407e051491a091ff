"""Two hundred attempts to run code are shown as text; `tests/bench/hostile_pages.py` tries all in each field."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs_build import build_here
from opened_pages import complaints, page_urls
from payloads import PAYLOADS, each_in_a_field, lost
from test_hostile_content import HOSTILE, write_repository

pytestmark = pytest.mark.xdist_group("payloads")


@pytest.fixture(scope="module")
def components() -> list[dict[str, Any]]:
    return list(each_in_a_field())


@pytest.fixture(scope="module")
def site(components: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {f"{data['name']}.yaml": data for data in components}
    return build_here(write_repository(tmp_path_factory.mktemp("payloads") / "repo", files))


def test_each_payload_is_in_a_field(components: list[dict[str, Any]]) -> None:
    text = json.dumps(components, ensure_ascii=False)
    assert len(set(PAYLOADS)) >= 200
    assert HOSTILE not in text
    assert [payload for payload in PAYLOADS if json.dumps(payload)[1:-1] not in text] == []


@pytest.mark.browser
def test_nothing_is_executed(site: Path, browser: Any, serving: Callable[[Path], str]) -> None:
    tags = [url for url in page_urls(site) if url.startswith("catalog/tags/")]
    others = [url for url in page_urls(site) if url not in tags]
    assert complaints(browser, serving(site), [*others, *tags[::20]]) == []


def test_nothing_is_lost(site: Path, components: list[dict[str, Any]]) -> None:
    assert lost(site, components) == []
