"""The MkDocs plugin: maps MkDocs' events to the functions of `site`. It contains no logic of the catalog."""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from importlib.metadata import entry_points
from itertools import pairwise
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_theme_dir

from paicatalog import pipeline
from paicatalog.config import CONFIG_FILE, OPTIONS, ConfigError, PolicyHost, make_config, without_login
from paicatalog.config.mkdocs_file import TWICE
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.publishing.docs_folder import ProtocolFiles, refused_entries
from paicatalog.report.workflow_commands import without_commands
from paicatalog.rules.wording import escape_controls
from paicatalog.site import site
from paicatalog.site.built_site.shell_page import WORD
from paicatalog.site.code.html_to_markdown import page_twin
from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.content_security_policy import (
    ContentSecurityPolicy,
    LoadedByPage,
    Source,
    sources_of_style_sheet,
)
from paicatalog.site.context import SiteContext
from paicatalog.site.output import GeneratorPages, write_site
from paicatalog.site.page import Page, SearchEntry
from paicatalog.site.pages.command_page import URL as COMMANDS_URL
from paicatalog.site.pages.command_page import command_page
from paicatalog.site.pages.redirects import Redirect, redirects
from paicatalog.site.theme import shell
from paicatalog.site.theme.language import gettext, in_language, translation
from paicatalog.site.theme.patches import PATCHES, Patch
from paicatalog.site.theme.template_loader import TemplateLoader
from paicatalog.site.urls.addresses import PROTOCOL, RULES
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
        self.head = page.head
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

    # Options are checked by `make_config`, whose messages are more specific than MkDocs' own.
    config_scheme = tuple(
        (name, config_options.Type(object, default=option.default)) for name, option in OPTIONS.items()
    )

    serving = False
    """Whether this is `mkdocs serve`, which inserts an inline script into each page."""

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 (MkDocs' signature)
        """Note the command. MkDocs keeps this object for all builds of `serve` because it handles this event."""
        self.serving = command == "serve"

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
        if stopping := [_refusal(entry.path, entry.refusal) for entry in self.refused if entry.folder]:
            raise PluginError("\n".join(stopping))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002
        """Patch the theme's templates and move their inline code to files; translate the partials of `overrides`."""
        if env.loader:
            patches = PATCHES.get(config.theme.name or "", ())
            env.loader = TemplateLoader(env.loader, self.theme, patches=patches, report=_tell_unapplied)
        self.generated.code.install(env)
        if config.theme.name == "material":
            env.add_extension("jinja2.ext.i18n")
            language = translation(self.settings.language)
            env.install_gettext_callables(  # type: ignore[attr-defined] # of the extension
                language.gettext, language.ngettext, newstyle=True
            )
            env.globals["language_attributes"] = language.attributes
        return env

    # Early, so that other plugins process the catalog's pages like the user's.
    @event_priority(50)
    @_in_its_language
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the catalog; add the pages of the navigation, and one shell page for each depth of URL."""
        context = pipeline.load(self.settings)
        _tell(context, strict=config.strict)
        self._withhold(files, context, config.docs_dir)
        self.theme = Path(get_theme_dir(config.theme.name)) if config.theme.name else None
        self.loaded: set[Source] = set(self.settings.policy_sources)
        self.html_files: list[str] = []
        taken = {file.dest_uri: file.src_uri for file in files if file.inclusion not in _LEFT_OUT}
        self.generated = GeneratorPages(taken)
        self._read_style_sheets(files)
        self.redirects = self._redirects(context, files)
        self.site = site.Site.of(context)
        self.shells: dict[int, shell.Shell] = {}
        self.pages: list[MkDocsPage] = []
        for page in (*self.site.main_pages(), _command_page(), *site.shell_pages()):
            if (own := taken.get(f"{page.url}index.html")) and not _removed_if_marked(files, own):
                log.info("%s of the docs folder stands in for the generated page", _safe(own))
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

    @_in_its_language
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the generated pages the titles of the configured nav.

        Without a configured nav, insert the pages into the one that MkDocs makes from the docs folder; `on_config` has
        Material show that in the header.
        """
        if config.nav is not None:
            for path, title in _titles(config.nav):
                file = files.get_file_from_path(path)
                if file and isinstance(file.page, GeneratedPage):
                    file.page.title = title
            return nav
        at = 1 if nav.homepage else 0
        nav.items[at:at] = _nav_items(self.pages)
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
            html = self.generated.code.without_style_attributes(html)
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
        if not isinstance(page, GeneratedPage) or page.is_shell:
            self._note_page(whole, source=page.file.src_uri)
        if not (isinstance(page, GeneratedPage) and page.is_shell):
            self.generated.addresses.append(page.url)
            self.html_files.append(page.file.dest_uri)
            return shell.with_head(whole, page.head) if isinstance(page, GeneratedPage) else whole
        depth = shell.depth_of(page.url)
        try:
            self.shells[depth] = shell.Shell.cut(whole, depth=depth)
        except ValueError as error:
            raise PluginError(f"The theme cannot show the catalog: {error}.") from error
        return whole

    @event_priority(-50)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Collect the pages without a source, such as `404.html`."""
        if template_name.endswith(".html"):
            self._note_page(output_content, source=template_name)
            self.html_files.append(template_name)
        return output_content

    # Late: by then the theme's search plugin has written its index.
    @event_priority(-50)
    @_in_its_language
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the catalog's pages and files."""
        folder = Path(config.site_dir)
        shutil.rmtree(folder / shell.shell_url(1))
        policy = ContentSecurityPolicy(frozenset(self.loaded))
        in_pages = self.settings.policy_host is PolicyHost.META and not self.serving
        writer = SiteWriter(
            folder,
            self.shells,
            file_names=not config.use_directory_urls,
            policy=policy.element() if in_pages else b"",
        )
        write_site(self.site, self.generated, writer, redirects=self.redirects, warn=_warn_of_conflict)
        self._write_policy(policy, writer)

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

    def _read_style_sheets(self, files: Files) -> None:
        """Move the images in the theme's style sheets to files, and note what those of the site contain."""
        for file in files.css_files():
            if self.theme and Path(file.abs_src_path or "").is_relative_to(self.theme):
                file.content_string = self.generated.code.with_image_files(file.content_string)
            elif self.settings.policy_host:
                self.loaded.update(sources_of_style_sheet(file.content_string))

    def _note_page(self, html: str, *, source: str) -> None:
        """Note what a page of the theme loads from other hosts, and warn of code that the policy blocks.

        Pages made from protocol files are not read: nothing in them may be allowed.
        """
        if not self.settings.policy_host:
            return
        page = LoadedByPage.of(html)
        self.loaded.update(page.sources)
        if page.blocked:
            log.warning(
                "%s: the content security policy blocks the inline code on this page (%s): move it to files, and list "
                "them in `extra_javascript` or `extra_css`.",
                source,
                ", ".join(f"`{kind}`" for kind in sorted(page.blocked)),
            )

    def _write_policy(self, policy: ContentSecurityPolicy, writer: SiteWriter) -> None:
        for url in self.html_files if writer.policy else ():
            writer.rewrite(url)
        file = self.settings.policy_host and policy.file(self.settings.policy_host)
        if file:
            own = writer.folder / file.url
            writer.file(replace(file, content=(own.read_bytes() if own.is_file() else b"") + file.content))

    def _redirects(self, context: SiteContext, files: Files) -> tuple[Redirect, ...]:
        others = {COMMANDS_URL, *(file.url for file in files)}
        try:
            return redirects(self.settings.redirects, context.catalog, docs_dir=self.settings.docs_dir, others=others)
        except ConfigError as error:
            raise PluginError(str(error)) from error

    def _withhold(self, files: Files, context: SiteContext, docs_dir: str) -> None:
        """Keep MkDocs from copying what must not be published, and protocol files, which go out masked."""
        root = self.settings.root
        refusals = {entry.path: entry.refusal for entry in self.refused}
        paths = (root / document.source.path for document in context.catalog.documents)
        protocol_files = ProtocolFiles.of(self.settings.catalog_dir, paths)
        for file in [file for file in files if file.src_dir == docs_dir]:
            if refusal := refusals.get(file.src_uri):
                files.remove(file)
                if file.inclusion not in _LEFT_OUT:
                    log.warning("%s", _refusal(file.src_uri, refusal))
            elif Path(file.abs_src_path or "") in protocol_files:
                files.remove(file)


_LEFT_OUT = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
_TABS = "navigation.tabs"
"""The feature of Material that shows the first level of the nav in the header."""
_REFERENCE = (PROTOCOL, RULES, COMMANDS_URL)
_MOST_COMMITS_NAMED = 3
_LEVELS = {Severity.ERROR: logging.WARNING, Severity.WARNING: logging.INFO, Severity.NOTE: logging.DEBUG}
"""Findings of severity error are logged as warnings, which make a strict build of MkDocs fail."""


_URLS = ("site_url", "repo_url", "edit_uri")


def _nav_items(pages: Sequence[MkDocsPage]) -> list[MkDocsPage | Section]:
    """Return the entries of the nav: the pages, and a section with those of the reference."""
    reference = [page for page in pages if page.file.src_uri.removesuffix("index.md") in _REFERENCE]
    section = Section(gettext("Reference"), [*reference])
    for page in reference:
        page.parent = section
    return [*(page for page in pages if page not in reference), *([section] if reference else [])]


def _warn_of_conflict(own: str, url: str) -> None:
    log.warning("%s of the docs folder has the address %s of the catalog's own page: rename it.", _safe(own), url)


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


def _tell(context: SiteContext, *, strict: bool) -> None:
    """Log the findings, and what is missing in the catalog or wrong in Git."""
    for warning in context.warnings:
        log.warning("%s", escape_controls(warning))
    if context.misdated:
        # A warning fails a strict build, and a published commit cannot be corrected.
        log.log(logging.INFO if strict else logging.WARNING, "%s", _misdated(context.misdated))
    for notice in context.notices:
        log.info("%s", notice)
    for findings in context.findings.values():
        for finding in findings:
            log.log(_LEVELS[finding.severity], "%s", _sentence(finding))


def _misdated(commits: Sequence[str]) -> str:
    named = [commit[:7] for commit in commits[:_MOST_COMMITS_NAMED]]
    more = ["..."] if len(commits) > _MOST_COMMITS_NAMED else []
    return (
        f"Commits with a date or time zone that does not exist: {len(commits)} ({', '.join(named + more)}). "
        "Pages, API and feed show the nearest valid date."
    )


def _refusal(path: str, reason: str) -> str:
    shown = _safe(f"{path} of the docs folder is not published: {reason}.")
    return f"{shown} Delete it, or replace it with what it stands for."


def _tell_unapplied(patch: Patch) -> None:
    log.warning(
        "The installed release of the theme has another template `%s` than expected, so the site lacks %s: install the "
        "release that you used before.",
        patch.template,
        patch.purpose,
    )


def _sentence(finding: Finding) -> str:
    place = f"{finding.path}:{finding.span.line}:{finding.span.column}"
    return _safe(" ".join(filter(None, (f"{place}: {finding.message}", finding.hint, f"[{finding.rule}]"))))


def _safe(text: str) -> str:
    """Return one line of the log in which nothing controls a terminal or GitHub Actions."""
    return without_commands(escape_controls(text))


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
