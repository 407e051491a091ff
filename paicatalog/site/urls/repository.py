"""Addresses in the web view of the repository that the catalog lives in."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from paicatalog.config import Config


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository's web view; every address is "" where it has none."""

    url: str
    """Without a trailing slash; empty where unknown."""
    edit_uri: str

    @classmethod
    def of(cls, config: Config) -> "Repository":
        return cls(config.repo_url if config.repo_url.startswith(("https://", "http://")) else "", config.edit_uri)

    def commit(self, commit: str) -> str:
        """Return the address of a commit (GitHub, GitLab and Gitea share this path)."""
        return f"{self.url}/commit/{commit}" if self.url else ""

    def file(self, path: str, *, commit: str | None) -> str:
        """Return the address of a file as it is at `commit`, or on the default branch."""
        return f"{self.url}/blob/{commit or 'HEAD'}/{_quoted(path)}" if self.url else ""

    def report(self, title: str, body: str) -> str:
        """Return the address where a problem can be reported; the form there begins with a title and a text."""
        if not self.url:
            return ""
        if "gitlab" in (urlsplit(self.url).hostname or ""):
            return f"{self.url}/-/issues/new?{_asked({'issue[title]': title, 'issue[description]': body})}"
        return f"{self.url}/issues/new?{_asked({'title': title, 'body': body})}"

    def edit(self, path: str) -> str:
        """Return the address where a file can be edited."""
        return f"{self.url}/{self.edit_uri.strip('/')}/{_quoted(path)}" if self.url and self.edit_uri else ""


def _quoted(path: str) -> str:
    """Quote a path by the bytes that it has on the disk, which need not be text."""
    return quote(os.fsencode(path))


def _asked(values: Mapping[str, str]) -> str:
    return urlencode(values, errors="replace")
