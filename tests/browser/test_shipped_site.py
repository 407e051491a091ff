"""The site of the shipped catalog in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
JOBS = sorted((ROOT / "catalog" / "jobs").glob("*.yaml"))
KINDS_OF_PAGE = (
    "",
    "catalog/",
    "catalog/?q=mnist&type=job",
    "catalog/?q=tiny+dataset+laptop&view=table",
    "lineage/",
    "lineage/dockerimages/",
    "jobs/pytorch-mnist/",
    "jobs/pytorch-mnist/1.0.0/",
    "data/mnist/",
    "dockerimages/pytorch/",
    "scripts/pytorch-examples/",
    "outputs/cifar10-simpledla/",
    "catalog/tags/",
    "catalog/jobs/",
    "protocol/",
    "rules/",
    "rules/missing-key/",
    "reference/commands/",
    "guides/reproduce/",
)


@pytest.fixture
def page(browser: Any, site_url: str) -> Iterator[Any]:
    context = browser.new_context(
        base_url=site_url, permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def copied(page: Any, button: Any) -> str:
    """Press a copy button and return the text on the clipboard."""
    page.evaluate("navigator.clipboard.writeText('')")
    button.click()
    return clipboard(page)


def main_copy_button(page: Any) -> Any:
    return page.get_by_role("button", name=re.compile("^Copy YAML"))


def clipboard(page: Any) -> str:
    """Wait until the clipboard is not empty and return its text."""
    text: str = page.evaluate("""async () => {
        for (let tries = 0; tries < 50; tries += 1) {
            const text = await navigator.clipboard.readText();
            if (text) return text;
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return "";
    }""")
    return text


def shown(page: Any) -> list[str]:
    """Return the names of the components that the browse page lists."""
    names: list[str] = page.locator("[data-pc-hits] .pc-hit__title a").all_text_contents()
    return names


def ready(page: Any, address: str) -> None:
    """Open a page and wait for the requests that its scripts make."""
    page.goto(address, wait_until="networkidle")


def laid_out(page: Any) -> None:
    """Wait until all parts of a component's page are laid out."""
    page.wait_for_function("() => !document.querySelector('.pc-main > .pc-section:not(.pc-laid-out)')")


def settled(page: Any) -> None:
    """Wait until all results of the query are shown. The first ones are shown before the others."""
    page.wait_for_selector("[data-pc-status]:not([aria-busy])")


def answered(page: Any, query: str) -> None:
    """Wait until the results of the whole query are shown. Those of its first letters are shown before."""
    page.wait_for_function("query => new URLSearchParams(location.search).get('q') === query", arg=query)
    settled(page)


def test_search_finds_a_component_by_a_word_of_its_yaml(page: Any) -> None:
    ready(page, "catalog/")
    page.fill("#pc-query", "rendezvous")
    answered(page, "rendezvous")
    assert "pytorch-ddp-multinode" in shown(page)[0]
    assert "q=rendezvous" in page.url
    page.locator("[data-pc-hits] .pc-hit__title a").first.click()
    page.wait_for_url("**/jobs/pytorch-ddp-multinode/")
    page.go_back()
    assert page.input_value("#pc-query") == "rendezvous"
    answered(page, "rendezvous")


def test_nothing_moves_when_filters_and_tools_come(page: Any) -> None:
    page.set_viewport_size({"width": 412, "height": 823})
    page.route("**/search/manifest.json", lambda route: (page.wait_for_timeout(200), route.continue_()))
    page.goto("catalog/")
    first = page.locator("[data-pc-hits] > li").first
    assert page.is_hidden("[data-pc-filters]")
    before = first.bounding_box()
    settled(page)
    assert page.is_visible("[data-pc-filters]") and page.is_visible("#pc-sort")
    assert first.bounding_box() == before


def test_facets_narrow_and_survive_a_reload(page: Any) -> None:
    ready(page, "catalog/")
    before = page.inner_text("[data-pc-status]")
    page.locator("[data-pc-facets]").get_by_label("Output").check()
    settled(page)
    narrowed, names = page.inner_text("[data-pc-status]"), shown(page)
    assert names
    outputs = {path.stem for path in (ROOT / "catalog" / "outputs").glob("*.yaml")}
    assert {name.split()[0] for name in names} <= outputs
    assert narrowed != before
    page.reload()
    settled(page)
    assert (page.inner_text("[data-pc-status]"), shown(page)) == (narrowed, names)
    page.go_back()
    page.wait_for_function(f"() => document.querySelector('[data-pc-status]').textContent === {before!r}")


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_the_copy_button_gives_the_files_exact_text(page: Any, path: Path) -> None:
    name = re.sub(r"-(\d[\d.]*)$", r"/\1", path.stem)
    if not page.goto(f"jobs/{name}/").ok:
        page.goto(f"jobs/{path.stem}/")
    laid_out(page)
    # Parts that are laid out while scrolling move those below them.
    page.locator("#reproduce").scroll_into_view_if_needed()
    page.wait_for_selector("[data-file]", state="attached")
    forms = page.get_by_role("tablist", name="Forms of the file")
    if forms.count():
        forms.get_by_role("tab").last.click()
    assert copied(page, page.locator("[data-copy=yaml-file]").last) == path.read_bytes().decode()


def test_the_main_copy_button_gives_a_file_that_runs_as_it_is(page: Any) -> None:
    ready(page, "jobs/pytorch-ddp-multinode/")
    document = parse(SourceFile("copied.yaml", copied(page, main_copy_button(page)).encode()))
    assert document.valid
    script = document.data["prerequisites"][1]
    assert script["name"] == "pytorch-examples"
    assert script["uri"].startswith("https://github.com/pytorch/examples/")


def test_a_typed_parameter_shows_in_the_yaml_the_commands_and_the_steps(page: Any) -> None:
    ready(page, "jobs/pytorch-mnist/")
    laid_out(page)
    page.get_by_label("epochs", exact=True).fill("3")
    assert "--epochs 3 " in page.locator("section:has(> #commands)").inner_text()
    page.get_by_role("tab", name="Docker", exact=True).click()
    assert "parameter_epochs=3\n" in page.locator("section:has(> #reproduce)").inner_text()
    file = (ROOT / "catalog" / "jobs" / "pytorch-mnist.yaml").read_text(encoding="utf-8")
    assert copied(page, main_copy_button(page)) == file.replace("epochs: 14", "epochs: 3")
    page.get_by_role("button", name="Reset").click()
    # The page is updated after the browser has restored the form.
    page.wait_for_function(
        "() => document.querySelector('section:has(> #commands)').textContent.includes('--epochs 14 ')"
    )


def test_everything_can_be_reached_by_keyboard(page: Any) -> None:
    ready(page, "catalog/")
    page.keyboard.press("/")
    page.keyboard.type("rendezvous")
    answered(page, "rendezvous")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/jobs/pytorch-ddp-multinode/")
    page.wait_for_load_state("networkidle")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim().startsWith('Copy YAML')"):
            break
    page.evaluate("navigator.clipboard.writeText('')")
    page.keyboard.press("Enter")
    assert "name: pytorch-ddp-multinode" in clipboard(page)


def test_the_header_search_suggests_components_and_documentation(page: Any) -> None:
    ready(page, "guides/contribute/")
    page.fill("#pc-header-query", "mnist")
    page.wait_for_selector("#pc-header-suggestions [role=option]")
    assert "mnist" in page.locator("#pc-header-suggestions [role=option]").first.inner_text()
    page.fill("#pc-header-query", "pull request")
    page.wait_for_function(
        "() => document.querySelector('#pc-header-suggestions').textContent.includes('Contribute an asset')"
    )


def test_the_address_of_a_line_leads_to_it_past_all_that_is_not_laid_out(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("jobs/llm-lora-finetuning/#L70")
    page.wait_for_function("""() => {
        const line = document.getElementById("L70").getBoundingClientRect();
        return line.top > 80 && line.bottom < innerHeight;
    }""")


def colors(page: Any) -> tuple[str, str]:
    """Return the color scheme in use, and the label of the visible switch."""
    switch = page.locator("label[for^=__palette]:visible")
    return page.get_attribute("body", "data-md-color-scheme"), switch.get_attribute("title")


def test_colors_follow_the_system_until_others_are_chosen(browser: Any, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, color_scheme="dark")
    page = context.new_page()
    page.goto("jobs/pytorch-mnist/")
    assert colors(page) == ("slate", "Switch to light mode")
    page.emulate_media(color_scheme="light")
    page.wait_for_selector("body[data-md-color-scheme=default]")
    page.locator("label[for^=__palette]:visible").click()
    assert colors(page) == ("slate", "Switch to light mode")
    page.goto("guides/contribute/")
    assert colors(page) == ("slate", "Switch to light mode")
    page.focus("input[name=__palette]:checked, input[name=__palette]")
    page.keyboard.press("Enter")
    assert colors(page) == ("default", "Switch to dark mode")
    context.close()


def test_without_javascript_everything_can_be_read(browser: Any, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("catalog/")
    page.get_by_role("navigation", name="Complete lists").get_by_role("link", name="Jobs").click()
    page.get_by_role("link", name="monte-carlo-pi").first.click()
    text = page.locator("main").inner_text()
    for expected in ("protocolVersion: 2", "docker", "rest-server/api/v2/jobs", "python3"):
        assert expected in text
    page.goto("catalog/jobs/")
    listed = page.locator("main").inner_text()
    assert all(re.sub(r"-\d[\d.]*$", "", path.stem) in listed for path in JOBS)
    context.close()


@pytest.mark.parametrize(("scheme", "width", "other"), [("light", 1280, 390), ("dark", 390, 1280)])
def test_no_page_complains_overflows_or_asks_another_host(
    browser: Any, site_url: str, scheme: str, width: int, other: int
) -> None:
    """Each page at both widths in both schemes; it is loaded at one of them and then made as wide as the other."""
    context = browser.new_context(
        base_url=site_url, color_scheme=scheme, viewport={"width": width, "height": 844}, reduced_motion="reduce"
    )
    complaints: list[tuple[str, str]] = []
    context.on(
        "console", lambda said: said.type in ("error", "warning") and complaints.append((said.page.url, said.text))
    )
    context.on("weberror", lambda error: complaints.append((error.page.url, str(error.error))))
    context.on("request", lambda asked: urlsplit(asked.url).port is None and complaints.append(("", asked.url)))
    opened = [(address, context.new_page()) for address in KINDS_OF_PAGE]
    for address, page in opened:
        assert page.goto(address).ok, address
    for address, page in opened:  # Late requests of one page arrive while the others load.
        page.wait_for_load_state("networkidle")
        for present in (width, other):
            page.set_viewport_size({"width": present, "height": 844})
            needed = page.evaluate("document.documentElement.scrollWidth")
            assert needed <= present, f"{address} is wider than {present}"
        assert page.locator("h1").count() == 1, address
    assert not complaints
    context.close()
