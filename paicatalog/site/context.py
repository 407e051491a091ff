"""What every page of the site is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from paicatalog.config import Config
from paicatalog.protocol.finding import Finding
from paicatalog.publishing.published_catalog import PublishedCatalog
from paicatalog.report.count import Count


@dataclass(frozen=True, slots=True)
class Past:
    """What would have been found, by the rules of today, at a tag."""

    tag: str
    date: datetime
    count: Count


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The catalog and what stands beside it; the same for all pages of one build."""

    catalog: PublishedCatalog
    findings: Mapping[str, tuple[Finding, ...]]
    """Findings by the file's path; files without any may be absent."""
    config: Config
    commit: str | None = None
    """The commit the catalog was read at, None outside Git."""
    trend: tuple[Past, ...] = ()
    """What was found at the tags of the catalog, oldest first; empty where there are none."""
