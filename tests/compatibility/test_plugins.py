"""The plugins that come with Material, and the kinds of plugins that break others, leave the catalog as it is.

`plugins.py` builds with many more.
"""

import json
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from built_with import ADDRESS, facts, faults, script_errors, write_repository
from combinations import ALONE, MATERIAL, Combination, Neighbor, combinations
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

pytestmark = pytest.mark.xdist_group("plugins")
SHIPPED = [
    each
    for each in combinations()
    if each.neighbor.with_material and ("social" not in each.plugins or find_spec("cairosvg"))
]
REFERENCE = Combination(ALONE, f"[{ALONE}]", f"{{{MATERIAL}}}", directories=True, neighbor=Neighbor("", ""))


def build(folder: Path, combination: Combination) -> Path:
    """Build a site strictly in this process."""
    write_repository(folder, combination)
    mkdocs_build(load_config(str(folder / "mkdocs.yml"), strict=True))
    return folder / "site"


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site without other plugins."""
    return build(tmp_path_factory.mktemp("reference") / "repo", REFERENCE)


@pytest.mark.parametrize("combination", [each for each in SHIPPED if each.directories], ids=lambda each: each.name)
def test_plugins_of_material_before_ours(tmp_path: Path, reference: Path, combination: Combination) -> None:
    site = build(tmp_path / "repo", combination)
    assert faults(site, combination, facts(reference)) == []


def with_hook(folder: Path, hook: str, **options: str) -> Path:
    """Build a site with a hook, which is in the place of another plugin."""
    code = f"from mkdocs.plugins import event_priority\n{hook}"
    neighbor = Neighbor("", "", docs={"hook.py": code}, options={"hooks": "[hook.py]"} | options)
    return build(folder, Combination("", f"[{ALONE}]", f"{{{MATERIAL}}}", directories=True, neighbor=neighbor))


HOOKS = {
    "html parsed and written again": """
from lxml import html
@event_priority(-100)
def on_post_page(output, page, config):
    return "<!doctype html>" + html.tostring(html.fromstring(output), encoding="unicode")
""",
    "minified": """
import re
def on_post_page(output, page, config):
    return re.sub(r'(?<=[ ])([a-z-]+)="([a-z-]+)"(?=[ >])', r"\\1=\\2", output.replace("</head>", "</HEAD >"))
""",
    "needs a source": """
from pathlib import Path
def on_files(files, config):
    assert all(Path(file.abs_src_path).exists() for file in files)
""",
    "own environment": """
def on_post_build(config):
    template = config.theme.get_env().get_template("partials/catalog_links.html")
    assert "Catalog as JSON" in template.render(config=config, base_url=".", page=None)
""",
    "files sorted by language": """
from mkdocs.structure.files import Files
@event_priority(-100)
def on_files(files, config):
    return Files([file for file in files if file.src_dir or not file.is_documentation_page()])
""",
}


@pytest.mark.parametrize("kind", HOOKS)
def test_kinds_of_plugins(tmp_path: Path, reference: Path, kind: str) -> None:
    site = with_hook(tmp_path / "repo", HOOKS[kind])
    assert facts(site) == facts(reference)
    page = (site / "jobs/train/index.html").read_text(encoding="utf-8")
    assert re.search('name="?description"? content="Trains a small net on digits."', page)


def test_the_address_that_a_plugin_sets_is_everywhere(tmp_path: Path) -> None:
    hook = """
@event_priority(-100)
def on_config(config):
    config.site_url += "1.0/"
"""
    site = with_hook(tmp_path / "repo", hook)
    for path in ("jobs/train/index.html", "feed.xml", "sitemap.xml", "llms.txt"):
        text = (site / path).read_text(encoding="utf-8")
        assert f"{ADDRESS}1.0/" in text, path
        assert text.count(ADDRESS) == text.count(f"{ADDRESS}1.0/"), path


def test_a_page_that_is_encrypted_or_excluded_is_not_in_our_search(tmp_path: Path) -> None:
    hook = """
def on_page_context(context, page, config, nav):
    if page.file.src_uri == "guide.md":
        page.content = "<p>Enter the password.</p><p>" + "x" * 5_000 + "</p>"
"""
    docs = {
        "docs/left-out.md": "---\nsearch: {exclude: true}\n---\n# Left out\n\nUnfindable.\n",
        "docs/partly.md": "# Partly\n\nFindable.\n\n## Legal { data-search-exclude }\n\nSmallprint.\n",
        "hook.py": hook,
    }
    options = {"hooks": "[hook.py]", "markdown_extensions": "[attr_list]"}
    neighbor = Neighbor("", "", docs=docs, options=options)
    combination = Combination("", "[search, paicatalog]", f"{{{MATERIAL}}}", directories=True, neighbor=neighbor)
    site = build(tmp_path / "repo", combination)
    ours = (path for path in (site / "search").rglob("*.json") if path.name != "search_index.json")
    found = "".join(path.read_text(encoding="utf-8") for path in ours)
    assert "password" in found
    assert "the older" not in found
    assert "xxxxx" not in found
    assert "Findable" in found
    for word in ("Unfindable", "Smallprint", "Legal"):
        assert word.lower() not in found.lower()
    twin = (site / "guide/index.md").read_text(encoding="utf-8")
    assert "password" in twin
    assert "the older" not in twin
    theirs = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert not [record for record in theirs if record["location"].startswith("left-out")]


def test_a_plugin_that_encrypts_all_pages_stops_the_build(tmp_path: Path) -> None:
    hook = """
def on_page_context(context, page, config, nav):
    page.content = "<p>Enter the password.</p>"
"""
    with pytest.raises(Abort):
        with_hook(tmp_path / "repo", hook)
    assert not list((tmp_path / "repo" / "site").rglob("jobs/*"))


def test_what_a_plugin_writes_into_every_page_is_in_ours(tmp_path: Path) -> None:
    """Such as the local copies of external files, whatever the order of the plugins."""
    hook = """
@event_priority(-50)
def on_post_page(output, page, config):
    return output.replace("https://fonts.example.com/a.css", "assets/local.css")
"""
    site = with_hook(tmp_path / "repo", hook, extra_css="[https://fonts.example.com/a.css]")
    pages = (page for page in site.rglob("*.html") if page.name != "404.html")
    assert not [page for page in pages if "fonts.example.com" in page.read_text(encoding="utf-8")]


def test_several_languages_share_the_catalog(tmp_path: Path) -> None:
    hook = """
import mkdocs.utils
from mkdocs.commands.build import build
languages = []
@event_priority(-100)
def on_config(config):
    config.theme.language = ["en", "fr"][len(languages)]
@event_priority(-100)
def on_post_build(config):
    languages.append(config.theme.language)
    if len(languages) == 1:
        clean, mkdocs.utils.clean_directory = mkdocs.utils.clean_directory, lambda folder: None
        build(config)
        mkdocs.utils.clean_directory = clean
def on_files(files, config):
    for file in files.documentation_pages():
        if languages and file.src_dir:
            file.dest_uri, file.url = "fr/guide/index.html", "fr/guide/"
"""
    site = with_hook(tmp_path / "repo", hook)
    assert 'lang="en"' in (site / "jobs/train/index.html").read_text(encoding="utf-8")
    assert 'href="../../jobs/train/' in (site / "fr/guide/index.html").read_text(encoding="utf-8")
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert sitemap.count("<loc>") == len(set(sitemap.split("<loc>")[1:]))
    for url in ("fr/guide/", "guide/", "jobs/train/", "catalog/"):
        assert f"<loc>{ADDRESS}{url}</loc>" in sitemap


@pytest.mark.browser
def test_scripts_run_beside_search_and_offline(tmp_path: Path, browser: Any, serving: Callable[[Path], str]) -> None:
    (combination,) = [each for each in SHIPPED if each.name.startswith("offline before")]
    site = build(tmp_path / "repo", combination)
    assert script_errors(browser, serving(site), ["index.html", "jobs/train/index.html", "guide.html"]) == []


@pytest.mark.browser
def test_a_page_opened_from_disk_says_why_it_cannot_search(tmp_path: Path, browser: Any) -> None:
    site = build(tmp_path / "repo", REFERENCE)
    page = browser.new_page()
    page.goto(f"{(site / 'catalog/index.html').as_uri()}?q=train")
    page.get_by_text("Serve the site").wait_for()
    page.close()
