"""The badge: a component's grade as an SVG image to embed on other sites."""

from markupsafe import Markup

from paicatalog.site.facts.grade import Grade

_COLORS = {"A": "#166534", "B": "#3f6212", "C": "#854d0e", "D": "#a81b1b"}
"""White text on these has a contrast of at least 4.5."""
_LABEL, _LABEL_WIDTH = "reproducibility", 96
_VALUE_WIDTH = 62

_BADGE = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" viewBox="0 0 {width} 20" role="img"'
    ' aria-label="{label}: {value}"><title>{label}: {value}</title>'
    '<rect width="{width}" height="20" rx="3" fill="#374151"/>'
    '<path d="M{left} 0h{inner}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{inner}z" fill="{color}"/>'
    '<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">'
    '<text x="{label_middle}" y="14">{label}</text><text x="{value_middle}" y="14">{value}</text></g></svg>\n'
)


def badge_svg(grade: Grade) -> bytes:
    """Return the content of a badge's SVG file: `reproducibility | A 10/11`."""
    return _BADGE.format(
        width=_LABEL_WIDTH + _VALUE_WIDTH,
        left=_LABEL_WIDTH,
        inner=_VALUE_WIDTH - 3,
        label=_LABEL,
        label_middle=_LABEL_WIDTH // 2,
        value=f"{grade.letter} {grade.earned}/{grade.total}",
        value_middle=_LABEL_WIDTH + _VALUE_WIDTH // 2,
        color=_COLORS[grade.letter],
    ).encode()
