"""A graph drawn as SVG: from left to right where there is room, from top to bottom on a phone.

Colors come from the page's styles, so that it is as light or dark as the page. Each box is a link.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from paicatalog.catalog.component import Identity
from paicatalog.site.graph import Graph, Neighbor
from paicatalog.site.type_icon import TYPE_PATHS

Address = Callable[[Identity], str]
"""Where a component's page is, relative to the page with the drawing."""

_BOX, _TALL, _GAP = 216, 46, 12
"""Width and height of a box, and the room between two, in units of the drawing (pixels at its natural size)."""
_BETWEEN = 96
"""Room for the lines between two columns."""
_GUTTER = 28
"""Room for the lines beside the boxes of the tall drawing."""
_LETTERS = 23
"""That fit into a box beside its picture."""


@dataclass(frozen=True, slots=True)
class _Box:
    x: int
    y: int
    name: str
    words: str
    kind: str
    url: str
    """"" for the component itself."""
    version: str
    """Said, but not drawn: a name needs the room."""


def graph_svg(graph: Graph, address: Address, *, title: str, more_before: str = "", more_after: str = "") -> Markup:
    """Return the drawing in its two forms, of which styles show one.

    `title` says in words what it shows; `more_before` and `more_after` lead to what is left out.
    """
    sides = (
        _rows(graph.before, graph.more_before, address, more_before),
        _rows(graph.after, graph.more_after, address, more_after),
    )
    center = _row(Neighbor(graph.center, ""), address, url="")
    return Markup("").join([_wide(center, *sides, title), _tall(center, *sides, title)])


_Row = tuple[str, str, str, str, str]
"""Name, words, kind, address, version."""


def _rows(neighbors: Sequence[Neighbor], more: int, address: Address, url: str) -> list[_Row]:
    rows = [_row(neighbor, address) for neighbor in neighbors]
    return [*rows, (f"and {more:,} more", "", "more", url, "")] if more else rows


def _row(neighbor: Neighbor, address: Address, *, url: str | None = None) -> _Row:
    identity = neighbor.identity
    where = address(identity) if url is None else url
    return identity.name, neighbor.words, identity.type.value, where, identity.version or ""


def _wide(center: _Row, before: list[_Row], after: list[_Row], title: str) -> Markup:
    rows = max(len(before), len(after), 1)
    height = rows * (_TALL + _GAP) - _GAP
    columns = [_column(0, before, height), _column(_BOX + _BETWEEN, [center], height)]
    columns.append(_column(2 * (_BOX + _BETWEEN), after, height))
    lines = [_across(box, columns[1][0]) for box in columns[0]] + [_across(columns[1][0], box) for box in columns[2]]
    left, right = (0 if before else _BOX + _BETWEEN), (0 if after else _BOX + _BETWEEN)
    frame = (left, 0, 3 * _BOX + 2 * _BETWEEN - left - right, height)
    return _svg("wide", frame, title, lines, [box for column in columns for box in column])


def _column(x: int, rows: Sequence[_Row], height: int) -> list[_Box]:
    top = (height - len(rows) * (_TALL + _GAP) + _GAP) // 2
    return [_Box(x, top + at * (_TALL + _GAP), *row) for at, row in enumerate(rows)]


def _tall(center: _Row, before: list[_Row], after: list[_Row], title: str) -> Markup:
    rows = [*before, center, *after]
    boxes = [_Box(_GUTTER, at * (_TALL + _GAP), *row) for at, row in enumerate(rows)]
    own = boxes[len(before)]
    lines = [_beside(box, own) for box in boxes[: len(before)]] + [
        _beside(own, box) for box in boxes[len(before) + 1 :]
    ]
    return _svg("tall", (0, 0, _GUTTER + _BOX, len(rows) * (_TALL + _GAP) - _GAP), title, lines, boxes)


def _across(start: _Box, end: _Box) -> str:
    x, y, to_x, to_y = start.x + _BOX, start.y + _TALL // 2, end.x - 7, end.y + _TALL // 2
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"


def _beside(start: _Box, end: _Box) -> str:
    """Go down the gutter; lines to and from the component itself end at different heights of its box."""
    y, to_y = start.y + _TALL * 2 // 3, end.y + _TALL // 3
    return f"M{_GUTTER} {y}H12V{to_y}H{_GUTTER - 7}"


def _svg(
    form: str, frame: tuple[int, int, int, int], title: str, lines: Sequence[str], boxes: Sequence[_Box]
) -> Markup:
    x, y, width, height = frame
    head = Markup(
        '<svg class="pc-graph pc-graph--{}" viewBox="{} {} {} {}" width="{}" height="{}" role="group" aria-label="{}">'
    ).format(form, x - 2, y - 2, width + 4, height + 4, width + 4, height + 4, title)
    drawn = Markup("").join(map(_arrow, lines))
    return Markup("").join([head, drawn, *map(_box, boxes), Markup("</svg>")])


def _arrow(line: str) -> Markup:
    return Markup('<path class="pc-graph__line" d="{}"/><path class="pc-graph__tip" d="{}"/>').format(line, _tip(line))


def _tip(line: str) -> str:
    """Return the point of the arrow at the end of a line, which always runs to the right."""
    parts = line.replace("H", " ").replace("V", " ").replace("C", " ").replace("M", "").split()
    if "H" in line:
        _, _, _, y, x = parts
    else:
        *_, x, y = parts
    return f"M{x} {int(y) - 4}l7 4l-7 4z"


def _box(box: _Box) -> Markup:
    """Draw a box; a screen reader says its type, its name and how it belongs."""
    icon = TYPE_PATHS.get(box.kind, "")
    inner = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="7"/>').format(box.x, box.y, _BOX, _TALL)
    if icon:
        inner += Markup('<path class="pc-graph__icon" transform="translate({} {}) scale(.75)" d="{}"/>').format(
            box.x + 10, box.y + _TALL // 2 - 9, icon
        )
    inner += Markup("").join(_texts(box, 36 if icon else 14))
    whole = " ".join(filter(None, (box.words, box.kind if icon else "", box.name, box.version)))
    inner = Markup("<title>{}</title>").format(whole) + inner
    kind = Markup("pc-graph__box pc-kind--{}").format(box.kind)
    if box.url:
        return Markup('<a class="{}" href="{}" aria-label="{}">{}</a>').format(kind, box.url, whole, inner)
    return Markup('<g class="{} pc-graph__box--own">{}</g>').format(kind, inner)


def _texts(box: _Box, left: int) -> Iterator[Markup]:
    middle = box.y + _TALL // 2
    yield Markup('<text class="pc-graph__name" x="{}" y="{}">{}</text>').format(
        box.x + left, middle - 2 if box.words else middle + 5, _cut(box.name, _LETTERS)
    )
    if box.words:
        yield Markup('<text class="pc-graph__words" x="{}" y="{}">{}</text>').format(
            box.x + left, middle + 14, _cut(box.words, _LETTERS + 4)
        )


def _cut(text: str, room: int) -> str:
    """Return what fits; letters of East Asian scripts are twice as wide."""
    taken = 0
    for at, letter in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if taken > room:
            return f"{text[: at - 1].rstrip()}\u2026"
    return text
