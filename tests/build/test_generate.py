"""`paicatalog generate` fills the same catalog into the sites of other generators."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from built_sites import (
    ADDRESS,
    HUGO,
    SPHINX,
    THEMES,
    build_with,
    contents,
    generate,
    marked_page,
    repository,
    write_site,
)
from html_page import HtmlPage
from mkdocs_build import build_here
from odd_catalog import asset, write_catalog, write_mkdocs_yml

from paicatalog.cli.files.site_folder import recover_site
from paicatalog.cli.files.site_swap import SiteSwap
from paicatalog.site.built_site.html_tokens import end_of_element, tokens
from paicatalog.site.built_site.record import RECORD
from paicatalog.site.built_site.shell_page import Additions, ShellPage
from paicatalog.site.page import Page

pytestmark = pytest.mark.xdist_group("generate")

CONTENT = '<div id="pc-content" class="pc" lang="en" dir="ltr">'
SAME_FILES = ("api/", "assets/paicatalog/", "badges/", "exports/", "raw/", "schema/")
OF_THE_THEME = re.compile(r"assets/paicatalog/(?:[0-9a-f]{12}\.|paicatalog\.css)")
"""Files that contain what the plugin has moved there from the theme's pages."""
HOSTILE = '"><script>alert(1)</script> \\ x=1'


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a catalog that has one of everything, and no docs yet."""
    folder = tmp_path_factory.mktemp("generate") / "catalog"
    folder.mkdir()
    write_catalog(folder, broken=False)
    hostile = asset("data", "hostile", "[https://example.com/x]").replace("What hostile is.", json.dumps(HOSTILE))
    (folder / "catalog" / "hostile.yaml").write_text(hostile, encoding="utf-8")
    shutil.rmtree(folder / "docs")
    return folder


@pytest.fixture(scope="module")
def by_plugin(catalog: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    """Return the site that the plugin builds, with links to folders or to files."""
    built: dict[bool, Path] = {}

    def build(file_names: bool) -> Path:
        if file_names not in built:
            folder = copied(catalog, tmp_path_factory.mktemp("plugin"))
            urls = str(not file_names).lower()
            write_mkdocs_yml(folder, theme="mkdocs", site_url=ADDRESS, use_directory_urls=urls)
            built[file_names] = build_here(folder)
        return built[file_names]

    return build


def copied(catalog: Path, folder: Path) -> Path:
    return Path(shutil.copytree(catalog, folder / "repo"))


def configure(folder: Path) -> None:
    """Add the plugin to the configuration, which the other generator has read without it."""
    file = folder / "mkdocs.yml"
    text = re.sub(r"^plugins: .*\n", "plugins: [paicatalog]\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def filled(catalog: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the repository whose site a generator built, filled once for all tests."""
    made: dict[str, Path] = {}

    def make(name: str) -> Path:
        if name not in made:
            folder = repository(copied(catalog, tmp_path_factory.mktemp("other")), name)
            build_with(folder, name)
            configure(folder)
            done = generate(folder)
            assert done.exit_code == 0, done.output
            made[name] = folder
        return made[name]

    return make


@pytest.fixture
def by_hand(catalog: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return a repository with a site written by hand, not filled yet."""

    def make(template: str, *, folders: bool) -> Path:
        folder = repository(copied(catalog, tmp_path), "")
        configure(folder)
        write_site(folder, template, folders=folders)
        return folder

    return make


def content_of(page: Path) -> str:
    found = tokens(page.read_text(encoding="utf-8"))
    start = next(at for at, token in enumerate(found) if token.source == CONTENT)
    return "".join(token.source for token in found[start : end_of_element(found, start)])


def pages_of(site: Path) -> list[str]:
    return sorted(name for name, text in contents(site).items() if name.endswith(".html") and CONTENT.encode() in text)


def dead_links(site: Path) -> list[str]:
    found = []
    for page in site.rglob("*.html"):
        for tag, attributes in HtmlPage.read(page).elements:
            link = attributes.get("href", attributes.get("src", ""))
            if urlsplit(link).scheme or not urldefrag(link).url or tag not in ("a", "link", "script", "img"):
                continue
            target = (page.parent / unquote(urlsplit(link).path)).resolve()
            if not (target / "index.html" if target.is_dir() else target).is_file():
                found.append(f"{page.relative_to(site)}: {link}")
    return found


@pytest.mark.parametrize("name", THEMES)
def test_the_pages_are_those_of_the_plugin_in_another_shell(name: str, filled: Any, by_plugin: Any) -> None:
    site, expected = filled(name) / "site", by_plugin("file names" in name)
    assert pages_of(site) == pages_of(expected)
    assert [page for page in pages_of(site) if content_of(site / page) != content_of(expected / page)] == []
    ours, theirs = contents(site), contents(expected)
    same = {file for file in theirs if file.startswith(SAME_FILES) and not OF_THE_THEME.match(file)}
    assert {file for file in same if ours.get(file) != theirs[file]} == set()


@pytest.mark.parametrize("name", THEMES)
def test_every_link_leads_to_a_page_and_no_mark_is_left(name: str, filled: Any) -> None:
    site = filled(name) / "site"
    assert [link for link in dead_links(site) if "404.html" not in link] == []
    assert [file for file, text in contents(site).items() if b"pcmark" in text and file != RECORD] == []
    for page in pages_of(site):
        assert len(HtmlPage.read(site / page).all("h1")) == 1, page
    menu = HtmlPage.read(site / "jobs/train/index.html")
    assert "train (job) - Odd jobs" in menu.text
    assert "Catalog" in menu.text


@pytest.mark.parametrize("name", ["mkdocs", "material", "zensical"])
def test_filling_again_gives_the_same_bytes(name: str, filled: Any) -> None:
    folder = filled(name)
    before = contents(folder / "site")
    assert generate(folder).exit_code == 0
    assert contents(folder / "site") == before


def test_a_component_that_is_gone_has_no_page_after_the_next_fill(filled: Any, tmp_path: Path) -> None:
    folder = copied(filled("zensical"), tmp_path)
    (folder / "catalog" / "hostile.yaml").unlink()
    (folder / "site" / ".nojekyll").write_text("")
    assert generate(folder).exit_code == 0
    index = (folder / "site" / "search.json").read_text(encoding="utf-8")
    assert "alert(1)" not in index + (folder / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert (folder / "site" / ".nojekyll").is_file()
    assert (folder / "site" / "guide" / "index.html").is_file()
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".site")]


def test_the_generators_own_search_and_sitemap_are_completed(filled: Any) -> None:
    for name, index, records in (
        ("material", "search/search_index.json", "docs"),
        ("zensical", "search.json", "items"),
    ):
        site = filled(name) / "site"
        found = json.loads((site / index).read_text(encoding="utf-8"))[records]
        locations = [record["location"].split("#")[0] for record in found]
        assert {"guide/", "jobs/train/", "catalog/"} <= set(locations)
        assert locations.count("catalog/") == 1
        assert not [record for record in found if "<script" in record["title"] + record["text"]], "texts are HTML"
        sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
        assert sitemap.count("<loc>https://jobs.example.com/lab/catalog/</loc>") == 1
        assert sitemap.count("<loc>https://jobs.example.com/lab/jobs/train/</loc>") == 1
        assert sitemap.count("<loc>https://jobs.example.com/lab/guide/</loc>") == 1


@pytest.mark.parametrize("name", ["readthedocs", "zensical"])
def test_documentation_is_found_and_has_markdown(name: str, filled: Any) -> None:
    site = filled(name) / "site"
    assert (site / "guide" / "index.md").read_text(encoding="utf-8") == "# A guide\n\nHow we work here.\n"
    assert "How we work here." in "".join(path.read_text(encoding="utf-8") for path in site.glob("search/text/*.json"))


@pytest.mark.parametrize(("template", "folders"), [(SPHINX, False), (HUGO, True)], ids=["Sphinx", "Hugo"])
def test_any_page_with_marks_is_a_shell(template: str, folders: bool, by_hand: Any, by_plugin: Any) -> None:
    folder = by_hand(template, folders=folders)
    done = generate(folder, "--strict")
    assert done.exit_code == 0, done.output
    site, expected = folder / "site", by_plugin(not folders)
    assert [page for page in pages_of(expected) if not (site / page).is_file()] == []
    ours = [page for page in pages_of(site) if page != "index.html"]
    assert [page for page in ours if content_of(site / page) != content_of(expected / page)] == []
    assert dead_links(site) == []
    page = HtmlPage.read(site / "jobs/train/index.html")
    assert len(page.all("h1")) == 1
    assert next(attributes["action"] for attributes in page.all("form")).startswith("../../catalog/")
    assert "How we work here" in "".join(path.read_text() for path in site.glob("search/text/*.json"))
    assert "../../assets/paicatalog/search.js" in [each.get("src") for each in page.all("script")]


def test_values_from_files_stay_text_in_any_attribute_and_script() -> None:
    marked = ShellPage("catalog/index.html", marked_page(HUGO))
    nothing = Additions(lambda _: "", lambda _: "")
    shell = marked.shells([2], site_name="Lab", label="Catalog", additions=nothing)[2]
    page = HtmlPage()
    page.feed(shell.fill(Page("data/x/", title=HOSTILE, description="", html="<h1>x</h1>")))
    assert not [script for script in page.scripts if "alert" in script]
    assert HOSTILE in next(each["content"] for each in page.all("meta") if each.get("property") == "og:title")
    assert HOSTILE in next(json.loads(text)["headline"] for text in page.texts if "headline" in text)


def test_a_pages_own_address_replaces_that_of_the_marked_page(by_hand: Any) -> None:
    folder = by_hand(HUGO, folders=True)
    assert generate(folder).exit_code == 0
    page = HtmlPage.read(folder / "site/jobs/train/index.html")
    own = "https://jobs.example.com/lab/jobs/train/"
    assert [each["href"] for each in page.all("link") if each.get("rel") == "canonical"] == [own]
    assert "https://jobs.example.com/lab/catalog/" in [each.get("href") for each in page.all("a")], "the menu's link"


def test_a_page_of_the_docs_is_never_overwritten(by_hand: Any) -> None:
    folder = by_hand(SPHINX, folders=False)
    own = folder / "site" / "jobs" / "train" / "index.html"
    own.parent.mkdir(parents=True)
    own.write_text("<title>Mine</title>", encoding="utf-8")
    before = contents(folder / "site")
    strict = generate(folder, "--strict")
    assert strict.exit_code == 1
    assert contents(folder / "site") == before
    done = generate(folder)
    assert done.exit_code == 0
    (line,) = (line for line in done.stderr.splitlines() if "jobs/train/index.html" in line)
    assert line.startswith("Warning: ")
    assert own.read_text(encoding="utf-8") == "<title>Mine</title>"


def test_a_marked_page_elsewhere_is_removed_with_a_remark(by_hand: Any) -> None:
    folder = by_hand(SPHINX, folders=False)
    (folder / "site" / "catalog").rename(folder / "site" / "marks")
    done = generate(folder)
    assert done.exit_code == 0
    assert "marks/index.html" in done.stderr
    assert not (folder / "site" / "marks" / "index.html").exists()
    assert generate(folder).exit_code == 0, "the marked page is remembered"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (shutil.rmtree, "there is no site"),
        (lambda site: shutil.rmtree(site / "catalog"), "paicatalog generate --shell"),
        (lambda site: (site / "catalog" / "index.html").rename(site / "marks.html"), "site's root"),
        (lambda site: (site / "catalog/index.html").write_text("<p>so pcmarkcontent</p>"), "a paragraph of its own"),
    ],
)
def test_a_site_without_a_usable_page_is_a_wrong_use(change: Any, message: str, by_hand: Any) -> None:
    folder = by_hand(SPHINX, folders=False)
    change(folder / "site")
    before = contents(folder / "site") if (folder / "site").exists() else {}
    done = generate(folder)
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())
    assert (contents(folder / "site") if (folder / "site").exists() else {}) == before


def test_a_kill_after_the_exchange_loses_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for folder, text in ((site, "theirs"), (site / "guide", "theirs")):
        folder.mkdir()
        (folder / "index.html").write_text(text)
    (site / ".nojekyll").write_text("")
    swap = SiteSwap.begin(site)
    swap.new.mkdir()
    (swap.new / "index.html").write_text("both")
    swap.install(copied=["index.html", "guide"])
    recover_site(site)
    assert {"index.html": b"both", ".nojekyll": b""}.items() <= contents(site).items()
    assert not (site / "guide").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_plugin_works_under_properdocs(catalog: Path, tmp_path: Path, by_plugin: Any) -> None:
    folder = copied(catalog, tmp_path)
    write_mkdocs_yml(folder, site_url=ADDRESS)
    program = Path(sys.executable).parent / "properdocs"
    subprocess.run([program, "build", "--strict", "-f", "mkdocs.yml"], cwd=folder, check=True, capture_output=True)
    expected = by_plugin(False)
    pages = [page for page in pages_of(expected) if page.startswith(("jobs/", "data/"))]
    assert pages
    assert [page for page in pages if content_of(folder / "site" / page) != content_of(expected / page)] == []


def test_the_plugin_needs_no_marked_page(catalog: Path, tmp_path: Path, by_plugin: Any) -> None:
    folder = repository(copied(catalog, tmp_path), "mkdocs")
    configure(folder)
    site = build_here(folder, strict=True)
    assert content_of(site / "catalog/index.html") == content_of(by_plugin(False) / "catalog/index.html")


@pytest.mark.browser
def test_the_search_field_works_under_a_strict_policy(by_hand: Any, serving: Any, browser: Any) -> None:
    folder = by_hand(HUGO, folders=True)
    assert generate(folder).exit_code == 0
    page = browser.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{serving(folder / 'site')}jobs/train/")
    page.locator("#pc-header-query").press_sequentially("digits")
    page.locator("#pc-header-suggestions [role=option]").first.click()
    page.wait_for_url("**/data/digits/")
    page.close()
    assert problems == []
