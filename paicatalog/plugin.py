"""The MkDocs plugin: maps MkDocs' events to the functions of `site`. It contains no logic of the catalog."""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from importlib.metadata import entry_points
from itertools import pairwise
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from jinja2 import Environment, FileSystemLoader
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from paicatalog import pipeline
from paicatalog.catalog.scan import ENDINGS
from paicatalog.config import OPTIONS, ConfigError, make_config
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.rules.wording import escape_controls
from paicatalog.site import site
from paicatalog.site.built_site.shell_page import WORD
from paicatalog.site.code.html_to_markdown import page_twin
from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.context import SiteContext
from paicatalog.site.output import GeneratorPages, write_site
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.pages.command_page import URL as COMMANDS_URL
from paicatalog.site.pages.command_page import command_page
from paicatalog.site.pages.redirects import Redirect, redirects
from paicatalog.site.theme import shell
from paicatalog.site.theme.language import gettext, in_language, translation
from paicatalog.site.theme.patches import PatchingLoader
from paicatalog.site.urls.file_names import with_file_names
from paicatalog.site.writer import SiteWriter

log = logging.getLogger("mkdocs.plugins.paicatalog")

Given = ParamSpec("Given")
Result = TypeVar("Result")


def _deferred(url: str) -> config_options.ExtraScriptValue:
    script = config_options.ExtraScriptValue(url)
    script.defer = True
    return script


class GeneratedPage(MkDocsPage):
    """A page with finished HTML: MkDocs neither reads nor converts it."""

    is_generated = True
    """Read by templates; `theme/patches.py` adds such a condition."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        # A nav entry for the home page is called "Home"; its own title is the site's name.
        super().__init__(page.title if page.url else gettext("Home"), file, config)
        self.meta = {"title": page.title, "description": page.description, "hide": ["navigation", "toc", "footer"]}
        if not page.url:
            del self.meta["title"]  # the theme adds the site's name to every title
        self.is_shell = page.html == shell.CONTENT
        self.html = page.html if self.is_shell else shell.framed(page.html)

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.content = self.html
        # Themes show the link "skip to content" only on pages with a table of contents.
        self.toc = TableOfContents([AnchorLink(str(self.title), "pc-content", 1)])


def _in_its_language(
    event: Callable[Concatenate["PaiCatalogPlugin", Given], Result],
) -> Callable[Concatenate["PaiCatalogPlugin", Given], Result]:
    """Handle an event in the language of the site; afterwards the language is the previous one, even after an error."""

    @wraps(event)
    def handle(plugin: "PaiCatalogPlugin", /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        with in_language(plugin.settings.language):
            return event(plugin, *args, **kwargs)

    return handle


class PaiCatalogPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Render the catalog of protocol files as pages of the site."""

    # Options that are not text are checked by `make_config`, whose messages are more specific than MkDocs' own.
    config_scheme = tuple(
        (name, config_options.Type(str if option.text else object, default=option.default))
        for name, option in OPTIONS.items()
    )

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the options, and add the styles, scripts and theme overrides."""
        try:
            root = Path(config.config_file_path).absolute().parent if config.config_file_path else Path.cwd()
            self.settings = make_config(root, config, {name: self.config[name] for name in OPTIONS})
        except ConfigError as error:
            raise PluginError(str(error)) from error
        if config.theme.name == "material":
            # After the user's custom_dir and before the theme: these partials correct the theme's accessibility.
            config.theme.dirs.insert(len(config.theme.dirs) - 2, str(site.OVERRIDES))
        config.extra_css = [site.STYLE, *config.extra_css]
        config.extra_javascript = [*map(_deferred, site.SCRIPTS), *config.extra_javascript]
        return config

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002
        """Patch the theme's templates, and translate the partials of `overrides`."""
        if config.theme.name == "material" and isinstance(env.loader, FileSystemLoader):
            env.loader = PatchingLoader(env.loader.searchpath)
            env.add_extension("jinja2.ext.i18n")
            language = translation(self.settings.language)
            env.install_gettext_callables(  # type: ignore[attr-defined] # of the extension
                language.gettext, language.ngettext, newstyle=True
            )
        return env

    # Early, so that other plugins process the catalog's pages like the user's.
    @event_priority(50)
    @_in_its_language
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the catalog; add the pages of the navigation, and one shell page for each depth of URL."""
        context = pipeline.load(self.settings)
        _tell(context)
        _withhold(self.settings.catalog_dir, files)
        taken = {file.dest_uri: file.src_uri for file in files if file.inclusion not in _LEFT_OUT}
        self.generated = GeneratorPages(taken)
        self.redirects = self._redirects(context, files)
        self.site = site.Site.of(context)
        self.shells: dict[int, shell.Shell] = {}
        self.pages: list[MkDocsPage] = []
        for page in (*self.site.main_pages(), _command_page(), *site.shell_pages()):
            if (own := taken.get(f"{page.url}index.html")) and not _removed_if_marked(files, own):
                log.info("%s of the docs folder stands in for the generated page", own)
                continue
            source = f"{page.url}index.md"
            file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.page = GeneratedPage(page, file, config)
            files.append(file)
            if not file.page.is_shell:
                self.pages.append(file.page)
            if page.search:
                self.generated.entries.append((page.url, page.search))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the generated pages the titles of the configured nav.

        Without a configured nav, insert the pages into the one that MkDocs makes from the docs folder.
        """
        if config.nav is not None:
            for path, title in _titles(config.nav):
                file = files.get_file_from_path(path)
                if file and isinstance(file.page, GeneratedPage):
                    file.page.title = title
            return nav
        at = 1 if nav.homepage else 0
        nav.items[at:at] = self.pages
        nav.pages[at:at] = self.pages
        nav.homepage = nav.homepage or next(iter(self.pages), None)
        for before, after in pairwise(nav.pages):
            before.next_page, after.previous_page = after, before
        return nav

    @_in_its_language
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Collect the search entry and the Markdown version of a documentation page."""
        if not (isinstance(page, GeneratedPage) and page.is_shell):
            self.generated.twins.append(page_twin(page.url, html))
        if not isinstance(page, GeneratedPage):
            title = str(page.title)
            text = plain_text(html).removeprefix(title).strip()
            headings = " ".join(_headings(page.toc))
            entry = SearchEntry(kind="page", title=title, summary=text[:160], text=text, headings=headings)
            self.generated.entries.append((page.url, entry))
        return html

    # Late, so that the shell contains the changes of the other plugins.
    @event_priority(-50)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Collect the rendered shells, and the URLs of all other pages."""
        whole = output if config.use_directory_urls else with_file_names(output)
        if not (isinstance(page, GeneratedPage) and page.is_shell):
            self.generated.addresses.append(page.url)
            return whole
        depth = shell.depth_of(page.url)
        try:
            self.shells[depth] = shell.Shell.cut(whole, depth=depth)
        except ValueError as error:
            raise PluginError(f"The theme cannot show the catalog: {error}.") from error
        return whole

    # Late: by then the theme's search plugin has written its index.
    @event_priority(-50)
    @_in_its_language
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the catalog's pages and files."""
        folder = Path(config.site_dir)
        shutil.rmtree(folder / shell.shell_url(1))
        writer = SiteWriter(folder, self.shells, file_names=not config.use_directory_urls)
        write_site(self.site, self.generated, writer, redirects=self.redirects, warn=_warn_of_conflict)

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,  # noqa: ARG002
        builder: Callable[..., Any],  # noqa: ARG002
    ) -> LiveReloadServer:
        """Watch the protocol files and the user's templates."""
        server.watch(str(self.settings.catalog_dir))
        if self.settings.templates_dir:
            server.watch(str(self.settings.templates_dir))
        return server

    def _redirects(self, context: SiteContext, files: Files) -> tuple[Redirect, ...]:
        others = {COMMANDS_URL, *(file.url for file in files)}
        try:
            return redirects(self.settings.redirects, context.catalog, docs_dir=self.settings.docs_dir, others=others)
        except ConfigError as error:
            raise PluginError(str(error)) from error


_LEFT_OUT = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
_LEVELS = {Severity.ERROR: logging.WARNING, Severity.WARNING: logging.INFO, Severity.NOTE: logging.DEBUG}
"""Findings of severity error are logged as warnings, which make a strict build of MkDocs fail."""


def _warn_of_conflict(own: str, url: str) -> None:
    log.warning("%s of the docs folder has the address %s of the catalog's own page: rename it.", own, url)


def _command_page() -> Page:
    """Return the reference page of the commands.

    The program is loaded by its entry point, since the plugin, an entry point itself, does not import `cli`.
    """
    script = next(iter(entry_points(group="console_scripts", name="paicatalog")))
    return command_page(script.load())


def _tell(context: SiteContext) -> None:
    """Log the findings, and what Git lacks."""
    if context.shallow:
        log.warning(
            "This clone is shallow: pages, API and feed lack the dates of older changes. Run `git fetch --unshallow` "
            "before the build (in GitHub Actions: `fetch-depth: 0`)."
        )
    for findings in context.findings.values():
        for finding in findings:
            log.log(_LEVELS[finding.severity], "%s", _sentence(finding))


def _sentence(finding: Finding) -> str:
    place = escape_controls(f"{finding.path}:{finding.span.line}:{finding.span.column}")
    return " ".join(filter(None, (f"{place}: {finding.message}", finding.hint, f"[{finding.rule}]")))


def _headings(toc: Iterable[AnchorLink]) -> Iterator[str]:
    """Yield the titles of all sections of a page."""
    for part in toc:
        yield part.title
        yield from _headings(part.children)


def _removed_if_marked(files: Files, path: str) -> bool:
    """Remove a page of the docs if it is the marked page of `paicatalog generate`. Return whether it is."""
    file = files.get_file_from_path(path)
    if file is None or WORD not in file.content_string:
        return False
    files.remove(file)
    return True


def _titles(nav: object) -> Iterator[tuple[str, str]]:
    """Yield the path and the title of each nav entry that has a title."""
    for item in nav if isinstance(nav, list) else ():
        for title, below in item.items() if isinstance(item, dict) else ():
            if isinstance(below, str):
                yield below, str(title)
            else:
                yield from _titles(below)


def _withhold(catalog_dir: Path, files: Files) -> None:
    """Keep MkDocs from copying protocol files, which the site publishes with masked secrets."""
    for file in list(files):
        path = Path(file.abs_src_path or "")
        if path.suffix.lower() in ENDINGS and path.is_relative_to(catalog_dir):
            files.remove(file)
