"""Quoting of text as one word of bash, always on one line."""

import re

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNPRINTABLE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff{_BIDI}]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def shell_word(text: str) -> str:
    """Return `text` as a word of bash: unquoted, in `'...'` or in `$'...'`.

    Characters that could end a line, a here-document or a YAML block, control a terminal, or change the order in which
    text is shown (Trojan Source, CVE-2021-42574), are written as octal escapes of their UTF-8 bytes. NUL is left out,
    because no process argument can contain it; a lone surrogate, which UTF-8 cannot encode, becomes a question mark.
    Keep it in step with `shellWord` in `site/assets/component/parameter_form.js`.
    """
    if _PLAIN.fullmatch(text):
        return text
    if not _UNPRINTABLE.search(text):
        return "'" + text.replace("'", "'\\''") + "'"
    escaped = text.replace("\0", "").replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _UNPRINTABLE.sub(_escape, escaped) + "'"


def double_quoted(text: str) -> str:
    """Return `text` as a double-quoted word of bash, in which ShellCheck does not warn about dollar signs.

    A text that `shell_word` has to escape is returned as there.
    """
    if _UNPRINTABLE.search(text):
        return shell_word(text)
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    return _SHORT.get(char) or "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "replace"))
