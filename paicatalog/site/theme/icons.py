"""The icons on buttons and banners, in the style of the component types' icons (`type_icons.py`)."""

from collections.abc import Mapping

from markupsafe import Markup

_PATHS = {
    "copy": "M9 9h11v11H9zM5.5 15H4V4h11v1.5",
    "download": "M12 4v11M7 10.5l5 5 5-5M4 20h16",
    "play": "M8 5l11 7-11 7z",
    "compare": "M4 8h14M14.5 4.5L18 8l-3.5 3.5M20 16H6M9.5 12.5L6 16l3.5 3.5",
    "edit": "M4 20l1-4.5L16 4.5 19.5 8 8.5 19z",
    "warning": "M12 4l9.5 16h-19zM12 10v4.5M12 17v.1",
}
_SVG = '<svg class="pc-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="{}"/></svg>'

# The text is a constant, and `format` escapes.
ICONS: Mapping[str, Markup] = {name: Markup(_SVG).format(path) for name, path in _PATHS.items()}  # noqa: S704
"""Name -> inline SVG, hidden from assistive technology: each icon is shown beside a text."""
