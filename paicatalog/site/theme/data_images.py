"""Images in `data:` URLs of style sheets as files: a policy of `default-src 'self'` blocks such URLs."""

import base64
import binascii
import re
from collections.abc import MutableMapping
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from paicatalog.site.urls.addresses import ASSETS_FOLDER

_DATA_IMAGE = re.compile(
    r"""url\(\s*(?:(?P<quote>["'])(?P<quoted>data:image/(?:(?!(?P=quote)).)*)(?P=quote)|(?P<bare>data:image/[^)"'\s]*))\s*\)""",
    re.IGNORECASE | re.DOTALL,
)
_ENDINGS = {"svg+xml": "svg", "png": "png", "gif": "gif", "jpeg": "jpg", "webp": "webp"}
"""Subtype of a media type -> ending of the file's name."""


def with_image_files(css: str, files: MutableMapping[str, bytes]) -> str:
    """Return a style sheet in which each `data:` image is the URL of a file; add the files to `files` by URL.

    The URLs are correct in any style sheet two folders below the root. Browsers disagree whether a URL in a custom
    property is relative to the style sheet that defines the property or to the one that uses it: Material's
    `assets/stylesheets` and `assets/paicatalog` have the same depth.
    """

    def replaced(image: re.Match[str]) -> str:
        head, _, data = (image["quoted"] or image["bare"]).partition(",")
        type_, *options = head.lower().removeprefix("data:image/").split(";")
        content = _content(data, encoded="base64" in options)
        if type_ not in _ENDINGS or content is None:
            return image[0]
        url = f"{ASSETS_FOLDER}{sha256(content).hexdigest()[:12]}.{_ENDINGS[type_]}"
        files[url] = content
        return f"url(../../{url})"

    return _DATA_IMAGE.sub(replaced, css)


def _content(data: str, *, encoded: bool) -> bytes | None:
    """Return the bytes after the comma of a `data:` URL (RFC 2397), None if they are not the base64 they should be."""
    content = unquote_to_bytes(data)
    try:
        return base64.b64decode(content) if encoded else content
    except binascii.Error:
        return None
