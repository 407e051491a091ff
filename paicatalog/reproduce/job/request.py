"""What somebody asks for: a job, with what they chose and where things are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One job to reproduce."""

    data: Mapping[str, Any]
    """A valid job as in its file; for a platform other than OpenPAI, with its shared components inlined."""
    text: str = ""
    """The text of its file, without literal secrets; empty where only the data are known."""
    name: str
    """What to call it: letters, digits, `-` and `_`."""
    cluster: str
    """The OpenPAI address, without a slash at its end."""
    file_url: str = ""
    """Where the protocol file can be downloaded; empty where it can not."""
    needs_bundling: bool = False
    """Whether the file takes shared components by name alone, so that it cannot run as it is."""
    bundled_url: str = ""
    """Where the self-contained file can be downloaded; empty where it can not."""
    deployment: str | None = None
    """Replaces `defaults.deployment`."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """Values that replace or join the job's own."""

    @property
    def file_stem(self) -> str:
        """The name for files and containers: short, and it never begins like an option."""
        return self.name[:100].lstrip("-") or "job"
