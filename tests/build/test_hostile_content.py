"""Whatever strangers write into a protocol file is shown as text: nothing runs, nothing is lost."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from html_page import HtmlPage
from mkdocs_build import build_here
from odd_catalog import commit_all, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("hostile")

NO_ICON = "data:,"
"""What keeps a browser from asking for an icon that is not there."""
HOSTILE = " ".join(
    [
        "<script>window.pwned=1</script>",
        "</script></textarea></title></style></pre><img src=x onerror=window.pwned=1>",
        "\"'><svg onload=window.pwned=1>",
        "<a href=javascript:window.pwned=1>x</a>",
        "[x](javascript:window.pwned=1) ![x](https://elsewhere.example/pixel.png)",
        "[x]: data:text/html,<script>window.pwned=1</script>",
        "{{ 1111*7 }} {% raw %} {%- include '/etc/passwd' -%} {# gone #}",
        "<!-- gone --> <![CDATA[ x ]]> &amp; &lt;b&gt; &#x3c;",
        "\x1b[31mred\x1b[0m \x07 \u202eleft-to-right \u0000-less",
        "pcmarktitle pcmarkdescription pcmarkurl/ pcmarkurl/x/",
        '<div id="pc-content" class="pc-mark"><h1></h1></div>',
        "un" + "broken" * 60,
        "# heading\n\n- list\n\n```\ncode\n```\n<% $parameters.epochs %>",
    ]
).replace("\u0000", "0")
"""What would do harm, if it were anything but text."""


def hostile(field: str) -> str:
    return f"{field}-begins {HOSTILE} {field}-ends"


WIDE = "\n\n".join(["", "\n".join(["|" + "column |" * 40, "|" + "---|" * 40, "|" + "value |" * 40]), ""])
LONG = hostile("long") + WIDE + " word" * 20_000 + " and-that-was-all"
FACTS = {
    "summary": hostile("summary"),
    "tags": [hostile("tag"), *(f"tag number {number} <i>" for number in range(200))],
    "license": hostile("license"),
    "homepage": "javascript:window.pwned=1",
    "citation": hostile("citation"),
    "deprecated": {"reason": hostile("reason"), "successor": hostile("successor")},
    "results": [{"metric": hostile("metric"), "value": hostile("value"), "tolerance": hostile("tolerance")}],
}
JOB: dict[str, Any] = {
    "protocolVersion": 2,
    "name": "hostile",
    "type": "job",
    "version": hostile("version"),
    "contributor": hostile("contributor"),
    "description": hostile("description"),
    "prerequisites": [
        {"type": "dockerimage", "name": "image", "uri": hostile("image-uri")},
        {"type": "data", "name": "digits", "uri": ["javascript:window.pwned=1", hostile("data-uri")]},
        {"type": "script", "name": "code", "uri": "https://example.com/'\"><script>window.pwned=1</script>"},
        {"type": "output", "name": "model", "uri": "vbscript:window.pwned=1"},
    ],
    "parameters": {"epochs": hostile("epochs"), "<b onclick=alert(1)>": hostile("key"), "__proto__": "proto"},
    "secrets": {"token": "<% hidden %>"},
    "taskRoles": {
        "worker": {
            "dockerImage": "image",
            "data": "digits",
            "script": "code",
            "output": "model",
            "resourcePerInstance": {"cpu": 1, "memoryMB": 1024, "gpu": 0, "ports": {"http": 1}},
            "commands": ["echo <% $parameters.epochs %>", "echo 'command-begins' " + HOSTILE + " command-ends"],
        }
    },
    "deployments": [{"name": "local", "taskRoles": {"worker": {"preCommands": [hostile("pre-command")]}}}],
    "defaults": {"deployment": "local"},
    "extras": {"paicatalog": FACTS, "anything": {hostile("extra-key"): hostile("extra")}},
}
SHOWN_ON_JOB = (
    *("summary", "tag", "license", "citation", "reason", "successor", "metric", "value", "tolerance", "version"),
    *("contributor", "description", "image-uri", "data-uri", "epochs", "key", "pre-command", "extra", "extra-key"),
)


def asset(kind: str, **more: object) -> dict[str, object]:
    uri: object = hostile("uri") if kind != "data" else [hostile("uri"), "javascript:window.pwned=1"]
    common = {"protocolVersion": 2, "name": f"hostile-{kind}", "type": kind, "description": LONG, "uri": uri}
    return common | {"extras": {"paicatalog": FACTS}} | more


def calm(value: Any) -> Any:
    """The same data with harmless words, to compare with."""
    if isinstance(value, dict):
        return {key if key.isidentifier() else f"key{at}": calm(item) for at, (key, item) in enumerate(value.items())}
    if isinstance(value, list):
        return [calm(item) for item in value]
    return value if not isinstance(value, str) or value.isalnum() or value.startswith("hostile") else "calm words"


FILES = {"job.yaml": JOB, **{f"{kind}.yaml": asset(kind) for kind in ("data", "script", "dockerimage", "output")}}
PAGES = {
    "job.yaml": "jobs/hostile/",
    "data.yaml": "data/hostile-data/",
    "script.yaml": "scripts/hostile-script/",
    "dockerimage.yaml": "dockerimages/hostile-dockerimage/",
    "output.yaml": "outputs/hostile-output/",
}


def write_repository(folder: Path, files: dict[str, Any]) -> Path:
    (folder / "catalog").mkdir(parents=True)
    for name, data in files.items():
        (folder / "catalog" / name).write_text(yaml.safe_dump(data, sort_keys=False, width=1000), encoding="utf-8")
    (folder / "catalog" / "broken.yaml").write_text(f"protocolVersion: [2\nname: x\n# broken-begins {HOSTILE!a}\n")
    write_mkdocs_yml(folder, site_url="https://jobs.example.com/")
    commit_all(folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, run: Any) -> Path:
    folder = write_repository(tmp_path_factory.mktemp("hostile"), FILES)
    done = run("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def calm_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_here(
        write_repository(tmp_path_factory.mktemp("calm"), {name: calm(data) for name, data in FILES.items()})
    )


@cache
def pages_of(site: Path) -> list[tuple[Path, HtmlPage]]:
    """Every page but those that no file has a part in."""
    paths = [path for path in site.rglob("*.html") if path.relative_to(site).parts[0] not in ("rules", "protocol")]
    return [(path, HtmlPage.read(path)) for path in paths]


def test_nothing_runs(site: Path, calm_site: Path) -> None:
    ours = {script for _, page in pages_of(calm_site) for script in page.scripts}
    for path, page in pages_of(site):
        assert set(page.scripts) <= ours, path
        for tag, attributes in page.elements:
            handlers = [name for name in attributes if name.startswith("on")]
            assert not handlers, (path, tag, handlers)
            for name in ("href", "src", "action", "formaction", "xlink:href", "data", "srcset"):
                address = attributes.get(name, "").strip().lower()
                harmless = urlsplit(address).scheme in ("", "https", "http", "mailto") or address == NO_ICON
                assert harmless, (path, tag, address)


def test_no_element_comes_from_a_file(site: Path, calm_site: Path) -> None:
    known = {tag for _, page in pages_of(calm_site) for tag, _ in page.elements}
    markdown = {"p", "ul", "ol", "li", "em", "strong", "a", "code", "pre", "h3", "h4", "h5", "h6", "br", "hr"}
    ours = {"textarea"}  # the field of a parameter with several lines
    for path, page in pages_of(site):
        assert {tag for tag, _ in page.elements} <= known | markdown | ours, path
        assert len(page.all("h1")) == 1, path
        assert page.unclosed == [], path


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    for path, page in pages_of(site):
        for tag, attributes in page.elements:
            loaded = attributes.get("src") or (attributes.get("href", "") if tag == "link" else "")
            assert urlsplit(loaded).netloc in ("", "jobs.example.com"), (path, tag, loaded)


@pytest.mark.parametrize("field", SHOWN_ON_JOB)
def test_nothing_is_lost(site: Path, field: str) -> None:
    text = HtmlPage.read(site / PAGES["job.yaml"] / "index.html").text
    assert f"{field}-begins" in text
    assert f"{field}-ends" in text
    for expected in ("<script>window.pwned=1</script>", "{{ 1111*7 }}", "{% raw %}", "{# gone #}", "pcmarktitle"):
        assert expected in text
    assert "command-ends" in text
    assert "7777" not in text


def test_two_hundred_tags_are_all_there(site: Path) -> None:
    text = HtmlPage.read(site / PAGES["job.yaml"] / "index.html").text
    assert all(f"tag number {number} <i>" in text for number in range(200))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "job.yaml"])
def test_a_long_description_is_shown_to_its_end(site: Path, name: str) -> None:
    text = HtmlPage.read(site / PAGES[name] / "index.html").text
    assert "and-that-was-all" in text
    assert "uri-ends" in text


@pytest.mark.parametrize("name", list(FILES))
def test_files_and_records_hold_every_character(site: Path, name: str) -> None:
    url = PAGES[name].replace("jobs/", "job/").strip("/").split("/")[1]
    kind = name.removesuffix(".yaml")
    raw = (site / f"raw/{kind}/{url}.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(raw) == FILES[name]
    record = json.loads((site / f"api/v1/{kind}/{url}.json").read_text(encoding="utf-8"))
    assert record["component"]["data"] == FILES[name]


def test_a_broken_file_is_shown_as_text(site: Path) -> None:
    (path,) = (site / "problems").rglob("index.html")
    assert "broken-begins" in HtmlPage.read(path).text


@pytest.mark.browser
def test_nothing_runs_in_a_real_browser(site: Path, browser: Any, serving: Callable[[Path], str]) -> None:
    context = browser.new_context(base_url=serving(site), viewport={"width": 360, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: urlsplit(request.url).port is None and complaints.append(request.url))
    problem = next((site / "problems").rglob("index.html")).parent.relative_to(site).as_posix()
    for address in (
        *PAGES.values(),
        f"{problem}/",
        "",
        "catalog/?q=pwned",
        "catalog/?tag=tag+number+7+<i>",
        "catalog/tags/",
    ):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.pwned") is None, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, f"{address} is wider than a phone"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.fill("#pc-header-query", "pwned")
    page.wait_for_selector("#pc-header-suggestions [role=option]")
    assert page.evaluate("window.pwned") is None
    assert not complaints
    context.close()
