"""The files at old URLs: pages that redirect, and copies of the component's files for programs."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from paicatalog.catalog.component import Component
from paicatalog.site.page import StaticFile
from paicatalog.site.pages.redirects import Redirect
from paicatalog.site.urls.addresses import root

# Without styles and scripts, it works with any content security policy and below any path.
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moved: {name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
<link rel="canonical" href="{canonical}">
</head>
<body>
<main>
<h1>This page has moved</h1>
<p>It is now at <a href="{url}">{name}</a>.</p>
</main>
</body>
</html>
"""


def redirect_page(redirect: Redirect, *, site_url: str = "", file_names: bool = False) -> StaticFile:
    """Return the page at an old URL; with `file_names`, its links to folders end in `index.html`."""
    place, mark, anchor = redirect.new.partition("#")
    file = f"{place}index.html" if file_names and not place.rpartition("/")[2] else place
    way = f"{root(redirect.old)}{file}" or "./"
    url = escape(f"{way}{mark}{anchor}")
    canonical = escape(f"{site_url}{file}") if site_url else escape(way)
    name = escape(redirect.component.name if redirect.component else place or "the home page")
    content = _PAGE.format(name=name, url=url, canonical=canonical)
    where = redirect.old if redirect.old.endswith(".html") else f"{redirect.old}index.html"
    return StaticFile(where, content.encode())


def moved_files(redirects: Iterable[Redirect]) -> Mapping[str, list[str]]:
    """Return URL of a component's file -> its URLs under old names, at which the file is written too."""
    found: dict[str, list[str]] = {}
    for redirect in redirects:
        if not redirect.component or not redirect.old.startswith(f"{redirect.component.type.folder}/"):
            continue
        for form in _forms(redirect.component):
            place = redirect.new.partition("#")[0]
            found.setdefault(_file(form, place), []).append(_file(form, redirect.old))
    return found


def _forms(component: Component) -> Iterator[tuple[str, str, str]]:
    """Yield prefix and suffix of the URLs of a component's files, and the prefix of its page's URL."""
    type_, folder = component.type.value, component.type.folder
    yield f"raw/{type_}", ".yaml", folder
    yield f"bundled/{type_}", ".yaml", folder
    yield f"exports/{type_}", ".html", folder
    yield f"badges/{type_}", ".svg", folder
    yield f"pictures/{type_}", ".png", folder
    yield f"api/v1/{type_}", ".json", folder
    yield folder, "/index.md", folder


def _file(form: tuple[str, str, str], page: str) -> str:
    start, ending, folder = form
    return f"{start}{page.removeprefix(folder).removesuffix('/')}{ending}"
