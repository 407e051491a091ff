"""Pages of ours that the theme renders one by one: those of the navigation, and the shells."""

from collections.abc import MutableMapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from paicatalog.plugin.files_phase import FilesPhase, Phase
from paicatalog.site.page import Page
from paicatalog.site.theme import shell
from paicatalog.site.theme.language import gettext
from paicatalog.site.urls.file_names import with_file_names

_HIDDEN = {"hide": ["navigation", "toc", "footer"]}
_NOT_LISTED = {"draft": True, "search": {"exclude": True}, "social": {"cards": False}}
"""Keeps shells out of feeds, search indexes and social cards, by the front matter that plugins look for."""
_OF_SOURCE = "git_"
"""How the names begin under which plugins store dates and authors of a page's source file."""


class GeneratedPage(MkDocsPage):
    """A page with finished HTML: MkDocs neither reads nor converts it."""

    is_generated = True
    """Read by templates; `theme/patches.py` adds such a condition."""

    def __init__(self, page: Page, config: MkDocsConfig, phase: Phase) -> None:
        self.is_shell = page.html == shell.CONTENT
        self.folder = page.url  # MkDocs' own `url` may end in `index.html`.
        # A nav entry for the home page is called "Home"; its own title is the site's name.
        super().__init__(page.title if page.url else gettext("Home"), GeneratedFile(page, config, phase), config)
        self.show(page)

    def show(self, page: Page) -> None:
        """Set the content, and what describes it."""
        self.meta = {"title": page.title, "description": page.description, **_HIDDEN}
        if self.is_shell:
            self.meta |= _NOT_LISTED
        if not page.url:
            del self.meta["title"]  # the theme adds the site's name to every title
        self.head = page.head
        self.html = page.html if self.is_shell else shell.framed(page.html)

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (MkDocs' signature)
        # Checkers of links read the content before the whole page is made.
        self.content = self.html if config.use_directory_urls else with_file_names(self.html)
        # Themes show the link "skip to content" only on pages with a table of contents.
        self.toc = TableOfContents([AnchorLink(str(self.title), "pc-content", 1)])


def remove_facts_of_source(facts: MutableMapping[str, Any]) -> None:
    """Remove dates and authors, which would be those of `mkdocs.yml`. Our pages show those of components."""
    for name in [name for name in facts if name.startswith(_OF_SOURCE)]:
        del facts[name]


class GeneratedFile(File):
    """A file without content. Its source is `mkdocs.yml`: plugins read the Git history of every source."""

    def __init__(self, page: Page, config: MkDocsConfig, phase: Phase) -> None:
        self.phase = phase
        super().__init__(
            f"{page.url}index.md",
            None,
            config.site_dir,
            config.use_directory_urls,
            dest_uri=f"{page.url}index.html",
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        self._content = ""
        self.abs_src_path = config.config_file_path
        self.edit_uri = None

    def is_documentation_page(self) -> bool:
        return self.phase.value is not FilesPhase.SORTING
