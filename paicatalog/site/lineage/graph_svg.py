"""Drawing of a graph as SVG in two forms: wide (left to right), and tall (top to bottom) for phones.

Colors are set by the page's styles, for light and dark mode. Each box is a link.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from paicatalog.catalog.component import Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.lineage.graph import Graph, Neighbor
from paicatalog.site.theme.language import gettext
from paicatalog.site.theme.type_icons import TYPE_PATHS
from paicatalog.site.theme.type_names import type_word

Address = Callable[[Identity], str]
"""Returns the URL of a component's page, relative to the page with the drawing."""

BOX_WIDTH, BOX_HEIGHT, GAP = 228, 46, 12
"""Width and height of a box, and distance of two boxes, in units of the drawing (pixels at its natural size)."""
_COLUMN_GAP = 84
"""Width of the space between two columns."""
LINE_MARGIN = 28
"""Width of the space for lines beside the boxes of the tall form."""
_LETTERS = 21
"""Characters that fit into a box beside its icon, in the widest common font."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box for a component, at its position in the drawing."""

    x: int
    y: int
    name: str
    words: str
    kind: str
    url: str
    """"" for the center of the graph, which is not a link."""
    version: str
    """Part of the box's title only, since there is no space to draw it."""


def graph_svg(graph: Graph, address: Address, *, title: str, more_before: str = "", more_after: str = "") -> Markup:
    """Return the drawing in both forms; the page's styles show one of them.

    `title` is the label for assistive technology; `more_before` and `more_after` are the URLs of the boxes for
    neighbors that are left out.
    """
    sides = (
        _rows(graph.before, graph.more_before, address, more_before),
        _rows(graph.after, graph.more_after, address, more_after),
    )
    center = _row(Neighbor(graph.center, ""), address, url="")
    return Markup("").join([_wide(center, *sides, title), _tall(center, *sides, title)])


_Row = tuple[str, str, str, str, str]
"""Name, words, kind, URL, version."""


def _rows(neighbors: Sequence[Neighbor], more: int, address: Address, url: str) -> list[_Row]:
    rows = [_row(neighbor, address) for neighbor in neighbors]
    return [*rows, (gettext("and %(count)s more", count=f"{more:,}"), "", "more", url, "")] if more else rows


def _row(neighbor: Neighbor, address: Address, *, url: str | None = None) -> _Row:
    identity = neighbor.identity
    where = address(identity) if url is None else url
    return identity.name, neighbor.words, identity.type.value, where, identity.version or ""


def _wide(center: _Row, before: list[_Row], after: list[_Row], title: str) -> Markup:
    rows = max(len(before), len(after), 1)
    height = rows * (BOX_HEIGHT + GAP) - GAP
    columns = [_column(0, before, height), _column(BOX_WIDTH + _COLUMN_GAP, [center], height)]
    columns.append(_column(2 * (BOX_WIDTH + _COLUMN_GAP), after, height))
    lines = [horizontal_path(box, columns[1][0]) for box in columns[0]] + [
        horizontal_path(columns[1][0], box) for box in columns[2]
    ]
    left, right = (0 if before else BOX_WIDTH + _COLUMN_GAP), (0 if after else BOX_WIDTH + _COLUMN_GAP)
    frame = (left, 0, 3 * BOX_WIDTH + 2 * _COLUMN_GAP - left - right, height)
    return svg("wide", frame, title, lines, [box for column in columns for box in column])


def _column(x: int, rows: Sequence[_Row], height: int) -> list[Box]:
    top = (height - len(rows) * (BOX_HEIGHT + GAP) + GAP) // 2
    return [Box(x, top + at * (BOX_HEIGHT + GAP), *row) for at, row in enumerate(rows)]


def _tall(center: _Row, before: list[_Row], after: list[_Row], title: str) -> Markup:
    rows = [*before, center, *after]
    boxes = [Box(LINE_MARGIN, at * (BOX_HEIGHT + GAP), *row) for at, row in enumerate(rows)]
    own = boxes[len(before)]
    lines = [vertical_path(box, own) for box in boxes[: len(before)]] + [
        vertical_path(own, box) for box in boxes[len(before) + 1 :]
    ]
    return svg("tall", (0, 0, LINE_MARGIN + BOX_WIDTH, len(rows) * (BOX_HEIGHT + GAP) - GAP), title, lines, boxes)


def horizontal_path(start: Box, end: Box) -> str:
    """Return the SVG path between boxes of two columns."""
    x, y, to_x, to_y = start.x + BOX_WIDTH, start.y + BOX_HEIGHT // 2, end.x - 7, end.y + BOX_HEIGHT // 2
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"


def vertical_path(start: Box, end: Box, *, lane: int = 12) -> str:
    """Return the SVG path between two boxes of one column, through the space beside the boxes.

    Lines into and out of a box meet it at different heights.
    """
    y, to_y = start.y + BOX_HEIGHT * 2 // 3, end.y + BOX_HEIGHT // 3
    return f"M{LINE_MARGIN} {y}H{lane}V{to_y}H{LINE_MARGIN - 7}"


def svg(form: str, frame: tuple[int, int, int, int], title: str, lines: Sequence[str], boxes: Sequence[Box]) -> Markup:
    """Return one form of a drawing as an `<svg>` element.

    `form` is `wide` or `tall`, `frame` is left, top, width and height; `lines` are drawn behind `boxes`.
    """
    x, y, width, height = frame
    head = (
        f'<svg class="pc-graph pc-graph--{form}" viewBox="{x - 2} {y - 2} {width + 4} {height + 4}" width="{width + 4}"'
        f' height="{height + 4}" role="group" aria-label="{escape(title)}">'
    )
    # All text from files is escaped below.
    return Markup("".join([head, *map(_arrow, lines), *map(_box, boxes), "</svg>"]))  # noqa: S704


def _arrow(line: str) -> str:
    return f'<path class="pc-graph__line" d="{line}"/><path class="pc-graph__tip" d="{_arrowhead(line)}"/>'


def _arrowhead(line: str) -> str:
    """Return the SVG path of the arrowhead at the end of a line, which always points to the right."""
    parts = line.replace("H", " ").replace("V", " ").replace("C", " ").replace("M", "").split()
    if "H" in line:
        _, _, _, y, x = parts
    else:
        *_, x, y = parts
    return f"M{x} {int(y) - 4}l7 4l-7 4z"


def _box(box: Box) -> str:
    """Return a box as SVG. Its title, the link's accessible name, is made of words, type, name and version."""
    icon = TYPE_PATHS.get(box.kind, "")
    whole = escape(" ".join(filter(None, (box.words, _kind(box), box.name, box.version))))
    inner = f'<title>{whole}</title><rect x="{box.x}" y="{box.y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="7"/>'
    if icon:
        place = f"translate({box.x + 10} {box.y + BOX_HEIGHT // 2 - 9}) scale(.75)"
        inner += f'<path class="pc-graph__icon" transform="{place}" d="{icon}"/>'
    inner += _texts(box, 36 if icon else 14)
    kind = f"pc-graph__box pc-kind--{box.kind}"
    if box.url:
        # Material's script for instant navigation fails where an element of SVG has a plain `href`.
        return f'<a class="{kind}" xlink:href="{escape(box.url)}">{inner}</a>'
    return f'<g class="{kind} pc-graph__box--own">{inner}</g>'


def _kind(box: Box) -> str:
    return type_word(ComponentType(box.kind)).lower() if box.kind in TYPE_PATHS else ""


def _texts(box: Box, left: int) -> str:
    middle, x = box.y + BOX_HEIGHT // 2, box.x + left
    name = f'<text class="pc-graph__name" x="{x}" y="{middle - 2 if box.words else middle + 5}">'
    name += f"{escape(_shortened(box.name, _LETTERS))}</text>"
    if not box.words:
        return name
    words = f'<text class="pc-graph__words" x="{x}" y="{middle + 14}">'
    return f"{name}{words}{escape(_shortened(box.words, _LETTERS + 4))}</text>"


def _shortened(text: str, width: int) -> str:
    """Return `text`, cut to `room` characters; East Asian wide characters count as two."""
    taken = 0
    for at, letter in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if taken > width:
            return f"{text[: at - 1].rstrip()}\u2026"
    return text
