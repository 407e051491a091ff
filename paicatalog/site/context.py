"""What every page of the site is made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from paicatalog.catalog.catalog import Catalog
from paicatalog.config import Config
from paicatalog.protocol.finding import Finding


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The catalog and what stands beside it; the same for all pages of one build."""

    catalog: Catalog
    findings: Mapping[str, tuple[Finding, ...]]
    """Findings by the file's path; files without any may be absent."""
    config: Config
    commit: str | None = None
    """The commit the catalog was read at, None outside Git."""
