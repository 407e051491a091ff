"""The script of component pages in a real browser, with a content security policy that forbids inline code."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from component_samples import JOB, pages

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.read import parse
from paicatalog.site.site import scripts

pytestmark = pytest.mark.browser
ASSETS = Path(__file__).parents[2] / "paicatalog" / "site" / "assets"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "require-trusted-types-for 'script'"
)
WINDOWS = JOB.replace("name: train", "name: windows").replace("\n", "\r\n")
MIXED = "\ufeff" + JOB.replace("name: train", "name: mixed").replace("\n", "\r\n", 4)
DATA = "protocolVersion: 2\nname: digits\ntype: data\nuri: ['https://example.org/d']\n"
FILLED = JOB.replace("name: train", "name: filled").replace("taskRoles:", "  - {type: data, name: digits}\ntaskRoles:")


class _Handler(BaseHTTPRequestHandler):
    files: dict[str, tuple[str, bytes]]

    def do_GET(self) -> None:
        kind, content = self.files.get(self.path, ("text/plain", b""))
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title><link rel="stylesheet" href="/b.css">'
    head += '<link rel="stylesheet" href="/c.css">'
    script = '<script src="/l.js" defer></script><script src="/c.js" defer></script><body><div class="pc">'
    _Handler.files = {
        "/l.js": ("text/javascript", b"".join((ASSETS / f"{name}.js").read_bytes() for name in ("language", "pages"))),
        "/c.js": ("text/javascript", scripts()["component.js"]),
        "/b.css": ("text/css", (ASSETS / "base.css").read_bytes()),
        "/c.css": (
            "text/css",
            b"".join((ASSETS / f"{name}.css").read_bytes() for name in ("colors", "component", "lineage")),
        ),
        **{
            f"/{address}": ("text/html", f"{head}{script}{page.html}</div>".encode())
            for address, page in pages(JOB, WINDOWS, MIXED, FILLED, DATA).items()
        },
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Any, url: str) -> Iterator[Any]:
    context = browser.new_context(base_url=url, permissions=["clipboard-read", "clipboard-write"])
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert not errors


def copied(page: Any, selector: str = ".pc-actions [data-copy]") -> str:
    page.evaluate("navigator.clipboard.writeText('')")
    page.click(selector)
    until(page, "navigator.clipboard.readText().then((text) => text !== '')")
    return str(page.evaluate("navigator.clipboard.readText()"))


def until(page: Any, condition: str) -> None:
    """Wait for a condition. Playwright's own function evaluates text in the page, which the policy forbids."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    raise AssertionError(condition)


@pytest.mark.parametrize(("name", "text"), [("train", JOB), ("windows", WINDOWS), ("mixed", MIXED)])
def test_the_copy_is_the_file(page: Any, name: str, text: str) -> None:
    page.goto(f"jobs/{name}/")
    assert copied(page) == text
    until(page, "document.querySelector('.pc-status').textContent.startsWith('Copied')")


TYPED = [
    ("0.5", "0.5", "0.5"),
    ("1e-7", "1.0e-7", "1e-7"),
    ("1.50", "1.5", "1.5"),
    ("yes", "'yes'", "yes"),
    ("on", "'on'", "on"),
    ("007", "'007'", "007"),
    ("12345678901234567890", "'12345678901234567890'", "12345678901234567890"),
    ("a: b #c", "'a: b #c'", "a: b #c"),
    ("it's", "'it''s'", "it's"),
    ("<% $secrets.x %>", "'<% $secrets.x %>'", "<% $secrets.x %>"),
    ("resnet50", "resnet50", "resnet50"),
    ("http://h:80/x", "http://h:80/x", "http://h:80/x"),
    ("", "''", ""),
    ("null", "'null'", "null"),
    ("\u0085x", '"\\u0085x"', "\u0085x"),
]
"""Input for a number, the scalar that is written to the file, and the text in commands."""


def test_a_typed_value_changes_its_scalar_only(page: Any) -> None:
    page.goto("jobs/train/")
    for typed, written, printed in TYPED:
        page.fill("#p1", typed)
        text = copied(page)
        assert text == JOB.replace("rate: 0.01 ", f"rate: {written} ")
        assert page.text_content("#commands-1-1").startswith(f"echo {printed} 'hello' a,b")
        document = parse(SourceFile("a.yaml", text.encode()))
        assert js_string(document.data["parameters"]["rate"]) == printed
        assert js_string(yaml.safe_load(text)["parameters"]["rate"]) == printed


def test_quotes_stay_and_long_scalars_become_one_line(page: Any) -> None:
    page.goto("jobs/windows/")
    page.fill("#p2", 'say "hi" \\')
    page.fill("#p3", "for x in y:\n\tpass\n")
    page.fill("#p5", "c")
    text = copied(page)
    assert 'greeting: "say \\"hi\\" \\\\"\r\n  program: "for x in y:\\n\\tpass\\n"\r\n  nested:' in text
    assert yaml.safe_load(text)["parameters"]["program"] == "for x in y:\n\tpass\n"
    assert "words: [c, b]" in text
    assert " c,b\n" in page.text_content("#commands-1-1")
    assert not re.search("\r\n(?=\r\n)", text.split("taskRoles")[0])


def test_reset_brings_the_file_back(page: Any) -> None:
    page.goto("jobs/train/")
    before = page.text_content("#commands-1-1")
    assert page.is_disabled("[type=reset]")
    page.fill("#p1", "7")
    page.fill("#p3", "x")
    assert "2 values changed" in page.text_content(".pc-changed")
    page.click("[type=reset]")
    until(page, "document.querySelector('[type=reset]').disabled")
    assert copied(page) == JOB
    assert page.text_content("#commands-1-1") == before


def test_a_changed_file_is_what_is_downloaded(page: Any) -> None:
    page.goto("jobs/train/")
    page.fill("#p1", "7")
    with page.expect_download() as download:
        page.click(".pc-actions [data-download]")
    assert download.value.suggested_filename == "train.yaml"
    assert "rate: 7 " in Path(download.value.path()).read_text(encoding="utf-8")


def test_tabs_work_by_keyboard(page: Any) -> None:
    page.goto("jobs/train/")
    tabs = page.locator("#reproduce ~ [data-pc-tabs] [role=tab]")
    tabs.nth(0).focus()
    page.keyboard.press("ArrowRight")
    assert page.is_visible("#on-docker")
    assert not page.is_visible("#on-openpai")
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("Home")
    assert page.is_visible("#on-openpai")


def test_a_link_to_a_line_opens_the_tab_that_has_it(page: Any) -> None:
    page.goto("jobs/filled/")
    assert page.is_visible("#bundled-file")
    assert not page.is_visible("#L5")
    page.evaluate("location.hash = '#L5'")
    page.wait_for_selector("#L5")
    assert "uri:" in copied(page)


def test_without_the_script_everything_can_be_read(browser: Any, url: str) -> None:
    context = browser.new_context(base_url=url, java_script_enabled=False)
    page = context.new_page()
    page.goto("jobs/train/")
    assert page.is_visible("#on-openpai")
    assert page.is_visible("#on-docker")
    assert page.get_attribute("#p1", "readonly") is not None
    assert not page.is_visible(".pc-actions [data-copy]")
    context.close()


def test_the_number_of_a_line_puts_its_address_into_the_browsers(page: Any) -> None:
    page.goto("jobs/train/")
    line = page.locator("#L3")
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 5, box["y"] + 5)
    assert "#" not in page.url
    page.mouse.click(box["x"] + 10, box["y"] + 5)
    until(page, "location.hash === '#L3'")


def test_a_line_is_reached_and_addressed_by_keyboard(page: Any) -> None:
    page.goto("jobs/train/")
    field = page.get_by_label("Go to line")
    field.focus()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    until(page, "location.hash === '#L9'")
    page.wait_for_function("() => document.querySelector('#L9').getBoundingClientRect().bottom < innerHeight")
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'The address leads to line 9.'")
    page.keyboard.type("9000")
    page.keyboard.press("Enter")
    assert "Type a number from 1 to " in field.evaluate("field => field.validationMessage")
    assert page.url.endswith("#L9")
    page.keyboard.press("Backspace")
    assert field.evaluate("field => field.validationMessage") == ""


def test_the_repository_and_a_report_are_led_to_the_line_of_the_address(page: Any, url: str) -> None:
    page.goto(f"{url}/jobs/train/")
    file = page.get_by_role("link", name="catalog/0.yaml")
    whole = file.get_attribute("href")
    page.evaluate("location.hash = '#L7'")
    page.wait_for_function("() => document.querySelector('a[data-at-line]').hash === '#L7'")
    assert file.get_attribute("href") == f"{whole}#L7"
    assert "catalog%2F0.yaml%23L7" in page.get_by_role("link", name="Report a problem").get_attribute("href")
    page.evaluate("location.hash = '#commands'")
    page.wait_for_function("() => document.querySelector('a[data-at-line]').hash === ''")
    assert file.get_attribute("href") == whole
