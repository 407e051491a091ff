"""What Material's templates get wrong for the HTML checker, mended while they are read.

Blocks and partials cannot reach these few characters, and a copy of a whole template would fall behind the theme.
Where a later release of the theme has mended them itself, nothing is replaced.
"""

from collections.abc import Callable, Mapping, Sequence

from jinja2 import Environment, FileSystemLoader

_TOGGLE = 'type="checkbox" id="__{}" autocomplete="off"'
_NAV_LABEL = 'id="{{ path }}_label" tabindex="{{ tabindex }}"'

MENDS: Mapping[str, Sequence[tuple[str, str]]] = {
    "base.html": tuple(
        (wrong, wrong.removesuffix(' autocomplete="off"')) for wrong in map(_TOGGLE.format, ("drawer", "search"))
    ),
    "partials/nav-item.html": (
        (_NAV_LABEL, 'id="{{ path }}_label"{% if tabindex %} tabindex="{{ tabindex }}"{% endif %}'),
    ),
}
"""Template -> what is replaced in it by what."""


class MendingLoader(FileSystemLoader):
    """Reads the theme's templates and mends them."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, fresh = super().get_source(environment, template)
        for wrong, right in MENDS.get(template, ()):
            source = source.replace(wrong, right)
        return source, name, fresh
