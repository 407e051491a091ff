"""The content security policy of a site that MkDocs builds: what its pages load, and where it is written."""

from dataclasses import replace

from mkdocs.structure.files import File

from paicatalog.config import Config, PolicyHost
from paicatalog.plugin.messages import log
from paicatalog.site.content_security_policy import (
    ContentSecurityPolicy,
    LoadedByPage,
    Source,
    sources_of_style_sheet,
)
from paicatalog.site.writer import SiteWriter


class SitePolicy:
    """What is known of the policy in the course of a build."""

    def __init__(self, settings: Config) -> None:
        self.host = settings.policy_host
        self.loaded: set[Source] = set(settings.policy_sources)
        self.files: list[str] = []
        """The HTML files that MkDocs writes, relative to the site's root."""

    def note_style_sheet(self, file: File) -> None:
        """Note what a style sheet of the site contains."""
        if self.host:
            self.loaded.update(sources_of_style_sheet(file.content_string))

    def note_page(self, html: str, *, source: str) -> None:
        """Note what a page of the theme loads from other hosts, and warn of code that the policy blocks.

        Pages made from protocol files are not read: nothing in them may be allowed.
        """
        if not self.host:
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

    def element(self) -> bytes:
        """Return what each page contains; empty if the policy is elsewhere or not wanted."""
        return self._policy().element() if self.host is PolicyHost.META else b""

    def write(self, writer: SiteWriter) -> None:
        """Add the policy to the pages that MkDocs has written, or write the file of the host."""
        for url in self.files if writer.policy else ():
            writer.rewrite(url)
        file = self.host and self._policy().file(self.host)
        if file:
            own = writer.folder / file.url
            writer.file(replace(file, content=(own.read_bytes() if own.is_file() else b"") + file.content))

    def _policy(self) -> ContentSecurityPolicy:
        return ContentSecurityPolicy(frozenset(self.loaded))
