"""Sites that other generators build from a folder of docs, for `paicatalog generate` to fill."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result
from mkdocs_build import build_here
from odd_catalog import write_mkdocs_yml

from paicatalog.cli import main
from paicatalog.site.built_site.shell_page import MARKDOWN

ADDRESS = "https://jobs.example.com/lab/"
THEMES: Mapping[str, Mapping[str, str]] = {
    "mkdocs": {"theme": "mkdocs", "nav": "[catalog/index.md: catalog/index.md, guide.md]"},
    "mkdocs with file names": {"theme": "mkdocs", "use_directory_urls": "false"},
    "readthedocs": {"theme": "readthedocs", "nav": "[{Our catalog: catalog/index.md}, guide.md]"},
    "material": {"theme": "{name: material, font: false}", "plugins": "[search]"},
    "zensical": {"theme": "{name: material, font: false}"},
    "zensical with file names": {"theme": "{name: material, font: false}", "use_directory_urls": "false"},
}
"""Generator and theme -> options of `mkdocs.yml`, with a menu and without."""

SPHINX = """<!DOCTYPE html>
<html lang="en" data-content_root="../">
<head><meta charset="utf-8"><title>{title} &#8212; Lab 1.0 documentation</title>
<link rel="stylesheet" type="text/css" href="../_static/basic.css?v=1">
<script src="../_static/doctools.js"></script>
<link rel="index" title="Index" href="../genindex.html"><link rel="prev" title="Guide" href="../docs/guide.html">
</head><body><div class="document"><div class="body" role="main">
{content}
</div></div>
<div class="sphinxsidebar"><ul><li><a class="reference internal" href="#">{title}</a></li></ul>
<a href="../index.html">Lab</a> <a href="../docs/guide.html">Guide</a></div></body></html>
"""
HUGO = """<!doctype html><html lang=en><head><meta charset=utf-8>
<meta http-equiv=Content-Security-Policy content="default-src 'self'; img-src 'self' data:">
<title>{title} | Lab</title><meta name=description content={description}>
<meta property=og:title content={title}><link rel=canonical href=https://jobs.example.com/lab/{url}>
<script type=application/ld+json>{{"@type":"WebPage","headline":"{title}","url":"https://jobs.example.com/lab/{url}"}}</script>
<link rel=stylesheet href=../css/main.css><body>
<nav><a href=../>Lab</a> <a href=https://jobs.example.com/lab/catalog/>{title}</a></nav>
<main class=page><h1 class=title>{title}</h1><article>{content}</article></main>
<img srcset="../img/a.png 1x, ../img/b.png 2x" src=../img/a.png alt>
"""
GUIDE = "<h1>Guide</h1><p>How we work here.</p><h2>Rules</h2>"
LOADED = ("_static/basic.css", "_static/doctools.js", "css/main.css", "img/a.png", "img/b.png", "favicon.ico")
"""What the pages load; all empty."""


def repository(folder: Path, name: str) -> Path:
    """Write `mkdocs.yml` and docs, with the marked page, beside a catalog; returns `folder`."""
    options = {"site_url": ADDRESS, "plugins": "[]"} | THEMES.get(name, {})
    write_mkdocs_yml(folder, **options)
    (folder / "docs" / "catalog").mkdir()
    (folder / "docs" / "catalog" / "index.md").write_text(MARKDOWN, encoding="utf-8")
    return folder


def build_with(folder: Path, name: str) -> Path:
    """Build the docs with a generator; returns the site."""
    if name.startswith("zensical"):
        command = [Path(sys.executable).parent / "zensical", "build"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return folder / "site"
    return build_here(folder)


def marked_page(template: str) -> str:
    """The marked page as a template shows it, with an anchor in its heading."""
    content = '<h1 id="pcmarktitle">pcmarktitle<a class="headerlink" href="#pcmarktitle">¶</a></h1><p>pcmarkcontent</p>'
    return template.format(title="pcmarktitle", description="pcmarkdescription", content=content, url="catalog/")


def write_site(folder: Path, template: str, *, folders: bool) -> Path:
    """Write the site of a generator by hand: a marked page, a guide and the files that both use."""
    site = folder / "site"
    guide = template.format(title="Guide", description="Work", content=GUIDE, url="guide/")
    pages = {"catalog/index.html": marked_page(template), "guide/index.html" if folders else "docs/guide.html": guide}
    texts = pages | dict.fromkeys(("index.html", "genindex.html"), "<title>Lab</title><main>Hello</main>")
    for path, text in (texts | dict.fromkeys(LOADED, "")).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    return site


def generate(folder: Path, *options: str) -> Result:
    """Fill the catalog of a folder into its site."""
    arguments = ["generate", "--into", str(folder / "site"), "--config-file", str(folder / "mkdocs.yml"), *options]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
