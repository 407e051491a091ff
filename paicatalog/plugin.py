"""The MkDocs plugin: events in, the site's own parts out. No logic of the catalog lives here."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from paicatalog import pipeline
from paicatalog.cli.reference import command_reference
from paicatalog.config import OPTIONS, ConfigError, make_config
from paicatalog.protocol.finding import Severity
from paicatalog.site import shell, site
from paicatalog.site.context import SiteContext
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.plain_text import plain_text
from paicatalog.site.writer import SiteWriter

log = logging.getLogger("mkdocs.plugins.paicatalog")


def _deferred(url: str) -> config_options.ExtraScriptValue:
    script = config_options.ExtraScriptValue(url)
    script.defer = True
    return script


class GeneratedPage(MkDocsPage):
    """A page whose content is there already: MkDocs neither reads nor converts it."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        # A nav says where home is, not what the site is called.
        super().__init__(page.title if page.url else "Home", file, config)
        self.meta = {"title": page.title, "description": page.description, "hide": ["navigation", "toc"]}
        self.is_shell = page.html == shell.CONTENT
        self.html = page.html if self.is_shell else shell.framed(page.html)

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.content = self.html
        # Themes offer "skip to content" only where there is a table of contents to skip to.
        self.toc = TableOfContents([AnchorLink(str(self.title), "pc-content", 1)])


class PaiCatalogPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Render the catalog of protocol files as pages of the site."""

    config_scheme = tuple((name, config_options.Type(str, default=o.default)) for name, o in OPTIONS.items())

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the options, offer our styles, scripts and theme overrides."""
        try:
            root = Path(config.config_file_path).absolute().parent if config.config_file_path else Path.cwd()
            self.settings = make_config(root, config, {name: self.config[name] for name in OPTIONS})
        except ConfigError as error:
            raise PluginError(str(error)) from error
        if config.theme.name == "material":
            # Behind the user's own custom_dir, before the theme: our partials mend its accessibility.
            config.theme.dirs.insert(len(config.theme.dirs) - 2, str(site.OVERRIDES))
        config.extra_css = [site.STYLE, *config.extra_css]
        config.extra_javascript = [*map(_deferred, site.SCRIPTS), *config.extra_javascript]
        return config

    # Early, so that other plugins see the catalog's pages as they see the user's.
    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the catalog and add the pages that stand in the nav, and one shell for each depth."""
        context = pipeline.load(self.settings)
        self._tell(context)
        self.site = site.Site.of(context)
        self.shells: dict[int, shell.Shell] = {}
        self.entries: list[tuple[str, SearchEntry]] = []
        for page in (*self.site.main_pages(), command_reference(), *site.shell_pages()):
            source = f"{page.url}index.md"
            if files.get_file_from_path(source) is not None:
                log.info("%s of the docs folder stands in for the generated page", source)
                continue
            file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.page = GeneratedPage(page, file, config)
            files.append(file)
            if page.search:
                self.entries.append((page.url, page.search))
        return files

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Note what search should know of a documentation page."""
        if not isinstance(page, GeneratedPage):
            text = plain_text(html)
            self.entries.append(
                (page.url, SearchEntry(kind="page", title=str(page.title), summary=text[:160], text=text))
            )
        return html

    # Late: what the other plugins do to a page belongs into the shell.
    @event_priority(-50)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Keep the rendered shells."""
        if isinstance(page, GeneratedPage) and page.is_shell:
            depth = shell.depth_of(page.url)
            self.shells[depth] = shell.Shell.cut(output, depth=depth)
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the catalog's pages and files."""
        shutil.rmtree(Path(config.site_dir) / shell.shell_url(1))
        writer = SiteWriter(Path(config.site_dir), self.shells)
        entries = list(self.entries)
        for page in self.site.catalog_pages():
            writer.page(page)
            if page.search:
                entries.append((page.url, page.search))
        for file in self.site.files(entries):
            writer.file(file)
        writer.sitemap(self.settings.site_url, [url for url, _ in entries])

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,  # noqa: ARG002
        builder: Callable[..., Any],  # noqa: ARG002
    ) -> LiveReloadServer:
        """Watch the protocol files."""
        server.watch(str(self.settings.catalog_dir))
        return server

    def _tell(self, context: SiteContext) -> None:
        """Log the findings; an error counts as a warning of MkDocs, which fails a strict build."""
        level = {Severity.ERROR: logging.WARNING, Severity.WARNING: logging.INFO, Severity.NOTE: logging.DEBUG}
        for findings in context.findings.values():
            for finding in findings:
                place = f"{finding.path}:{finding.span.line}:{finding.span.column}"
                log.log(level[finding.severity], "%s: %s [%s]", place, finding.message, finding.rule)
