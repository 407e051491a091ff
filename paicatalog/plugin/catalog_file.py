"""Our pages and files in MkDocs' collection of files, so that docs, the nav and other plugins can link to them.

MkDocs neither renders nor copies them: they are written after its own pages, within the shells.
"""

import re
from html import unescape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page

from paicatalog.plugin.files_phase import FilesPhase, Phase
from paicatalog.site.link_targets import LinkTarget

_ID = re.compile(r"""<[a-z][^<>]*?\sid=["']?([^"'\s>]+)""")


class CatalogFile(File):
    """A page or file of the catalog; a page has the source path `jobs/NAME/index.md`."""

    def __init__(self, target: LinkTarget, config: MkDocsConfig, phase: Phase) -> None:
        self.target = target
        self.config = config
        self.phase = phase
        self.is_page = not target.url or target.url.endswith("/")
        path = f"{target.url}index.md" if self.is_page else target.url
        built = f"{target.url}index.html" if self.is_page else target.url
        super().__init__(
            path,
            None,
            config.site_dir,
            config.use_directory_urls,
            dest_uri=built,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        self.generated_by = "paicatalog"
        self.abs_src_path = config.config_file_path
        self._content = ""
        self._page: Page | None = None

    @property
    def page(self) -> Page | None:
        """The page, for the nav and for checks of anchors. It is made on first use: most are never linked to."""
        if self._page is None and self.is_page:
            self._page = CatalogPage(self)
        return self._page

    @page.setter
    def page(self, page: Page | None) -> None:
        self._page = page

    def is_documentation_page(self) -> bool:
        return self.is_page and self.phase.value is FilesPhase.COLLECTING

    def is_static_page(self) -> bool:
        return False

    def is_media_file(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Do nothing: the file is written later."""


class CatalogPage(Page):
    """A page that MkDocs does not render. Its content is only made to look up anchors in it."""

    def __init__(self, file: CatalogFile) -> None:
        self.target = file.target
        super().__init__(file.target.title, file, file.config)
        self.markdown = ""

    @property
    def content(self) -> str | None:
        return self.target.html() if self.target.html else None

    @content.setter
    def content(self, content: str | None) -> None:
        """Ignore what MkDocs sets."""

    @property
    def present_anchor_ids(self) -> set[str] | None:  # type: ignore[override]
        content = self.content
        return None if content is None else {unescape(name) for name in _ID.findall(content)}
