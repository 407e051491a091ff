"""Links to files instead of folders (`use_directory_urls: false`), so that a site can be read without a server."""

import re

_FOLDER = re.compile(r'((?:href|action)="(?![a-z]+:|/)(?:[^"?#:]*/(?:\.\.?)?|\.\.?))(?=["?#])')
"""A relative link to a folder. It cannot match in text or in values from files, whose quotes are escaped."""


def with_file_names(html: str) -> str:
    """Return HTML with `index.html` added to its relative links to folders."""
    return _FOLDER.sub(_named, html)


def _named(match: re.Match[str]) -> str:
    return f"{match[0].rstrip('/')}/index.html"
