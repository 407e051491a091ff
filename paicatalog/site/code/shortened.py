"""Texts of people in lists and links, where they are cut: a file may have a version or summary of any length."""

LONGEST_NAME = 80
"""Characters of a name, version or contributor."""
LONGEST_SUMMARY = 160


def shortened(text: str, longest: int = LONGEST_NAME) -> str:
    """Return `text` with at most `longest` characters, cut with an ellipsis, between words if there is a space."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 1].rsplit(' ', 1)[0]}\u2026"
