"""Pages, which are written within the theme's shell, and static files, which are written unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_ROWS = 100
"""The most rows of a list, so that pages do not grow with the catalog; longer lists end in a link to the search."""
MOST_VERSIONS = 20
"""The most versions listed with an older version. The newest version's page and record list more, so that a component
with thousands of versions does not have millions of links."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site, without the theme around it."""

    url: str
    """Relative to the site's root, "" or ending in "/": `jobs/mnist/`."""
    title: str
    description: str
    """Plain text for `<meta name="description">`, at most 160 characters."""
    html: str
    """The content of the main column. Links to pages and files of the site are relative to this page (`../../` at depth
    two), so that the site works below any path."""
    search: "SearchEntry | None" = None
    """Its record in the search index; None: not searchable."""
    head: str = ""
    """Additional elements for the `<head>`, as HTML."""
    files: "tuple[StaticFile, ...]" = ()
    """Files that belong to the page and are loaded by it on demand."""
    markdown: str = ""
    """The page's Markdown twin if it is given directly; if "", it is converted from the HTML, which is slower."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The search record of a page."""

    kind: str
    """Component type, or `page` for documentation."""
    title: str
    summary: str
    text: str
    """Everything else that is searchable, the YAML included."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet name -> values."""
    headings: str = ""
    """The titles of its sections, weighted like its summary."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that the site serves unchanged."""

    url: str
    """Relative to the site's root: `raw/job/mnist.yaml`."""
    content: bytes
