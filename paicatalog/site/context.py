"""The input that all pages of the site are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paicatalog.catalog.git.work_tree import WorkTree
from paicatalog.config import Config
from paicatalog.protocol.finding import Finding
from paicatalog.publishing.published_catalog import PublishedCatalog
from paicatalog.report.count import Count


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The findings counted at a tag, by the present rules."""

    tag: str
    date: datetime
    count: Count


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The catalog with its findings and configuration; the same for all pages of one build."""

    catalog: PublishedCatalog
    findings: Mapping[str, tuple[Finding, ...]]
    """Findings by the file's path; files without findings may be absent."""
    config: Config
    commit: str | None = None
    """The commit that the catalog was read at; None outside Git."""
    work_trees: tuple[WorkTree, ...] = ()
    """The Git work trees that the catalog's files are in; empty outside Git."""
    site_root: Path | None = None
    """The top folder of the work tree with `mkdocs.yml`; None outside Git."""
    warnings: tuple[str, ...] = ()
    """What keeps the site from being complete, for the user."""
    misdated: tuple[str, ...] = ()
    """The full hashes of commits with a date or time zone that does not exist, in the order of the hashes."""
    trend: tuple[TrendPoint, ...] = ()
    """The counts at the catalog's tags, oldest first; empty if there are no tags."""
    notices: tuple[str, ...] = ()
    """Sentences for who builds the site, for example on files that were left out."""
