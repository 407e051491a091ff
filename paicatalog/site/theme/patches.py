"""What Material's templates get wrong for the HTML checker, or do in vain on our pages, mended while they are read.

Blocks and partials cannot reach these few characters, and a copy of a whole template would fall behind the theme.
Where a later release of the theme has mended them itself, nothing is replaced.
"""

from collections.abc import Callable, Mapping, Sequence

from jinja2 import Environment, FileSystemLoader

_TOGGLE = 'type="checkbox" id="__{}" autocomplete="off"'
_CONTENT = 'data-md-component="content"'
"""The attribute by which the theme's script finds code, tables and other elements to extend. Generated pages need none
of that, and measuring each block of code would force the layout of everything outside the viewport."""
_NAV_LABEL = 'id="{{ path }}_label" tabindex="{{ tabindex }}"'

MENDS: Mapping[str, Sequence[tuple[str, str]]] = {
    "base.html": (
        *((wrong, wrong.removesuffix(' autocomplete="off"')) for wrong in map(_TOGGLE.format, ("drawer", "search"))),
        (_CONTENT, "{% if not page.is_generated %}" + _CONTENT + "{% endif %}"),
    ),
    "partials/nav-item.html": (
        (_NAV_LABEL, 'id="{{ path }}_label"{% if tabindex %} tabindex="{{ tabindex }}"{% endif %}'),
    ),
}
"""Template -> (old text, new text) pairs."""


class MendingLoader(FileSystemLoader):
    """Load the theme's templates and apply the patches."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, fresh = super().get_source(environment, template)
        for wrong, right in MENDS.get(template, ()):
            source = source.replace(wrong, right)
        return source, name, fresh
