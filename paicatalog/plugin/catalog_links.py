"""Links of the form `paicatalog:job/NAME`, in Markdown and in the nav."""

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Component
from paicatalog.plugin.messages import log, safe
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.urls.addresses import Addresses

SCHEME = "paicatalog:"
_ATTRIBUTES = {"a": "href", "img": "src"}
_TYPES = [type_.value for type_ in ComponentType]


class UnknownComponentError(Exception):
    """No component is at a link. The message says why, and what to write instead."""


@dataclass(frozen=True)
class CatalogLinks:
    """The components of a catalog by their short links."""

    catalog: Catalog

    def component(self, link: str) -> Component:
        """Return the component that a link without its anchor names. Raises UnknownComponentError."""
        type_, _, rest = unquote(link.removeprefix(SCHEME)).partition("/")
        if type_ not in _TYPES:
            raise UnknownComponentError(f"`{type_}` is not a type. {_suggestion(type_, _TYPES, rest)}")
        name, _, version = rest.partition("/")
        versions = self.catalog.versions_of(ComponentType(type_), name)
        if not versions:
            near = get_close_matches(name, self._names.get(type_, ()), n=1)
            remedy = f"Did you mean `{SCHEME}{type_}/{near[0]}`?" if near else "Check the name."
            raise UnknownComponentError(f"the catalog has no {type_} `{name}`. {remedy}")
        found = next((each for each in versions if not version or each.version == version), None)
        if found is None:
            known = ", ".join(f"`{each.version}`" for each in versions[:5] if each.version)
            raise UnknownComponentError(f"{type_} `{name}` has no version `{version}`. Choose one of {known}.")
        return found

    def path(self, link: str) -> str:
        """Return the path of the page, as if it were a file of the docs folder. Raises UnknownComponentError."""
        target, mark, anchor = link.partition("#")
        return f"{Addresses(self.catalog).page(self.component(target).identity)}index.md{mark}{anchor}"

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        names: dict[str, dict[str, None]] = {}
        for component in self.catalog.components:
            names.setdefault(component.type.value, {})[component.name] = None
        return {type_: list(found) for type_, found in names.items()}


def _suggestion(type_: str, types: Sequence[str], rest: str) -> str:
    near = get_close_matches(type_, types, n=1)
    return f"Did you mean `{SCHEME}{near[0]}/{rest}`?" if near else f"Write one of {', '.join(types)}."


class CatalogLinkExtension(Extension):
    """Replaces short links by paths of pages, which MkDocs then checks and makes relative as it does with others.

    `warn` is called with the path of the Markdown file, the link and what is wrong with it.
    """

    def __init__(self, links: CatalogLinks, warn: Callable[[str, str, str], None]) -> None:
        super().__init__()
        self.links = links
        self.warn = warn

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # After inline patterns (20), which make the links; before MkDocs' own processor of relative paths (0).
        md.treeprocessors.register(_LinkProcessor(md, self), "paicatalog_links", 1)


class _LinkProcessor(Treeprocessor):
    def __init__(self, md: Markdown, extension: CatalogLinkExtension) -> None:
        super().__init__(md)
        self.links = extension.links
        self.warn = extension.warn

    def run(self, root: Element) -> None:
        for element in root.iter():
            name = _ATTRIBUTES.get(element.tag, "")
            if (link := element.get(name, "")).startswith(SCHEME):
                self._replace(element, name, link)

    def _replace(self, element: Element, name: str, link: str) -> None:
        # MkDocs registers its processor under this name; it knows the file, and so do the plugins that render excerpts.
        source: str = self.md.treeprocessors["relpath"].file.src_uri  # type: ignore[attr-defined] # of MkDocs' class
        try:
            path = self.links.path(link)
            if element.tag == "a" and not len(element) and not (element.text or "").strip():
                element.text = self.links.component(link.partition("#")[0]).name
        except UnknownComponentError as error:
            self.warn(source, link, str(error))
            return
        element.set(name, posixpath.relpath(path, posixpath.dirname(source) or "."))


def with_paths(nav: object, path: Callable[[str], str]) -> object:
    """Return a nav of `mkdocs.yml` with paths in the place of short links."""
    if isinstance(nav, list):
        return [with_paths(item, path) for item in nav]
    if isinstance(nav, dict):
        return {title: with_paths(below, path) for title, below in nav.items()}
    return path(nav) if isinstance(nav, str) and nav.startswith(SCHEME) else nav


def read_short_links(config: MkDocsConfig, catalog: Catalog) -> None:
    """Have short links read in Markdown and in the nav. Wrong ones are logged as MkDocs logs wrong paths."""
    links = CatalogLinks(catalog)

    def warn(place: str, link: str, reason: str) -> None:
        level = config.validation.links.not_found
        log.log(level, "%s", safe(f"{place} contains the link `{link}`, but {reason}"))

    def path(link: str) -> str:
        try:
            return links.path(link)
        except UnknownComponentError as error:
            warn("The nav of mkdocs.yml", link, str(error))
            return link

    config.markdown_extensions.append(CatalogLinkExtension(links, warn))  # type: ignore[arg-type]
    if config.nav is not None:
        config.nav = with_paths(config.nav, path)
