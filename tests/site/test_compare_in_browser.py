"""The comparison of two components, in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def compared(page: Any, site_url: str, a: str, b: str) -> Any:
    page.goto(f"{site_url}compare/?a={a}&b={b}")
    page.wait_for_selector("[data-pc-compared] :is(h2, [role=alert])")
    page.wait_for_function("() => !document.querySelector('[data-pc-compared]').textContent.startsWith('Reading')")
    return page.locator("[data-pc-compared]")


def test_differences_are_marked_and_what_is_equal_is_not(page: Any, site_url: str) -> None:
    found = compared(page, site_url, "job/cifar10-training", "job/cifar10-evaluation")
    rows = {row.locator("th").text_content(): row for row in found.locator("tbody tr").all()}
    assert "evaluation" in rows["Tags (different)"].text_content()
    assert rows["Type"].get_attribute("class") is None
    assert rows["Docker image pytorch"].get_attribute("class") is None
    file = found.locator("pre.pc-diff").last.inner_text()
    assert "- name: cifar10-training" in file
    assert "+ name: cifar10-evaluation" in file


def test_two_versions_are_compared_from_the_page_of_one(page: Any, site_url: str, shipped_site: Path) -> None:
    listing = next(path for path in (shipped_site / "jobs").glob("*/*/index.html"))
    page.goto(f"{site_url}{listing.parent.relative_to(shipped_site).as_posix()}/")
    page.click("text=what changed")
    page.wait_for_selector("[data-pc-compared] pre.pc-diff")
    assert page.locator(".pc-diff__new").count() and page.locator(".pc-diff__old").count()


@pytest.mark.parametrize("other", ["job/none-such", "../../x", "job", "<script>alert(1)</script>"])
def test_what_does_not_exist_is_said(page: Any, site_url: str, other: str) -> None:
    found = compared(page, site_url, "job/cifar10-training", other)
    assert "There is no component" in found.inner_text()


def test_without_a_question_there_is_a_form(page: Any, site_url: str) -> None:
    page.goto(f"{site_url}compare/")
    page.fill("#compare-a", "job/cifar10-training")
    page.fill("#compare-b", "job/cifar10-serving")
    page.click("text=Compare >> nth=-1")
    page.wait_for_selector("[data-pc-compared] h2")
    assert page.input_value("#compare-b") == "job/cifar10-serving"


def test_the_other_side_is_found_by_words_or_a_bare_name(page: Any, site_url: str) -> None:
    page.goto(f"{site_url}jobs/cifar10-training/")
    page.get_by_role("link", name="Compare with…").click()
    page.wait_for_function("() => document.activeElement?.id === 'compare-b'")
    assert page.input_value("#compare-a") == "job/cifar10-training"
    page.keyboard.type("shakespeare")
    page.wait_for_selector("#compare-b-offers option[value='job/nanogpt-shakespeare-char']", state="attached")
    page.fill("#compare-b", "nanogpt-shakespeare-char")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-pc-compared] h2")
    assert "nanogpt-shakespeare-char 1.0.0" in page.inner_text("[data-pc-compared]")
