"""The icons of the component types: stroked paths on a grid of 24 by 24, in the color of the surrounding text."""

from collections.abc import Mapping

from markupsafe import Markup

TYPE_PATHS: Mapping[str, str] = {
    "job": "M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM10 8.5v7l5.5-3.5z",
    "data": "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zv12c0 1.7 3.6 3 8 3s8-1.3 8-3V6"
    "M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3",
    "script": "M7.5 7l-5 5 5 5M16.5 7l5 5-5 5M13.5 4.5l-3 15",
    "dockerimage": "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
    "output": "M12 15V3M7.5 7.5L12 3l4.5 4.5M4 14v5a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-5",
    "page": "M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1V8zv5h5M9.5 13h6M9.5 17h6",
}
"""Type, or `page` for documentation -> the `d` of an SVG path."""


def type_icon(kind: str) -> Markup:
    """Return the icon of a component type (or of `page`) as inline SVG, hidden from screen readers."""
    return Markup(
        '<svg class="pc-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="{}"/></svg>'
    ).format(TYPE_PATHS[kind])
