"""The handlers of MkDocs' events, in the order of a build. They contain no logic of the catalog."""

import shutil
from collections.abc import Callable
from functools import partial, wraps
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from paicatalog import pipeline
from paicatalog.config import CONFIG_FILE, OPTIONS, ConfigError, make_config, without_login
from paicatalog.config.mkdocs_file import TWICE
from paicatalog.plugin import messages
from paicatalog.plugin.catalog_file import CatalogFile, CatalogPage
from paicatalog.plugin.catalog_links import read_short_links
from paicatalog.plugin.docs_files import LEFT_OUT, removed_if_marked, withhold
from paicatalog.plugin.docs_search import is_excluded_from_search, search_entry
from paicatalog.plugin.files_phase import FilesPhase, Phase
from paicatalog.plugin.generated_page import GeneratedPage, remove_facts_of_source
from paicatalog.plugin.messages import log
from paicatalog.plugin.nav import titles, with_pages
from paicatalog.plugin.site_policy import SitePolicy
from paicatalog.plugin.theme_environment import theme_environment, theme_folder
from paicatalog.publishing.docs_folder import refused_entries
from paicatalog.site import site
from paicatalog.site.code.html_to_markdown import page_twin
from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.code.searchable import searchable
from paicatalog.site.context import SiteContext
from paicatalog.site.link_targets import LinkTarget, link_targets
from paicatalog.site.output import GeneratorPages, write_site
from paicatalog.site.page import Page
from paicatalog.site.pages.command_page import URL as COMMANDS_URL
from paicatalog.site.pages.command_page import command_page
from paicatalog.site.pages.home_page import GUIDES
from paicatalog.site.pages.redirects import Redirect, redirects
from paicatalog.site.theme import shell
from paicatalog.site.theme.external_code import ExternalCode
from paicatalog.site.theme.language import in_language
from paicatalog.site.urls.file_names import with_file_names
from paicatalog.site.writer import SiteWriter

_FIRST, _LAST = 1_000, -1_000
"""Priorities of events. Other plugins have priorities from -200 to 150."""
Given = ParamSpec("Given")
Result = TypeVar("Result")


def _deferred(url: str) -> config_options.ExtraScriptValue:
    script = config_options.ExtraScriptValue(url)
    script.defer = True
    return script


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

    # Options are checked by `make_config`, whose messages are more specific than MkDocs' own.
    config_scheme = tuple(
        (name, config_options.Type(object, default=option.default)) for name, option in OPTIONS.items()
    )

    written: MkDocsConfig | None = None
    """The configuration of the last site that was written. A plugin for several languages builds it again for each."""
    repeated = False
    """Whether the configuration is built again."""
    incomplete = False
    """Whether it was built again after the site was written."""
    serving = False
    """Whether this is `mkdocs serve`, which inserts an inline script into each page."""

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 (MkDocs' signature)
        """Note the command. MkDocs keeps this object for all builds of `serve` because it handles this event."""
        self.serving = command == "serve"

    # Last: other plugins change the language, the site's URL and the theme here.
    @event_priority(_LAST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the options, and add the styles, scripts and theme overrides."""
        if sum(isinstance(plugin, PaiCatalogPlugin) for plugin in config.plugins.values()) > 1:
            raise PluginError(TWICE)
        try:
            file = Path(config.config_file_path or CONFIG_FILE)
            self.settings = make_config(file, config, {name: self.config[name] for name in OPTIONS})
        except ConfigError as error:
            raise PluginError(str(error)) from error
        _hide_logins(config)
        for warning in self.settings.warnings:
            log.warning("%s", warning)
        self.repeated = config is self.written
        if self.repeated:
            return config
        self.code = ExternalCode()
        # Plugins make environments of their own for what they render, at any time.
        self.active_theme = config.theme
        config.theme.get_env = self._environment  # type: ignore[method-assign]
        if config.theme.name == "material":
            # After the user's custom_dir and before the theme: these partials correct the theme's accessibility.
            config.theme.dirs.insert(len(config.theme.dirs) - 2, str(site.OVERRIDES))
            if config.nav is None:
                # The catalog's pages have no sidebar.
                config.theme["features"] = [*dict.fromkeys([*(config.theme.get("features") or ()), _TABS])]
        config.extra_css = [site.STYLE, *config.extra_css]
        config.extra_javascript = [*map(_deferred, site.SCRIPTS), *config.extra_javascript]
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002
        """Find the links of the docs folder that must not be followed.

        MkDocs follows links to folders before any plugin hears of the files in them, without end if they are circular.
        """
        self.refused = refused_entries(self.settings.docs_dir, self.settings.root) if self.settings.docs_dir else ()
        if stopping := [messages.refusal(each) for each in self.refused if each.folder]:
            raise PluginError("\n".join(stopping))

    # Early, so that other plugins process the catalog's pages like the user's.
    @event_priority(50)
    @_in_its_language
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the catalog; add the pages of the navigation, one shell page for each depth of URL, and all others."""
        self.phase = Phase()
        if self.repeated:
            self._add_written(files, config)
            return files
        context = pipeline.load(self.settings)
        messages.tell(context, strict=config.strict)
        withhold(files, context, self.refused, config.docs_dir)
        self.policy = SitePolicy(self.settings)
        self.searched: dict[str, str] = {}  # Text of a page -> what of it is searched.
        taken = {file.dest_uri: file.src_uri for file in files if file.inclusion not in LEFT_OUT}
        self.generated = GeneratorPages(taken, code=self.code)
        self._read_style_sheets(files)
        self.redirects = self._redirects(context, files)
        self.site = site.Site.of(context)
        self.shells: dict[int, shell.Shell] = {}
        self.pages: list[GeneratedPage] = []
        for page in (*self.site.main_pages(), _command_page(), *site.shell_pages()):
            if (own := taken.get(f"{page.url}index.html")) and not removed_if_marked(files, own):
                log.info("%s of the docs folder stands in for the generated page", messages.safe(own))
                continue
            made = GeneratedPage(page, config, self.phase)
            files.append(made.file)
            self.pages.append(made)
            if page.search:
                self.generated.entries.append((page.url, page.search))
        self._add_link_targets(files, config)
        read_short_links(config, context.catalog)
        return files

    # Before the plugins for several languages.
    @event_priority(-75)
    def _end_collecting(self, files: Files, *, config: MkDocsConfig) -> Files:  # noqa: ARG002 (MkDocs' signature)
        """Let the plugins that run last take our pages for files of the theme."""
        self.phase.value = FilesPhase.SORTING
        return files

    @event_priority(_LAST)
    def _end_sorting(self, files: Files, *, config: MkDocsConfig) -> Files:  # noqa: ARG002
        """Have MkDocs render the pages that are its to render."""
        self.phase.value = FilesPhase.BUILDING
        return files

    on_files = CombinedEvent(_add_files, _end_collecting, _end_sorting)

    # First: a plugin that makes a nav of its own then replaces what is inserted here.
    @event_priority(_FIRST)
    @_in_its_language
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the generated pages the titles of the configured nav.

        Without a configured nav, insert the pages into the one that MkDocs makes from the docs folder; `on_config` has
        Material show that in the header.
        """
        self._link_home(files)
        if config.nav is None:
            return with_pages(nav, self._nav_pages(files))
        for path, title in titles(config.nav):
            file = files.get_file_from_path(path)
            if file and isinstance(file.page, GeneratedPage | CatalogPage):
                file.page.title = title
        return nav

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Replace the `style` attributes of a documentation page, and note what of it is not to be searched."""
        if isinstance(page, GeneratedPage):
            return html
        if (searched := searchable(html)) != html:
            self.searched[plain_text(html)] = plain_text(searched)
        return self.code.without_style_attributes(html)

    # Last: by then a page is as readers see it, for example encrypted.
    @event_priority(_LAST)
    @_in_its_language
    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,  # noqa: ARG002 (MkDocs' signature)
        nav: Navigation,  # noqa: ARG002
    ) -> TemplateContext:
        """Collect the search entry and the Markdown version of a documentation page."""
        if isinstance(page, GeneratedPage):
            remove_facts_of_source(page.meta)
            remove_facts_of_source(cast(dict[str, Any], context))
        if not (isinstance(page, GeneratedPage) and page.is_shell):
            self.generated.twins.append(page_twin(page.url, page.content or ""))
        if not isinstance(page, GeneratedPage) and not is_excluded_from_search(page):
            self.generated.entries.append((page.url, search_entry(page, self.searched)))
        return context

    # Last, so that the shell contains the changes of the other plugins.
    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Collect the rendered shells, and the URLs of all other pages."""
        whole = output if config.use_directory_urls else with_file_names(output)
        if not isinstance(page, GeneratedPage) or page.is_shell:
            self.policy.note_page(whole, source=page.file.src_uri)
        if not (isinstance(page, GeneratedPage) and page.is_shell):
            self.generated.addresses.append(page.url)
            self.policy.files.append(page.file.dest_uri)
            return shell.with_head(whole, page.head) if isinstance(page, GeneratedPage) else whole
        depth = shell.depth_of(page.url)
        try:
            self.shells[depth] = shell.Shell.cut(whole, depth=depth)
        except ValueError as error:
            raise PluginError(
                f"The theme cannot show the catalog: {error}. If a plugin encrypts all pages, turn that off."
            ) from error
        return whole

    @event_priority(_LAST)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Collect the pages without a source, such as `404.html`."""
        if template_name.endswith(".html"):
            self.policy.note_page(output_content, source=template_name)
            self.policy.files.append(template_name)
        return output_content

    # Late: by then the theme's search plugin has written its index. Not last: others process what is written here.
    @event_priority(-50)
    @_in_its_language
    def _write(self, *, config: MkDocsConfig) -> None:
        """Write the catalog's pages and files."""
        if self.repeated:
            return
        self.written = config
        shutil.rmtree(Path(config.site_dir) / shell.shell_url(1))
        self._write_site(config)

    @event_priority(_LAST)
    @_in_its_language
    def _complete(self, *, config: MkDocsConfig) -> None:
        """Write the content security policy, which is for all pages.

        After the configuration was built again, write the site again: index and sitemap lack the pages of those builds.
        """
        if self.repeated:
            self.repeated, self.incomplete = False, True
            return
        if self.incomplete:
            self.incomplete = False
            self._write_site(config)
        self.policy.write(self._writer(config))

    on_post_build = CombinedEvent(_write, _complete)

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

    def _environment(self) -> Environment:
        return theme_environment(self.active_theme, self.code, language=self.settings.language)

    def _add_link_targets(self, files: Files, config: MkDocsConfig) -> None:
        """Add what is written after MkDocs' pages, except where the docs folder has a file with the path or the URL."""
        for target in link_targets(self.site):
            file = CatalogFile(target, config, self.phase)
            if files.get_file_from_path(file.src_uri) is None and file.dest_uri not in self.generated.files:
                files.append(file)

    def _add_written(self, files: Files, config: MkDocsConfig) -> None:
        """Add our pages to the files of a repeated build: they are written already."""
        withhold(files, self.site.context, self.refused, config.docs_dir)
        for page in self.pages:
            if not page.is_shell:
                target = LinkTarget(page.folder, str(page.title), partial(str, page.html))
                files.append(CatalogFile(target, config, self.phase))
        self._add_link_targets(files, config)

    def _link_home(self, files: Files) -> None:
        """Write the home page anew with links to the guides, whose URLs depend on other plugins."""
        home = next((page for page in self.pages if not page.folder), None)
        if home:
            guides = {name: files.get_file_from_path(f"guides/{name}.md") for name in GUIDES}
            urls = {name: file.url for name, file in guides.items() if file and file.inclusion not in LEFT_OUT}
            home.show(self.site.home(urls))

    def _nav_pages(self, files: Files) -> list[MkDocsPage]:
        """Return our pages for a nav that MkDocs makes."""
        found = (files.get_file_from_path(page.file.src_uri) for page in self.pages if not page.is_shell)
        return [file.page for file in found if file and file.page]

    def _writer(self, config: MkDocsConfig) -> SiteWriter:
        policy = b"" if self.serving else self.policy.element()
        return SiteWriter(Path(config.site_dir), self.shells, file_names=not config.use_directory_urls, policy=policy)

    def _write_site(self, config: MkDocsConfig) -> None:
        writer = self._writer(config)
        write_site(self.site, self.generated, writer, redirects=self.redirects, warn=messages.warn_of_conflict)

    def _read_style_sheets(self, files: Files) -> None:
        """Move the images in the theme's style sheets to files, and note what those of the site contain."""
        folder = theme_folder(self.active_theme)
        for file in files.css_files():
            if folder and Path(file.abs_src_path or "").is_relative_to(folder):
                path = file.abs_src_path
                file.content_string = self.code.with_image_files(file.content_string)
                file.abs_src_path = path  # MkDocs empties it, and plugins read where every file is from.
            else:
                self.policy.note_style_sheet(file)

    def _redirects(self, context: SiteContext, files: Files) -> tuple[Redirect, ...]:
        others = {COMMANDS_URL, *(file.url for file in files)}
        try:
            return redirects(self.settings.redirects, context.catalog, docs_dir=self.settings.docs_dir, others=others)
        except ConfigError as error:
            raise PluginError(str(error)) from error


_TABS = "navigation.tabs"
"""The feature of Material that shows the first level of the nav in the header."""
_URLS = ("site_url", "repo_url", "edit_uri")


def _hide_logins(config: MkDocsConfig) -> None:
    """Remove user names and passwords from the URLs that themes show, and from the name that MkDocs derived of one."""
    for name in _URLS:
        if (url := config[name]) and (clean := without_login(url)) != url:
            log.warning("`%s` contains a login, which is not published. Remove it from mkdocs.yml.", name)
            config[name] = clean
            if name == "repo_url":
                config.repo_name = urlsplit(clean).hostname


def _command_page() -> Page:
    """Return the reference page of the commands.

    The program is loaded by its entry point, since the plugin, an entry point itself, does not import `cli`.
    """
    script = next(iter(entry_points(group="console_scripts", name="paicatalog")))
    return command_page(script.load())
