"""URLs in the web view of the catalog's repository."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from paicatalog.config import Config


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository's web view; all URLs are "" if it has none."""

    url: str
    """Without a trailing slash; "" if unknown."""
    edit_uri: str

    @classmethod
    def of(cls, config: Config) -> "Repository":
        return cls(config.repo_url if config.repo_url.startswith(("https://", "http://")) else "", config.edit_uri)

    def commit(self, commit: str) -> str:
        """Return the URL of a commit (GitHub, GitLab and Gitea share this path)."""
        return f"{self.url}/commit/{commit}" if self.url else ""

    def file(self, path: str, *, commit: str | None) -> str:
        """Return the URL of a file at `commit`, or on the default branch if that is None."""
        return f"{self.url}/blob/{commit or 'HEAD'}/{_quoted(path)}" if self.url else ""

    def new_issue(self, title: str, body: str) -> str:
        """Return the URL of the form for a new issue, filled in with a title and a text."""
        if not self.url:
            return ""
        if "gitlab" in (urlsplit(self.url).hostname or ""):
            return f"{self.url}/-/issues/new?{_query({'issue[title]': title, 'issue[description]': body})}"
        return f"{self.url}/issues/new?{_query({'title': title, 'body': body})}"

    def edit(self, path: str) -> str:
        """Return the URL for editing a file."""
        return f"{self.url}/{self.edit_uri.strip('/')}/{_quoted(path)}" if self.url and self.edit_uri else ""


def _quoted(path: str) -> str:
    """Quote a path by its bytes in the file system, which need not be valid UTF-8."""
    return quote(os.fsencode(path))


def _query(values: Mapping[str, str]) -> str:
    return urlencode(values, errors="replace")
