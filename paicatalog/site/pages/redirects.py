"""Redirects from old URLs to new ones: the option `redirects`, validated against the pages of the site."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component
from paicatalog.config import ConfigError
from paicatalog.protocol.component_type import ComponentType
from paicatalog.rules import RULES as ALL_RULES
from paicatalog.site.pages.list_links import TAGS, tag_list_url
from paicatalog.site.urls.addresses import BROWSE, STANDARD_PAGES, Addresses, rule_url, segment

_FILE_FOLDERS = frozenset({"api", "assets", "badges", "bundled", "exports", "pictures", "raw", "schema", "search"})
"""Folders of the site with files for programs, without pages."""
_INVALID_URL = re.compile(r"[\x00-\x20\x7f?#\\:*\"<>|]|(?:^|/)\.{0,2}(?:/|$)")
_COMPONENT = re.compile(r"(?P<type>[a-z]+)/(?P<name>[^/]+)(?:/(?P<version>[^/]+))?")


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect from a URL that was published before."""

    old: str
    """The URL of a page, "" or ending in "/", or of a file ending in `.html`."""
    new: str
    """The URL of a page or file of the site, optionally with an anchor."""
    component: Component | None = None
    """The component whose page is at the new URL."""


def redirects(
    entries: Iterable[tuple[str, str]], catalog: Catalog, *, docs_dir: Path | None = None, others: Collection[str] = ()
) -> tuple[Redirect, ...]:
    """Return the redirects of the option's `entries` in their order.

    Each entry is a pair of the old URL and the new URL or a component (`job/NAME`). `docs_dir` is the folder of the
    site's own pages; `others` are additional URLs of the site. Raises ConfigError with a sentence for each redirect
    whose target does not exist or is itself redirected, or whose old URL is that of a page.
    """
    listed = [(_trimmed(old), new) for old, new in entries]
    if not listed:
        return ()
    pages = _SitePages.of(catalog, _documents(docs_dir) | set(others))
    found = [Redirect(_page(old), *pages.target(new)) for old, new in listed]
    if problems := list(_problems(found, pages.all)):
        raise ConfigError("\n".join(problems))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _SitePages:
    """The URLs of all pages of the site, and the components by the URLs of their pages."""

    catalog: Catalog
    components: Mapping[str, Component]
    all: Set[str]

    @classmethod
    def of(cls, catalog: Catalog, others: Set[str]) -> "_SitePages":
        addresses = Addresses(catalog)
        components = {addresses.page(component.identity): component for component in catalog.components}
        lists = {f"{BROWSE}{component.type.folder}/" for component in catalog.components}
        rules = {rule_url(rule.id) for rule in ALL_RULES}
        return cls(catalog, components, {*components, *STANDARD_PAGES, *rules, *lists, *_tag_lists(addresses), *others})

    def target(self, text: str) -> tuple[str, Component | None]:
        """Return the URL that a text of the option denotes, and the component whose page it is."""
        address, mark, anchor = text.partition("#")
        place = self._place(_trimmed(address))
        return f"{place}{mark}{anchor}", self.components.get(place)

    def _place(self, address: str) -> str:
        if (named := _COMPONENT.fullmatch(address)) and named["type"] in list(ComponentType):
            type_ = ComponentType(named["type"])
            for component in self.catalog.versions_of(type_, named["name"]):
                if named["version"] in (None, component.version):
                    return Addresses(self.catalog).page(component.identity)
            rest = "/".join(segment(part) for part in (named["name"], named["version"]) if part)
            return address if address in self.all else f"{type_.folder}/{rest}/"
        return address if address in self.all else _page(address)


def _trimmed(address: str) -> str:
    return address.strip().removeprefix("/").removesuffix("index.html").removesuffix("/")


def _page(address: str) -> str:
    """Return the normal form of a page's URL, with a slash at the end."""
    return address if not address or address.endswith(".html") else f"{address}/"


def _tag_lists(addresses: Addresses) -> Iterator[str]:
    """Yield the URL of the list of each tag that a newest version has, and of the list of tags if there are any."""
    for component in addresses.catalog.components:
        for tag in CatalogFacts.of(component.data).tags if addresses.newest(component.identity) else ():
            yield from (TAGS, tag_list_url(tag))


def _documents(folder: Path | None) -> set[str]:
    """Return the URLs that MkDocs gives to the files in a docs folder."""
    files = (path for path in folder.rglob("*") if path.is_file()) if folder else ()
    return {_document(path.relative_to(folder).as_posix()) for path in files if folder}


def _document(path: str) -> str:
    if not path.endswith((".md", ".markdown")):
        return path
    stem = path.rsplit(".", 1)[0]
    folder, _, name = stem.rpartition("/")
    return _page(folder) if name in ("index", "README") else f"{stem}/"


def _problems(found: Collection[Redirect], pages: Set[str]) -> Iterator[str]:
    by_old: dict[str, Redirect] = {}
    for redirect in found:
        what = f"The redirect of `{redirect.old}` in mkdocs.yml"
        if redirect.old in by_old:
            yield f"{what} is there twice: keep one."
        by_old.setdefault(redirect.old, redirect)
    for redirect in found:
        what = f"The redirect of `{redirect.old}` in mkdocs.yml"
        target = redirect.new.partition("#")[0]
        if reason := _invalid_reason(redirect.old):
            yield f"{what} cannot be written: {reason}"
        elif redirect.old in pages:
            yield f"{what} stands in the way of the page that is there: take it out, or rename what has the page."
        elif target in by_old:
            yield from _chain_problem(what, redirect, by_old)
        elif target not in pages:
            yield f"{what} leads to `{target}`, which is no page of the site{_suggestion(target, pages)}"


def _invalid_reason(old: str) -> str:
    if not old:
        return "the address is empty. Write that of a page, such as `jobs/old-name/`."
    if _INVALID_URL.search(old.removesuffix("/")):
        return "write the address of a page below the site's root, such as `jobs/old-name/`."
    if old.partition("/")[0] in _FILE_FOLDERS:
        return "files for programs lie there. Redirect the page: its file, record and badge follow."
    return ""


def _chain_problem(what: str, redirect: Redirect, by_old: Mapping[str, Redirect]) -> Iterator[str]:
    way = [redirect.old]
    while (target := redirect.new.partition("#")[0]) in by_old:
        way.append(target)
        if target in way[:-1]:
            # Each cycle is reported once.
            if way[0] == min(way[way.index(target) :]):
                circle = " to ".join(f"`{each}`" for each in way)
                yield f"{what} leads in a circle, {circle}: let one lead to a page."
            return
        redirect = by_old[target]
    yield f"{what} leads to `{way[1]}`, which is redirected itself: lead straight to `{redirect.new}`."


def _suggestion(target: str, pages: Iterable[str]) -> str:
    near = difflib.get_close_matches(target, pages, n=1, cutoff=0.6)
    return f": did you mean `{near[0]}`?" if near else ": write the address of a page, or a component as `job/NAME`."
