"""The file that marks a folder as a site that `paicatalog build` wrote, and lists what in it is the build's.

It is visible on purpose: `mkdocs build` first deletes all visible files in the folder of the site, so that a site which
it wrote over ours is not marked any more.
"""

import json
from collections.abc import Set
from pathlib import Path

from paicatalog import __version__

MARKER_FILE = "paicatalog-site.json"


def mark(folder: Path) -> frozenset[str]:
    """Mark a newly built site. Return the names at its top, which the marker lists."""
    entries = frozenset({MARKER_FILE, *(entry.name for entry in folder.iterdir())})
    record = {"generator": f"paicatalog {__version__}", "entries": sorted(entries)}
    text = json.dumps(record, indent=1) + "\n"
    (folder / MARKER_FILE).write_text(text, encoding="ascii", newline="\n")
    return entries


def marked_entries(folder: Path) -> Set[str] | None:
    """Return the names at the top of a site that a build wrote, or None if the folder is not marked."""
    try:
        record = json.loads((folder / MARKER_FILE).read_text(encoding="utf-8"))
        entries = frozenset(map(str, record["entries"]))
        return entries if str(record["generator"]).startswith("paicatalog ") else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def foreign_entries(folder: Path) -> list[Path]:
    """Return what is at the top of a folder and no build wrote there: all of it if the folder is not marked."""
    ours = marked_entries(folder) or frozenset()
    return sorted(entry for entry in folder.iterdir() if entry.name not in ours)
