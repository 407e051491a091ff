"""Extraction of the interface's messages from code, templates and scripts, and updating of the translations.

`python tests/site/interface_messages.py` writes `messages.pot` and updates each translation to match it.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[2] / "paicatalog"
FOLDER = PACKAGE / "site" / "languages"
TEMPLATE = FOLDER / "messages.pot"

_METHODS = [
    ("**/templates/**.jinja", "jinja2"),
    ("**/overrides/**.html", "jinja2"),
    ("**.py", "python"),
    ("**.js", "javascript"),
]
_OPTIONS = {
    "**/templates/**.jinja": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
    "**/overrides/**.html": {"silent": "false"},
    "**.js": {"parse_template_string": "true"},
}
_KEYWORDS = {"_": None, "gettext": None, "gettext_noop": None, "ngettext": (1, 2), "phrase": None}


def said() -> Catalog:
    """Return all messages of the interface, with the files that use them."""
    found = Catalog(header_comment="# What the interface of paicatalog says.", charset="utf-8")
    for file, _, message, *_ in extract_from_dir(PACKAGE, _METHODS, _OPTIONS, keywords=_KEYWORDS, comment_tags=()):
        found.add(message, locations=[(file, 0)])
    return found


def catalog_of(file: Path) -> Catalog:
    """Read a translation, or the template of translations."""
    with file.open("rb") as stream:
        return read_po(stream)


def main() -> None:
    """Write the template and update the translations to match it."""
    found = said()
    _write(TEMPLATE, found)
    for file in FOLDER.glob("*.po"):
        translation = catalog_of(file)
        translation.update(found, no_fuzzy_matching=True, update_header_comment=False)
        _write(file, translation)


def _write(file: Path, catalog: Catalog) -> None:
    with file.open("wb") as stream:
        write_po(stream, catalog, width=120, omit_header=file == TEMPLATE, include_lineno=False, ignore_obsolete=True)


if __name__ == "__main__":
    main()
