"""Printing a job's page, and the page for missing addresses, in the site of the shipped catalog."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

MOST_SHEETS = 12


@pytest.fixture
def page(browser: Any, site_url: str) -> Iterator[Any]:
    context = browser.new_context(base_url=site_url, color_scheme="dark", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def test_a_job_on_paper_is_short_and_has_what_it_takes_to_run_it(page: Any) -> None:
    page.goto("jobs/llm-lora-finetuning/", wait_until="networkidle")
    page.get_by_role("tab", name="Docker", exact=True).click()
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    for expected in ("64 GB", "capybara", "--learning_rate", "docker run", "protocolVersion: 2"):
        assert expected in text
    # Only the selected platform is printed, without buttons.
    assert "rest-server/api/v2/jobs" not in text
    assert page.locator("main button:visible, main .pc-button:visible, header:visible").count() == 0
    # Printed dark on white in any color scheme.
    assert page.locator("h1").evaluate("node => getComputedStyle(node).color") == "rgb(27, 31, 41)"
    assert page.locator(".pc-graph--wide").is_visible()
    assert not page.locator(".pc-change:visible").count()
    sheets = len(re.findall(rb"/Type /Page\b", page.pdf(format="A4")))
    assert 3 <= sheets <= MOST_SHEETS


@pytest.fixture
def lost(page: Any, shipped_site: Path) -> Any:
    """Return a function that opens a missing address, for which the server sends `404.html`."""
    whole = (shipped_site / "404.html").read_text(encoding="utf-8")

    def go(address: str) -> list[str]:
        page.route(f"**/{address}", lambda route: route.fulfill(status=404, content_type="text/html", body=whole))
        page.goto(address, wait_until="networkidle")
        found: list[str] = page.eval_on_selector_all(
            "[data-pc-offer] a", "links => links.map(link => new URL(link.href).pathname)"
        )
        return found

    return go


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("jobs/pytorch-mnits/", "/jobs/pytorch-mnist/"),
        ("data/imagenet/", "/data/imagenet-1k/"),
        ("raw/job/llm_serving.yaml", "/jobs/llm-serving/"),
        ("api/v1/dockerimage/torch.json", "/dockerimages/pytorch/"),
        ("jobs/whisper/9.9.9/", "/jobs/whisper-librispeech/"),
        ("guides/contributing.html", "/guides/contribute/"),
    ],
)
def test_a_lost_address_offers_what_its_words_find(lost: Any, address: str, offered: str) -> None:
    assert offered in lost(address)[:2]


def test_a_lost_address_of_odd_words_offers_nothing_and_runs_nothing(lost: Any, page: Any) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    assert lost("qqqxyzzyzz/") == []
    lost("%3Cimg%20src=x%20onerror=alert(1)%3E~zz/")
    assert page.locator("main img").count() == 0
    assert page.get_by_role("link", name="Catalog").first.is_visible()
    assert not errors
