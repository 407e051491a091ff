"""What the site is made of: pages that the theme's shell surrounds, and files served as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_ROWS = 100
"""A page must not grow with the catalog: longer lists end in a link to the search."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site, without the theme around it."""

    url: str
    """Its address below the site's root, "" or ending in "/": `jobs/mnist/`."""
    title: str
    description: str
    """Plain text for `<meta name="description">`, at most 160 characters."""
    html: str
    """The content of the main column. Links to pages and files of the site are relative to this page's own
    address (`../../` at depth two), so that the site works below any path."""
    search: "SearchEntry | None" = None
    """What search knows of it; None: not searchable."""
    head: str = ""
    """More elements for its head, as HTML."""
    files: "tuple[StaticFile, ...]" = ()
    """What it reads from the site when somebody wants to see it."""
    markdown: str = ""
    """Its twin in Markdown, where that is made more quickly than out of the HTML."""


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
    """The titles of its parts, which say as much of it as its summary."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that the site serves as it is."""

    url: str
    """Its address below the site's root: `raw/job/mnist.yaml`."""
    content: bytes
