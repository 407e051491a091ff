"""Pages of ours that the theme renders one by one: those of the navigation, and the shells."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from paicatalog.site.page import Page
from paicatalog.site.theme import shell
from paicatalog.site.theme.language import gettext


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
