"""Links that name files: what `use_directory_urls: false` asks for, so that a site can be read without a server."""

import re

_FOLDER = re.compile(r'((?:href|action)="(?![a-z]+:|/)(?:[^"?#:]*/(?:\.\.?)?|\.\.?))(?=["?#])')
"""A relative link that ends in a folder. In text and in values from files, quotes are escaped."""


def with_file_names(html: str) -> str:
    """Return HTML whose relative links to folders lead to their `index.html`."""
    return _FOLDER.sub(_named, html)


def _named(match: re.Match[str]) -> str:
    return f"{match[0].rstrip('/')}/index.html"
