"""A request to reproduce a job: the job, the chosen options and the relevant URLs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One job to reproduce."""

    data: Mapping[str, Any]
    """A valid job, as in its file; for platforms other than OpenPAI, with shared components inlined."""
    text: str = ""
    """The text of its file, without literal secrets; empty if only the data is known."""
    name: str
    """The name of the job to run: letters, digits, `-` and `_`."""
    cluster: str
    """The address of the OpenPAI cluster, without a trailing slash."""
    file_url: str = ""
    """The download URL of the protocol file, if any."""
    needs_bundling: bool = False
    """Whether the file refers to shared components by name alone, so that it cannot run unbundled."""
    bundled_url: str = ""
    """The download URL of the self-contained file, if any."""
    deployment: str | None = None
    """Overrides `defaults.deployment`."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """Parameters that override or extend those of the job."""

    @property
    def file_stem(self) -> str:
        """The name for files and containers, at most 100 characters, without leading dashes (as in an option)."""
        return self.name[:100].lstrip("-") or "job"
