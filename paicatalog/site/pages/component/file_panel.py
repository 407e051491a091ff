"""File panels: a file with highlighting, which is copied exactly (`assets/component/exact_text.js`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from paicatalog.protocol.document import SourceFile
from paicatalog.site.code.json_text import json_text
from paicatalog.site.code.unprintable import survives_html
from paicatalog.site.code.yaml_html import Slot, yaml_html
from paicatalog.site.pages.component.job_parameters import Parameter

LONGEST = 200_000
"""Characters; longer files are linked, not shown."""


@dataclass(frozen=True, slots=True)
class FilePanel:
    """The data for showing and copying one file."""

    html: Markup
    lines: int
    newline: str
    """`crlf` if all lines end in CRLF: parsing HTML drops carriage returns, so the script restores them."""
    mark: bool
    """Whether the file begins with a byte order mark, which HTML does not preserve."""
    exact: str
    """The whole text as JSON if the script cannot restore it from the page's text; else ""."""
    ids: str
    """The prefix of the lines' ids; "" if they have none."""


def display_text(source: SourceFile) -> str:
    """Return the text as browsers parse it: with line feeds only."""
    return source.text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source.text else source.text


def file_panel(
    source: SourceFile,
    *,
    parameters: Sequence[Parameter] = (),
    links: Sequence[Slot] = (),
    marked: Mapping[int, str] | None = None,
    ids: str = "L",
) -> FilePanel | None:
    """Return the panel of a file; None if it is too long to be shown. `ids` is the prefix of its lines' ids."""
    text, shown = source.text, display_text(source)
    if len(text) > LONGEST:
        return None
    uniform = "\r" in text and shown.replace("\n", "\r\n") == text
    exact = not survives_html(shown) or ("\r" in text and not uniform)
    slots = [*links, *(() if exact else (slot for parameter in parameters for slot in parameter.slots))]
    mark = source.content.startswith(b"\xef\xbb\xbf")
    return FilePanel(
        html=yaml_html(shown, slots=slots, marked=marked, ids=ids),
        lines=shown.count("\n") + (not shown.endswith("\n")),
        newline="crlf" if uniform else "",
        mark=mark,
        exact=json_text("\ufeff" * mark + text) if exact else "",
        ids=ids,
    )
