"""Text as one word of bash, always on one line."""

import re

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def shell_word(text: str) -> str:
    """Return `text` as a word of bash that means exactly it: as it is, in `'...'`, or in `$'...'`.

    Nothing in it can end a line, a here-document or a YAML block, or act on a terminal: such characters are written
    as the bytes of their UTF-8. The page's script (`shellWord` in `component.js`) writes the same. A NUL, which no
    process can be given, is left out; a lone surrogate, which has no UTF-8, is a question mark.
    """
    if _PLAIN.fullmatch(text):
        return text
    if not _UNPRINTABLE.search(text):
        return "'" + text.replace("'", "'\\''") + "'"
    escaped = text.replace("\0", "").replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _UNPRINTABLE.sub(_escape, escaped) + "'"


def double_quoted(text: str) -> str:
    """Return `text` as a word of bash in double quotes, at which ShellCheck does not wonder about a dollar in it."""
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    return _SHORT.get(char) or "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "replace"))
